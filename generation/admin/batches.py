"""The batches' room: order, watch, steer."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery.admin.readonly import ReadOnlyAdmin, person
from gallery.errors import GardenError, NotAllowedError
from gallery.words import legible, number
from generation import batches, overview, workers
from generation.admin import forms, steering
from generation.models import GenerationBatch, Rendering, RenderingState
from generation.prompt_sets.library import examples

NEWEST = 120
ERRORS = 20


@admin.register(GenerationBatch)
class GenerationBatchAdmin(ReadOnlyAdmin[GenerationBatch]):
    """Orders, newest first, each with how far it has come."""

    change_list_template = "admin/generation/batches.html"
    list_display = ("code",)
    list_filter = ("state", "prompt__emotion", "lane")
    list_select_related = ("prompt", "ordered_by")
    list_per_page = 25
    list_max_show_all = 0
    search_fields = ("code", "favorite", "prompt__template")
    search_help_text = _("Words, favorite or code")
    ordering = ("-id",)
    show_full_result_count = False

    class Media:
        css = {"all": ["gallery/admin.css", "generation/admin.css", "generation/prompts.css"]}
        js = ["generation/progress.js", "generation/examples.js"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return person(request).has_perm(batches.ADD)

    def get_queryset(self, request: HttpRequest) -> QuerySet[GenerationBatch]:
        return GenerationBatch.objects.with_counts()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "prompt__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {verb.name: (_steer_many, verb.name, verb.label) for verb in steering.offered(person(request))}

    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view
        return [
            path("<int:pk>/steer/", own(require_POST(self.steer_view)), name="generation_generationbatch_steer"),
            path("<int:pk>/progress/", own(self.progress_view), name="generation_generationbatch_progress"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {
            "title": _("Batches"),
            "verbs": steering.offered(person(request)),
            "quarantined": workers.quarantined(),
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The order form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = forms.OrderForm(request.POST or None, initial=self._wish(request))
        if request.method == "POST" and form.is_valid():
            try:
                batch = batches.request(by=person(request), **form.order())
            except GardenError as error:
                form.add_error(None, str(error.sentence))
            else:
                made = 2 * batch.count
                words = ngettext("%(n)d picture is ordered.", "%(n)d pictures are ordered.", made)
                self.message_user(request, words % {"n": made}, messages.SUCCESS)
                return HttpResponseRedirect(_address(batch.pk))
        context = {**self._frame(request), "title": _("Order a batch"), "form": form, "media": self.media + form.media}
        context["examples"] = examples.EXAMPLES
        return render(request, "admin/generation/order.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One batch, as it goes."""
        batch = self._found(request, number(object_id) or 0)
        context = {**self._frame(request), **self._live(request, batch), "title": str(batch), "media": self.media}
        context["may_order"] = self.has_add_permission(request)
        return render(request, "admin/generation/batch.html", context)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the batch's page that changes, for our script."""
        return render(request, "admin/generation/live.html", self._live(request, self._found(request, pk)))

    def steer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A button on the batch's page."""
        verb = steering.VERBS.get(request.POST.get("action", ""))
        if verb is None:
            raise PermissionDenied
        self._steer(request, verb, [self._found(request, pk)])
        return HttpResponseRedirect(_address(pk))

    def _steer(self, request: HttpRequest, verb: steering.Button, chosen: list[GenerationBatch]) -> None:
        try:
            moved, sentence = steering.steer(verb, chosen, by=person(request))
        except NotAllowedError as error:
            raise PermissionDenied(error.sentence) from error
        self.message_user(request, sentence, messages.SUCCESS if moved else messages.WARNING)

    def _found(self, request: HttpRequest, pk: int) -> GenerationBatch:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(GenerationBatch.objects.select_related("prompt", "ordered_by"), pk=pk)

    def _live(self, request: HttpRequest, batch: GenerationBatch) -> dict[str, Any]:
        progress = batches.progress(batch)
        slots = Rendering.objects.filter(batch=batch)
        pictures = slots.filter(state=RenderingState.DONE, image__isnull=False).select_related("image")
        return {
            "batch": batch,
            "progress": progress,
            "verbs": steering.offered(person(request), progress),
            "pictures": pictures.order_by("-settled_at", "-id")[:NEWEST],
            "troubles": slots.exclude(error="").exclude(state=RenderingState.DONE).prefetch_related("history")[:ERRORS],
            "stuck": overview.stuck(batch),
            "may_look": person(request).has_perm("gallery.view_poolimage"),
        }

    def _wish(self, request: HttpRequest) -> dict[str, Any]:
        """`?like=<a batch's number>` fills the form with its words, `?example=<a card's number>` with the card's,
        `?emotion=…&favorite=…&count=…` with what they say."""
        if (example := request.GET.get("example", "")).isdecimal():
            return forms.example(int(example[:6]))
        batch = GenerationBatch.objects.filter(pk=number(request.GET.get("like", "")) or 0).first()
        if batch is not None:
            return forms.like(batch)
        return {name: legible(request.GET[name]) for name in ("emotion", "favorite", "count") if name in request.GET}

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}


def _steer_many(room: GenerationBatchAdmin, request: HttpRequest, queryset: QuerySet[GenerationBatch]) -> None:
    room._steer(request, steering.VERBS[request.POST["action"]], list(queryset))


def _address(pk: int) -> str:
    return reverse("admin:generation_generationbatch_change", args=[pk])
