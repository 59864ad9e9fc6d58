"""The rooms of the prompt sets: write templates, order from a set, import a table."""

from pathlib import PurePath
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from gallery.admin.readonly import person
from gallery.errors import GardenError
from generation import batches
from generation.admin import prompt_forms, set_orders
from generation.models import PromptLine, PromptSet
from generation.prompt_sets import csv_file, importing
from generation.prompt_sets.importing import Report


@admin.register(PromptSet)
class PromptSetAdmin(admin.ModelAdmin[PromptSet]):
    """Sets of templates, each with a way to order from it."""

    form = prompt_forms.PromptSetForm
    change_list_template = "admin/generation/prompt_sets.html"
    change_form_template = "admin/generation/prompt_set.html"
    list_display = ("name",)
    search_fields = ("name", "slug", "description")
    prepopulated_fields = {"slug": ("name",)}
    show_full_result_count = False

    class Media:
        css = {"all": ["gallery/admin.css", "generation/admin.css", "generation/prompts.css"]}
        js = ["generation/prompts.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PromptSet]:
        return super().get_queryset(request).annotate(n_lines=Count("lines"))

    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view
        return [
            path("import/", own(self.import_view), name="generation_promptset_import"),
            path("<int:pk>/order/", own(self.order_view), name="generation_promptset_order"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"title": _("Prompt sets"), **self._rights(request)}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, {**self._rights(request), **(extra_context or {})})

    def order_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose, look, order."""
        if not (self.has_view_permission(request) and person(request).has_perm(batches.ADD)):
            raise PermissionDenied
        prompt_set = get_object_or_404(PromptSet, pk=pk)
        form = prompt_forms.SetOrderForm(request.POST or None, prompt_set=prompt_set)
        if request.POST.get("do") == "order" and (made := set_orders.order(form, prompt_set, by=person(request))):
            self.message_user(request, set_orders.said(made), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:generation_generationbatch_changelist"))
        look = set_orders.look(form, prompt_set)
        part = request.POST.get("do") == "part"
        name = "admin/generation/prompt_preview.html" if part else "admin/generation/prompt_set_order.html"
        title = _("Order from “%(set)s”") % {"set": prompt_set}
        context = {**self._frame(request), "title": title, "prompt_set": prompt_set, "form": form, "look": look}
        return render(request, name, context)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A CSV file, looked at or taken in."""
        if not person(request).has_perms(importing.IMPORT):
            raise PermissionDenied
        form = prompt_forms.ImportForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            try:
                report = _imported(request, form.cleaned_data)
            except GardenError as error:
                form.add_error(None, str(error.sentence))
        context = {**self._frame(request), "title": _("Import prompts"), "form": form, "report": report}
        return render(request, "admin/generation/prompt_import.html", {**context, "columns": csv_file.COLUMNS})

    def _rights(self, request: HttpRequest) -> dict[str, bool]:
        user = person(request)
        return {"may_import": user.has_perms(importing.IMPORT), "may_order": user.has_perm(batches.ADD)}

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}


@admin.register(PromptLine)
class PromptLineAdmin(admin.ModelAdmin[PromptLine]):
    """Templates one by one: a set may have thousands."""

    form = prompt_forms.PromptLineForm
    change_list_template = "admin/generation/prompt_lines.html"
    list_display = ("title",)
    ordering = ("prompt_set__name", "position", "id")
    actions = None
    list_filter = ("prompt_set", "emotion")
    list_select_related = ("prompt_set",)
    list_per_page = 50
    search_fields = ("title", "template", "favorite")
    show_full_result_count = False

    class Media:
        css = {"all": ["gallery/admin.css", "generation/admin.css", "generation/prompts.css"]}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "prompt_set__id__exact" or super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Templates"), **(extra_context or {})})


def _imported(request: HttpRequest, given: dict[str, Any]) -> Report:
    act = importing.take_the_good if given["partial"] else importing.take
    if request.POST.get("do") == "check":
        act = importing.rehearse
    return act(given["file"].read(), name=given["name"] or PurePath(given["file"].name).stem, by=person(request))
