"""The old addresses of pictures: the same file door behind them, and one 403 for whatever is not to be seen."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from emotion_garden.original_api import door, keyed
from gallery import displays, keys, rooms, views
from gallery.errors import GardenError
from gallery.models import DisplayZone, Image, Orientation, Status

_PLACE: Final = re.compile(r"img([1-9])([hv])\.jpeg", re.ASCII)
# The viewers go by the status alone: at a 403 they have the key taken out of their lists.
_DENIED: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
)
View = Callable[..., HttpResponse | None]


def denied() -> HttpResponse:
    # The same for every reason, also where it was not asked who wants to see it.
    headers = {"Cache-Control": "private, no-store", "Vary": "Cookie"}
    return HttpResponse(_DENIED, status=403, content_type="application/xml", headers=headers)


def shown(view: View) -> Callable[..., HttpResponse]:
    """An address of a picture: one refusal for all reasons, also for a key that does not open."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponse:
        if not settings.ORIGINAL_API:
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return denied()
        try:
            found = view(request, **parts)
        except GardenError:
            found = None
        return denied() if found is None or found.status_code in {404, 410} else found

    return answered


def of(request: HttpRequest, image: Image) -> HttpResponse:
    """A served one's file: kept by caches that ask each time."""
    return views.picture_file(request, str(image.code), str(image.width), "jpeg")


@shown
def served(request: HttpRequest, key: str) -> HttpResponse | None:
    image = keyed.one(key, Status.SERVING)
    return of(request, image) if image else None


@shown
def pooled(request: HttpRequest, key: str) -> HttpResponse | None:
    if Status.POOL not in rooms.open_to(door.caller(request)):
        return None
    image = keyed.one(key, Status.POOL)
    return views.shown_to_staff(request, image, image.width, "jpeg") if image else None


@shown
def hung(request: HttpRequest, zone: str, place: str) -> HttpResponse | None:
    """What hangs there; where nothing does any more, another one of the zone: an old screen would stay blank."""
    asked = _PLACE.fullmatch(keys.plain(place))
    found = DisplayZone.objects.filter(name=zone).first() if zone.isprintable() else None
    if asked is None or found is None:
        return None
    ordinal = int(asked[1])
    orientation = Orientation.PORTRAIT if asked[2] == "v" else Orientation.LANDSCAPE
    image = _at(found, orientation.value, ordinal)
    return of(request, image) if image else None


def _at(zone: DisplayZone, orientation: str, ordinal: int) -> Image | None:
    chosen = zone.slots.filter(orientation=orientation, ordinal=ordinal, image__status=Status.SERVING)
    slot = None if zone.follows else chosen.select_related("image").first()
    others = [] if slot else displays.pictures(zone, orientation=orientation)
    if slot is not None:
        return slot.image
    return others[(ordinal - 1) % len(others)] if others else None
