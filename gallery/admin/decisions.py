"""The decisions' list, and the one thing that can be done with a decision: undo its group."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gallery import curation, files, histories, words
from gallery.admin import acts
from gallery.admin.readonly import ReadOnlyAdmin, person
from gallery.errors import GardenError, NotAllowedError
from gallery.models import Decision, Status
from gallery.rooms import ROOMS


class _ResultFilter(admin.ChoicesFieldListFilter):
    """By what became of the picture; the column's own name makes no title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext("result")


class _PersonFilter(admin.RelatedOnlyFieldListFilter):
    """Of those who have decided something; “by whom” after Django's *By* would say it twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = gettext("person")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin[Decision]):
    """Who moved what, when and why; newest first."""

    change_list_template = "admin/gallery/decisions.html"
    change_form_template = "admin/gallery/decision.html"
    list_display = ("at", "picture", "move", "by", "reason", "undone")
    list_filter = ("kind", ("became", _ResultFilter), ("by", _PersonFilter), "at")
    list_select_related = ("by", "image")
    search_fields = ("reason", "group", "image__code", "image__key_tail")
    search_help_text = _("Reason, group, or a picture’s code or key")
    list_per_page = 100
    show_full_result_count = False
    empty_value_display = ""
    fields = ("picture", "kind", "was", "became", "before", "after", "by", "at", "reason", "group", "undone_by")
    readonly_fields = ("picture",)

    class Media:
        css = {"all": ["gallery/admin.css"]}

    @admin.display(description=_("picture"))
    def picture(self, decision: Decision) -> str:
        address = reverse(f"admin:gallery_{ROOMS[Status(decision.image.status)]}_change", args=[decision.image_id])
        thumbnail = files.url(decision.image, 320)
        return format_html(
            '<a href="{}" class="gl-thumb{}"><img src="{}" alt="{}" height="64" loading="lazy"></a>',
            address,
            " gl-veil" if decision.image.is_veiled else "",
            thumbnail,
            decision.image.caption or decision.image.get_emotion_display(),
        )

    @admin.display(description=_("move"))
    def move(self, decision: Decision) -> str:
        return " · ".join(histories.told(decision))

    @admin.display(description=_("undone"), empty_value="")
    def undone(self, decision: Decision) -> str:
        return gettext("undone") if decision.undone_by_id is not None else ""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        decision = Decision.objects.filter(pk=words.number(object_id) or 0).first()
        if decision is not None:
            group = Decision.objects.filter(group=decision.group, undone_by=None, kind__in=curation.UNDOABLE)
            size = group.count() if curation.may_undo(decision.group, by=person(request)) else 0
            extra_context = {"left_to_undo": size, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(require_POST(self.undo_view))
        return [path("undo/<uuid:group>/", undo, name="gallery_decision_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, group: UUID) -> HttpResponse:
        """The Undo button that every act's message carries."""
        try:
            outcome = curation.undo(group, by=person(request))
        except NotAllowedError as error:
            raise PermissionDenied(error.sentence) from error
        except GardenError as error:
            self.message_user(request, str(error.sentence), messages.ERROR)
            return HttpResponseRedirect(_back(request))
        level = messages.SUCCESS if outcome.changed and not outcome.refused else messages.WARNING
        redo = f"redo-{outcome.group}" if outcome.changed else ""
        self.message_user(request, acts.undo_words(outcome), level, extra_tags=redo)
        return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the button stood; never to another site."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("admin:gallery_poolimage_changelist")
