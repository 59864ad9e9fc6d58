"""The walls' zones: listed, made, told what to show, put back, taken down."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import asking, displays, paging, preconditions, rooms, staff
from gallery.api.answering import ASKED_AGAIN, EarnestView, tagged
from gallery.described import displays as described
from gallery.errors import NotFoundError
from gallery.models import DisplayChange, DisplayZone, Image, Orientation
from gallery.serializers.displays import NewZoneAsked, ShownAsked, UndoChangeAsked, ZoneTold, ZoneWhole

VIEW: Final = "gallery.view_displayzone"
USUAL: Final = 100
MOST: Final = 200
CHANGES: Final = 12


class DisplaysView(EarnestView):
    """All zones; a new one."""

    @described.zones
    def get(self, request: Request) -> Response:
        staff.require(request, VIEW)
        asked = request.query_params
        limit = asking.number(asked, "limit", usual=USUAL, most=MOST)
        page = paging.page(DisplayZone.objects.all(), limit=limit, after=asked.get("after", ""), order=("name",))
        items = [ZoneTold(zone).data for zone in page.items]
        following = paging.next_address(request._request, page.after, kept=("limit",))
        return Response({"items": items, "next": following}, headers=ASKED_AGAIN)

    @described.make
    def post(self, request: Request) -> Response:
        """A zone that is there already is the same zone."""
        user = staff.require(request, VIEW, displays.ADD)
        asked = NewZoneAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        zone = displays.make(asked.validated_data["name"], by=user)
        response = _told(zone, by=user)
        response.status_code = status.HTTP_201_CREATED
        return response


class DisplayView(EarnestView):
    """One zone."""

    @described.zone
    def get(self, request: Request, zone: str) -> Response:
        user = staff.require(request, VIEW)
        return _told(_zone(zone), by=user)

    @described.show
    def put(self, request: Request, zone: str) -> Response:
        return self._show(request, zone, ShownAsked.whole)

    @described.change
    def patch(self, request: Request, zone: str) -> Response:
        return self._show(request, zone, lambda asked: asked.validated_data)

    @described.drop
    def delete(self, request: Request, zone: str) -> Response:
        """Gone is gone: once more is the same answer."""
        user = staff.require(request, VIEW, displays.DROP)
        with transaction.atomic():
            row = DisplayZone.objects.select_for_update().filter(name=zone).first()
            if row is not None:
                preconditions.require_version(request._request, _stem(row))
                displays.drop(row, by=user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _show(self, request: Request, name: str, told: Callable[[ShownAsked], dict[str, Any]]) -> Response:
        user = staff.require(request, VIEW, displays.CHANGE)
        asked = ShownAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        with transaction.atomic():
            # Locked first: nobody comes between the look at If-Match and the change.
            zone = _zone(name, lock=True)
            preconditions.require_version(request._request, _stem(zone))
            wanted = told(asked)
            for row in Orientation.values:
                if row in wanted:
                    wanted[row] = _pictures(zone, wanted[row], by=user)
            displays.show(zone, by=user, **wanted)
        return _told(_zone(name), by=user)


class DisplayUndoView(EarnestView):
    """What a zone showed before its newest change."""

    @described.undo
    def post(self, request: Request, zone: str) -> Response:
        user = staff.require(request, VIEW, displays.CHANGE)
        asked = UndoChangeAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        row = _zone(zone)
        change = row.changes.filter(pk=asked.validated_data["change"]).first()
        if change is None:
            raise NotFoundError(_("There is no such change of this zone."))
        displays.put_back(change, by=user)
        return _told(_zone(zone), by=user)


def _zone(name: str, *, lock: bool = False) -> DisplayZone:
    rows = DisplayZone.objects.select_for_update() if lock else DisplayZone.objects.all()
    zone = rows.filter(name=name).first()
    if zone is None:
        raise NotFoundError(_("There is no such zone."))
    return zone


def _stem(zone: DisplayZone) -> str:
    """Its version is its last change."""
    newest = DisplayChange.objects.filter(zone=zone).order_by("-pk").values_list("pk", flat=True).first()
    return f"{zone.pk}.{newest or 0}"


def _pictures(zone: DisplayZone, codes: Sequence[UUID | None], *, by: User) -> list[int | None]:
    """Their ids. One that is not here and one that visitors may not see are refused in the same words.

    What hangs there already may stay, as far as this person may see it. Raises NotServedError.
    """
    named = [code for code in codes if code]
    there = dict(Image.objects.serving().filter(code__in=named).values_list("code", "pk"))
    hanging = Image.objects.filter(pk__in=zone.slots.values("image"), status__in=rooms.open_to(by), code__in=named)
    there |= dict(hanging.values_list("code", "pk"))
    if missing := [str(code) for code in named if code not in there]:
        sentence = _("Only pictures of the serving set are shown on a wall, and these are none: %(codes)s.")
        raise displays.NotServedError(sentence % {"codes": ", ".join(missing)})
    return [there[code] if code else None for code in codes]


def _told(zone: DisplayZone, *, by: User) -> Response:
    choice = displays.chosen(zone)
    body: Any = {
        "name": zone.name,
        "follows": zone.follows,
        "changed_at": zone.changed_at,
        "places": {name: _places(choice.row(name), by=by) for name in Orientation.values},
        "shows": {name: displays.pictures(zone, orientation=name) for name in Orientation.values},
        "changes": zone.changes.select_related("by")[:CHANGES],
    }
    return tagged(ZoneWhole(body).data, _stem(zone))


def _places(row: Sequence[int | None], *, by: User) -> list[dict[str, Any]]:
    pks = [pk for pk in row if pk]
    served = dict(Image.objects.serving().filter(pk__in=pks).values_list("pk", "code"))
    seen = Image.objects.filter(pk__in=pks, status__in=rooms.open_to(by)).values_list("pk", "code")
    known = {**served, **dict(seen)}
    return [{"picture": known.get(pk or 0), "taken": pk is not None, "shown": pk in served} for pk in row]
