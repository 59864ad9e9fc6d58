"""POST /garden, /gardenfromDB and /retrieve: addresses of pictures, those that lie and those that stand."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from emotion_garden.original_api import door, keyed
from gallery import visitors
from gallery.models import Emotion, Image, Orientation
from recommendations import rankings

# As many as the original's recommender gave, of both orientations together.
RECOMMENDED: Final = {Orientation.LANDSCAPE: 13, Orientation.PORTRAIT: 12}
# Of each orientation. The original's list ended, without a word, at the megabyte that its database gave at once.
MOST: Final = 2000


@door.opens(scope="garden")
def recommended(request: HttpRequest) -> HttpResponse:
    """For this visitor, in an order of their own; never empty while anything is served."""
    wish = door.text(door.sent(request), "emotion")
    emotion, favorite = parts(wish)
    found: dict[int, Image] = {}
    if emotion:
        who: dict[str, Any] = {"visitor": visitors.known(request), "visitor_code": visitors.code_of(request)}
        for orientation, limit in RECOMMENDED.items():
            offer = rankings.offer(
                **who, emotion=emotion, favorite=favorite, orientation=orientation.value, limit=limit
            )
            found |= {item.image.pk: item.image for item in offer.items}
    return door.answer(listed(request, found.values(), wish=wish))


@door.opens(scope="garden")
def served(request: HttpRequest) -> HttpResponse:
    """All of an emotion and favorite; where there is none, all of the emotion: pages show both orientations."""
    wish = door.text(door.sent(request), "emotion")
    emotion, favorite = parts(wish)
    own = Image.objects.serving().filter(emotion=emotion).order_by("-decided_at", "-pk")
    found: list[Image] = []
    for orientation in Orientation.values:
        of_one = own.filter(orientation=orientation)
        found += _some(of_one.filter(favorite=favorite)) or _some(of_one)
    return door.answer(listed(request, found, wish=wish))


@door.opens(permissions=("gallery.view_poolimage",))
def waiting(request: HttpRequest, by: Any) -> HttpResponse:
    """What waits in the pool under exactly this emotion and favorite."""
    wish = door.text(door.sent(request), "emotion")
    emotion, favorite = parts(wish)
    own = Image.objects.pooled().filter(emotion=emotion, favorite=favorite).order_by("-pk")
    found = [image for side in Orientation.values for image in _some(own.filter(orientation=side))]
    return door.answer(listed(request, found, wish=wish, folder=keyed.POOL))


def parts(wish: str) -> tuple[str, str]:
    """The emotion, empty for none of the eight, and the favorite behind the slash."""
    emotion, _slash, favorite = wish.strip().partition("/")
    return (emotion, favorite) if emotion in Emotion.values and favorite.isprintable() else ("", "")


def listed(
    request: HttpRequest, images: Iterable[Image], *, wish: str, folder: str = keyed.SERVED
) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {name: [] for name in Orientation.values}
    for image in images:
        found[image.orientation].append({"url": keyed.address(request, image, folder=folder), "emotion": wish})
    return found


def _some(images: QuerySet[Image]) -> list[Image]:
    return list(images[:MOST])
