"""What hangs where: the pictures of zones, or a walk through all moods, as a screen shows them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.cache import get_conditional_response

from emotion_garden import windows
from gallery import displays, files
from gallery.models import DisplaySlot, DisplayZone, Emotion, Image, Orientation

# The largest copy there is: a wall is looked at from afar, and wide.
WIDTH: Final = 1280
# Side by side, as many as fill a wide screen.
PANES: Final = 3
# How often the walk comes through each mood before it begins again.
ROUNDS: Final = 2
# A screen that runs for months learns by this that its scripts have changed.
RELEASE: Final = ("walls/player.js", "walls/wall.js", "walls/kiosk.js", "walls/keeper.js", "walls/walls.css")


@dataclass(frozen=True, slots=True)
class Place:
    """One of the original's places, such as 1h and 8v; without a number all of them."""

    ordinal: int = 0
    orientation: str = ""

    @classmethod
    def of(cls, asked: str) -> "Place":
        """What is no place means all: an address on a wall is typed by hand."""
        number, letter = asked[:1], asked[1:]
        if len(asked) == len("1h") and number in PLACES and letter in LETTERS:
            return cls(int(number), LETTERS[letter])
        return cls()

    def holds(self, orientation: str, ordinal: int) -> bool:
        return not self.ordinal or (self.orientation, self.ordinal) == (orientation, ordinal)


PLACES: Final = [str(number) for number in range(1, displays.PLACES + 1)]
LETTERS: Final = {"h": Orientation.LANDSCAPE.value, "v": Orientation.PORTRAIT.value}
ALL: Final = Place()


@dataclass(frozen=True, slots=True)
class Pane:
    """One part of a screen, and what passes there; each picture with its place, for either shape of the pane."""

    name: str
    landscape: list[tuple[int, Image]]
    portrait: list[tuple[int, Image]]

    @property
    def is_empty(self) -> bool:
        return not self.landscape and not self.portrait

    @property
    def first(self) -> Image | None:
        return next((image for _place, image in [*self.landscape, *self.portrait]), None)

    def turned(self, step: int) -> dict[str, Any]:
        """What a page without scripts shows at this step; a shape of which nothing hangs borrows the other's."""
        lying = self.landscape or self.portrait
        standing = self.portrait or self.landscape
        if not lying:
            return {}
        return {
            "landscape": described(lying[step % len(lying)][1]),
            "portrait": described(standing[step % len(standing)][1]),
        }


def of_zones(zones: Sequence[DisplayZone], *, place: Place = ALL) -> list[Pane]:
    """A pane for each. One query for all chosen places, and two for each zone that follows an emotion."""
    slots = DisplaySlot.objects.filter(zone__in=[zone for zone in zones if not zone.follows])
    served = slots.filter(image__in=Image.objects.serving()).select_related("image").order_by("ordinal")
    hung: dict[tuple[int, str], list[tuple[int, Image]]] = {}
    for slot in served if any(not zone.follows for zone in zones) else ():
        hung.setdefault((slot.zone_id, slot.orientation), []).append((slot.ordinal, slot.image))
    for zone in zones:
        for name in Orientation.values if zone.follows else ():
            hung[zone.pk, name] = list(enumerate(displays.pictures(zone, orientation=name), start=1))

    def row(zone: DisplayZone, name: str) -> list[tuple[int, Image]]:
        return [(ordinal, image) for ordinal, image in hung.get((zone.pk, name), ()) if place.holds(name, ordinal)]

    return [Pane(zone.name, row(zone, Orientation.LANDSCAPE), row(zone, Orientation.PORTRAIT)) for zone in zones]


def walk() -> list[Pane]:
    """The newest pictures of every mood, three at a time, mood after mood: sixteen short looks along an index."""
    lying, standing = (_walked(name) for name in (Orientation.LANDSCAPE, Orientation.PORTRAIT))
    return [
        Pane(f"walk{number + 1}", list(enumerate(lying[number], 1)), list(enumerate(standing[number], 1)))
        for number in range(PANES)
    ]


def _walked(orientation: str) -> list[list[Image]]:
    """The same number for each pane: at every step all of them show one mood."""
    cells = []
    for emotion in Emotion.values:
        served = Image.objects.serving().filter(emotion=emotion, orientation=orientation)
        cells.append(list(served.order_by("-decided_at", "-pk")[: PANES * ROUNDS]))
    # A mood with fewer is left out, unless no mood has enough: then what there is comes more than once.
    chosen = [cell for cell in cells if len(cell) >= PANES] or [cell for cell in cells if cell]
    panes: list[list[Image]] = [[] for _pane in range(PANES)]
    for turn in range(ROUNDS):
        for cell in chosen:
            for number, pane in enumerate(panes):
                pane.append(cell[(turn * PANES + number) % len(cell)])
    return panes


def described(image: Image) -> dict[str, Any]:
    """The address changes with the bytes, so that a screen which holds a picture for months sees another file."""
    return {
        "code": str(image.code),
        "src": f"{files.url(image, WIDTH)}?{image.sha256[:8]}",
        "emotion": image.emotion,
        "alt": windows.Window(image, liked=False).alt,
    }


def feed(request: HttpRequest, panes: Sequence[Pane]) -> HttpResponse:
    """What the screens ask for again and again: 304 while it is as it was."""
    body = {
        "release": release(),
        "panes": [
            {
                "name": pane.name,
                "landscape": [described(image) for _place, image in pane.landscape],
                "portrait": [described(image) for _place, image in pane.portrait],
            }
            for pane in panes
        ],
    }
    etag = f'"{_digest(body)}"'
    response = get_conditional_response(request, etag=etag) or JsonResponse(body)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def release() -> str:
    return _digest([static(name) for name in RELEASE])[:12]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]
