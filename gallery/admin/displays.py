"""The walls' room: zones, what each of them shows, and every change with a way back."""

from typing import Any, Final, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery import displays, rooms, search, words
from gallery.admin.readonly import ReadOnlyAdmin, person
from gallery.displays import Choice
from gallery.errors import GardenError, NotAllowedError
from gallery.models import DisplayChange, DisplayZone, Emotion, Image, Orientation

MOST_ZONES: Final = 200
OFFERED: Final = 24
CHANGES: Final = 12


class Place(NamedTuple):
    """One of the eight."""

    ordinal: int
    pk: int | None
    image: Image | None
    """None where it is free, or where this person may not see what left the serving set."""
    is_shown: bool


@admin.register(DisplayZone)
class DisplayZoneAdmin(ReadOnlyAdmin[DisplayZone]):
    """Make a zone, choose its pictures, or let it follow an emotion."""

    class Media:
        css = {"all": ["gallery/admin.css", "gallery/upload.css", "gallery/display.css"]}
        js = ["gallery/display.js"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return person(request).has_perm(displays.ADD)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person(request).has_perm("gallery.delete_displayzone")

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(require_POST(self.act_view))
        return [path("<int:pk>/act/", act, name="gallery_displayzone_act"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        zones = list(DisplayZone.objects.all()[:MOST_ZONES])
        context = {
            **self._frame(request),
            "title": _("Displays"),
            "zones": [{"zone": zone, "walls": _walls(zone)} for zone in zones],
            "may_add": self.has_add_permission(request),
            "suggested": [name for name in displays.SUGGESTED if name not in {zone.name for zone in zones}],
        }
        return render(request, "admin/gallery/displays.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form for it stands on the list."""
        back = HttpResponseRedirect(reverse("admin:gallery_displayzone_changelist"))
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return back
        try:
            zone = displays.make(request.POST.get("name", ""), by=person(request))
        except GardenError as error:
            self.message_user(request, str(error.sentence), messages.ERROR)
            return back
        return HttpResponseRedirect(_address(zone))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One zone: its places, the picker, the wall, the changes."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        zone = get_object_or_404(DisplayZone, pk=words.number(object_id) or 0)
        choice = displays.chosen(zone)
        changes = list(zone.changes.select_related("by")[:CHANGES])
        context = {
            **self._frame(request),
            **self._offers(request, choice),
            "title": zone.name,
            "zone": zone,
            "rows": [(Orientation(name), _places(choice, name, request)) for name in Orientation.values],
            "walls": _walls(zone),
            "emotions": Emotion.choices,
            "may_change": person(request).has_perm(displays.CHANGE),
            "may_delete": self.has_delete_permission(request),
            "changes": [(change, _told(change)) for change in changes],
            "newest": changes[0].pk if changes and Choice.of(changes[0].after) == choice else None,
        }
        return render(request, "admin/gallery/display.html", context)

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A button on the zone's page."""
        zone = get_object_or_404(DisplayZone, pk=words.number(str(pk)) or 0)
        try:
            change = _act(zone, request)
        except NotAllowedError as error:
            raise PermissionDenied(error.sentence) from error
        except GardenError as error:
            self.message_user(request, str(error.sentence), messages.WARNING)
        else:
            if change is None:
                self.message_user(request, _("It was so already; nothing was changed."), messages.WARNING)
        return HttpResponseRedirect(_address(zone, pick=request.POST.get("pick", ""), q=request.POST.get("q", "")))

    def _offers(self, request: HttpRequest, choice: Choice) -> dict[str, Any]:
        """The picker: what is served and would fit, newest first, without what stands there already."""
        pick = request.GET.get("pick", "")
        if pick not in Orientation.values:
            pick = Orientation.LANDSCAPE.value
        asked, page = words.legible(request.GET.get("q", ""))[:500], words.number(request.GET.get("p", "")) or 0
        context = {"pick": pick, "q": asked, "wrong": "", "offers": [], "page": page, "help": search.HELP}
        try:
            fitting = search.parse_public(asked).filter(Image.objects.serving().filter(orientation=pick))
        except search.SearchError as error:
            return {**context, "wrong": error.sentence}
        free = fitting.exclude(pk__in=[pk for pk in choice.row(pick) if pk]).order_by("-pk").defer("recipe")
        start = min(page, 10**6) * OFFERED
        found = list(free[start : start + OFFERED + 1])
        return {
            **context,
            "offers": found[:OFFERED],
            "has_more": len(found) > OFFERED,
            "is_full": None not in choice.row(pick),
        }

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}


def _act(zone: DisplayZone, request: HttpRequest) -> DisplayChange | None:
    sent, by = request.POST, person(request)
    what = sent.get("do", "")
    if what == "follow":
        return displays.follow(zone, emotion=sent.get("emotion", ""), by=by)
    if what == "back":
        change = get_object_or_404(zone.changes, pk=words.number(sent.get("change", "")) or 0)
        return displays.put_back(change, by=by)
    orientation, image = sent.get("orientation", ""), words.number(sent.get("image", "")) or 0
    if what == "place" and orientation in Orientation.values:
        served = Image.objects.filter(pk=image).first()
        if served is None:
            raise displays.NotServedError(_("There is no such picture."))
        return displays.place(zone, orientation=orientation, image=served, by=by)
    at: dict[str, Any] = {"orientation": orientation, "ordinal": words.number(sent.get("ordinal", "")) or 0}
    if what == "remove":
        return displays.remove(zone, **at, image=image, by=by)
    if what in {"earlier", "later"}:
        return displays.move(zone, **at, image=image, step=-1 if what == "earlier" else 1, by=by)
    raise displays.UnknownPlaceError(_("This button is not known. Nothing was changed."))


def _walls(zone: DisplayZone) -> list[tuple[Orientation, list[Image]]]:
    return [(Orientation(name), displays.pictures(zone, orientation=name)) for name in Orientation.values]


def _places(choice: Choice, orientation: str, request: HttpRequest) -> list[Place]:
    row = choice.row(orientation)
    served = Image.objects.serving().defer("recipe").in_bulk([pk for pk in row if pk])
    seen = Image.objects.filter(status__in=rooms.open_to(request.user))
    others = seen.defer("recipe").in_bulk([pk for pk in row if pk and pk not in served])
    found = served | others
    return [Place(place, pk, found.get(pk or 0), pk in served) for place, pk in enumerate(row, start=1)]


def _told(change: DisplayChange) -> str:
    """Such as: *follows sad*, or *landscape: 2 places*."""
    before, after = Choice.of(change.before), Choice.of(change.after)
    parts = []
    if before.follows != after.follows:
        emotion = str(Emotion(after.follows).label) if after.follows else ""
        parts.append(_("follows %(emotion)s") % {"emotion": emotion} if emotion else _("shows the chosen pictures"))
    for name in Orientation.values:
        differing = [place for place, pair in enumerate(_pairs(before, after, name), start=1) if pair[0] != pair[1]]
        if len(differing) == 1:
            parts.append(_told_of(differing[0], *_pairs(before, after, name)[differing[0] - 1], orientation=name))
        elif n := len(differing):
            told = ngettext("%(row)s: %(n)d place", "%(row)s: %(n)d places", n)
            parts.append(told % {"row": Orientation(name).label, "n": n})
    return ", ".join(parts)


def _pairs(before: Choice, after: Choice, orientation: str) -> list[tuple[int | None, int | None]]:
    return list(zip(before.row(orientation), after.row(orientation), strict=True))


def _told_of(place: int, was: int | None, now: int | None, *, orientation: str) -> str:
    if was and now:
        words = _("%(row)s %(place)d: another picture")
    else:
        words = _("%(row)s %(place)d: put in") if now else _("%(row)s %(place)d: taken away")
    return words % {"row": Orientation(orientation).label, "place": place}


def _address(zone: DisplayZone, **asked: str) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return reverse("admin:gallery_displayzone_change", args=[zone.pk], query=kept or None) + ("#picker" if kept else "")
