"""A room: pictures as a contact sheet, one picture at full size, and the buttons that decide."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gallery import rooms, search, words
from gallery.admin import across, acts, boards, filters, saying, stacks
from gallery.admin.readonly import ReadOnlyAdmin, person
from gallery.admin.sheet import Sheet
from gallery.errors import GardenError, NotAllowedError
from gallery.models import Decision, Image, Status


class RoomAdmin(ReadOnlyAdmin[Image]):
    """The pictures of some statuses; the first of them is what the room shows unasked."""

    standing: ClassVar[type[filters.StandingFilter]]
    heading: ClassVar[str | Promise]
    nothing: ClassVar[str | Promise]

    change_list_template = "admin/gallery/contact_sheet.html"
    change_form_template = "admin/gallery/picture.html"
    search_help_text = _("Words, or emotion:happy likes>3 -favorite:cat")
    # The sheet shows no columns; these are what it can be sorted by.
    list_display = ("id", "likes")
    list_per_page = 60
    list_max_show_all = 0
    ordering = ("-id",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["gallery/admin.css", "gallery/sheet.css", "gallery/likeness.css"]}
        js = ["gallery/admin.js", "gallery/sheet.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return super().get_queryset(request).filter(status__in=self.standing.statuses)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Sheet

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (self.standing, *filters.FILTERS)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = acts.offered(request.user, frozenset(self.standing.statuses))
        return {act.name: (self._decide_many, act.name, act.label) for act in found}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "POST":
            request.POST = _with_numbers(request.POST)  # type: ignore[assignment]
        request.GET = self._every_status(request.GET)  # type: ignore[assignment]
        shown = self.standing.shown(request.GET.get("status"))
        extra = {
            "title": self.heading,
            "nothing": self.nothing,
            "acts": acts.offered(request.user, shown),
            "may_correct": request.user.has_perm(f"gallery.correct_{self.opts.model_name}"),
            "help": search.HELP,
            "fields": search.FIELDS.values(),
            "boards": boards.of(self, request),
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def _every_status(self, asked: QueryDict) -> QueryDict:
        """A search that names a status looks through all of the room's."""
        found = asked.copy()
        if not found.get("status") and "status" in _names(found.get(SEARCH_VAR, "")):
            found["status"] = filters.EVERY_STATUS
        return found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        image = Image.objects.filter(pk=words.number(object_id) or 0).first()
        if image is None or not self.has_view_permission(request):
            return super().change_view(request, object_id, form_url, extra_context)
        if image.status not in self.standing.statuses:
            return HttpResponseRedirect(self._address_of(request, image))
        status = Status(image.status)
        neighbours = Image.objects.filter(status=status).only("pk")
        extra = {
            "title": self.heading,
            "subtitle": None,
            "acts": acts.offered_for(request.user, image),
            "unchecked": status == Status.POOL and not image.is_safe,
            "decisions": Decision.objects.filter(image=image).select_related("by", "undone_by__by"),
            **stacks.about(image, request.user),
            "newer": neighbours.filter(pk__gt=image.pk).order_by("pk").first(),
            "older": neighbours.filter(pk__lt=image.pk).order_by("-pk").first(),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("<int:pk>/decide/", decide, name=f"gallery_{self.opts.model_name}_decide"), *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A button on one picture's page."""
        names = {act.name for act in acts.pressable(request.user, frozenset(self.standing.statuses))}
        if not self.has_view_permission(request) or request.POST.get("action") not in names:
            raise PermissionDenied
        image = get_object_or_404(Image, pk=pk)
        act = acts.ACTS[request.POST["action"]]
        self._decide(request, act.name, stacks.meant(request, image, act=act))
        image.refresh_from_db()
        return HttpResponseRedirect(self._address_of(request, image))

    def _decide_many(self, _admin: Any, request: HttpRequest, queryset: QuerySet[Image]) -> HttpResponse | None:
        """A button under the sheet. Ticked pictures are looked up by id alone, whatever the filters now say:
        one that somebody else has decided meanwhile is counted and told, not silently left out."""
        if request.POST.get("select_across") == "1":
            return self._decide_all(request, queryset)
        ticked = [pk for pk in request.POST.getlist(ACTION_CHECKBOX_NAME) if pk != "0"]
        if ticked:
            self._decide(request, request.POST["action"], Image.objects.filter(pk__in=ticked))
        else:
            self.message_user(request, _("Select pictures first; nothing was changed."), messages.WARNING)
        return None

    def _decide_all(self, request: HttpRequest, images: QuerySet[Image]) -> HttpResponse | None:
        """All that match, as they were counted; a page that asks first where that is not clear."""
        act = acts.ACTS[request.POST["action"]]
        asked = across.asked(request, room=str(self.opts.model_name))
        found = across.settled(request, images, act=act, asked=asked)
        if isinstance(found, across.Doubt):
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "media": self.media,
                "title": _("%(act)s: all that match") % {"act": act.label},
                "act": act,
                "doubt": found,
                "reason": words.legible(request.POST.get("reason", "")),
                "said": saying.said(request.GET.dict(), statuses=self.standing.statuses),
            }
            return TemplateResponse(request, "admin/gallery/all_that_match.html", context)
        self._decide(request, act.name, found)
        return None

    def _decide(self, request: HttpRequest, name: str, images: QuerySet[Image]) -> None:
        act = acts.ACTS[name]
        reason = words.legible(request.POST.get("reason", "")).strip()
        try:
            outcome = act.decide(images, by=person(request), reason=reason)
        except NotAllowedError as error:
            raise PermissionDenied(error.sentence) from error
        except GardenError as error:
            self.message_user(request, str(error.sentence), messages.ERROR)
            return
        clean = outcome.changed and not outcome.refused
        level = messages.SUCCESS if clean else messages.WARNING
        undo = f"undo-{outcome.group}" if outcome.changed else ""
        self.message_user(request, acts.words(act, outcome), level, extra_tags=undo)

    def _address_of(self, request: HttpRequest, image: Image) -> str:
        """The picture's page in the room where it stands, or this room's sheet when that room is closed to them."""
        room = rooms.ROOMS[Status(image.status)]
        if request.user.has_perm(f"gallery.view_{room}"):
            return reverse(f"admin:gallery_{room}_change", args=[image.pk])
        return reverse(f"admin:gallery_{self.opts.model_name}_changelist")


def _names(asked: str) -> frozenset[str]:
    """The fields that a search asks; none of one that is not understood."""
    try:
        return search.parse(asked).names
    except search.SearchError:
        return frozenset()


def _with_numbers(sent: QueryDict) -> QueryDict:
    """The form with those ticks only that are numbers: Django looks for the others, too, and fails."""
    kept = sent.copy()
    ticked = (words.number(pk) for pk in sent.getlist(ACTION_CHECKBOX_NAME))
    kept.setlist(ACTION_CHECKBOX_NAME, [str(pk) for pk in ticked if pk is not None])
    return kept
