"""What visitors do with pictures: like, unlike, see, not now; each event counts once, however often it is told."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import tallies
from gallery.errors import NotFoundError
from gallery.models import Image, Visitor
from recommendations import drafts, slates
from recommendations.models import Interaction, Kind, Slate


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one visitor says of some pictures now, by their codes."""

    liked: frozenset[UUID] = frozenset()
    put_off: frozenset[UUID] = frozenset()


def like(*, visitor: Visitor, image: UUID, slate: str = "") -> bool:
    """Whether this is a new like. `slate`: a slate code or token in which the picture was offered, if in any.

    Its impressions count with it: where there is a like, the slate was seen. Raises NotFoundError.
    """
    picture, shown = _met(image, slate, visitor)
    with transaction.atomic():
        slates.hold(visitor)
        # Who likes it wants to see it.
        _standing(visitor, Kind.NOT_NOW).filter(image=picture).update(withdrawn_at=timezone.now())
        if not _said(Kind.LIKE, visitor, picture, shown):
            return False
        tallies.add(likes={picture.pk: 1})
    return True


def put_off(*, visitor: Visitor, image: UUID, slate: str = "") -> bool:
    """“Not now”: the picture comes last for the rest of this walk, and counts a little less. A like stays a like.

    Whether this is new. Raises NotFoundError.
    """
    picture, shown = _met(image, slate, visitor)
    with transaction.atomic():
        slates.hold(visitor)
        return _said(Kind.NOT_NOW, visitor, picture, shown)


def call_back(*, visitor: Visitor | None, image: UUID) -> bool:
    """Whether a “not now” was withdrawn, also after the picture was taken down. Raises NotFoundError."""
    if visitor is not None:
        standing = _standing(visitor, Kind.NOT_NOW).filter(image__code=image)
        if standing.update(withdrawn_at=timezone.now()):
            return True
    _require_served(image)
    return False


def check(*, visitor_code: UUID, image: UUID, slate: str = "") -> None:
    """Raises NotFoundError when `like` would, for somebody without a row: before they get one."""
    _require_served(image)
    if not slate:
        return
    if slates.code_in(slate):
        raise drafts.unknown()
    with suppress(drafts.ExpiredTokenError):
        drafts.opened(slate, visitor_code=visitor_code)


def unlike(*, visitor: Visitor | None, image: UUID) -> bool:
    """Whether a like was withdrawn. One's own likes go also after a picture was taken down. Raises NotFoundError."""
    picture = Image.objects.filter(code=image).first()
    if picture is not None and visitor is not None and _withdrawn(visitor, picture):
        return True
    # To whoever does not like it, a picture that is not served does not exist.
    _require_served(image)
    return False


def seen(*, visitor: Visitor, slate: str) -> int:
    """The page shows this slate (code or token): how many impressions are new. Raises NotFoundError."""
    return slates.count_impressions(slates.find(slate, visitor=visitor))


def wishes(visitor: Visitor | None, images: Iterable[Image]) -> Wishes:
    """Which of the pictures this visitor likes now, and which they do not want to see now."""
    if visitor is None:
        return Wishes()
    asked = Interaction.objects.filter(
        visitor=visitor,
        image__in=[image.pk for image in images],
        kind__in=[Kind.LIKE, Kind.NOT_NOW],
        withdrawn_at__isnull=True,
    )
    said = list(asked.values_list("kind", "image__code"))
    liked, put_off = (frozenset(code for own, code in said if own == kind) for kind in (Kind.LIKE, Kind.NOT_NOW))
    return Wishes(liked, put_off)


def liked(visitor: Visitor | None) -> QuerySet[Image]:
    """The served pictures that this visitor likes, the latest like first."""
    if visitor is None:
        return Image.objects.none()
    latest = _standing(visitor, Kind.LIKE).filter(image=OuterRef("pk")).values("pk")[:1]
    own = _standing(visitor, Kind.LIKE).values("image")
    return Image.objects.serving().filter(pk__in=own).annotate(like=Subquery(latest)).order_by("-like")


def likes(image: UUID) -> int:
    """How many people like the picture now; 0 for one that is not there."""
    return Image.objects.filter(code=image).values_list("likes", flat=True).first() or 0


def _standing(visitor: Visitor, kind: Kind) -> QuerySet[Interaction]:
    return Interaction.objects.filter(visitor=visitor, kind=kind, withdrawn_at__isnull=True)


def _met(image: UUID, slate: str, visitor: Visitor) -> tuple[Image, Slate | None]:
    """The served picture, and the slate in which it was offered, now counted as seen. Raises NotFoundError."""
    picture = Image.objects.serving().filter(code=image).first()
    if picture is None:
        raise _no_such_picture()
    shown = _slate(slate, visitor)
    if shown is not None:
        # A transaction of its own: each locks its pictures in one order, or two visitors could wait for each other.
        slates.count_impressions(shown)
    return picture, shown


def _said(kind: Kind, visitor: Visitor, picture: Image, shown: Slate | None) -> bool:
    """Whether it was not said before and still stood; the visitor has to be held."""
    if _standing(visitor, kind).filter(image=picture).exists():
        return False
    Interaction.objects.create(visitor=visitor, image=picture, kind=kind, **_circumstances(picture, shown))
    return True


def _withdrawn(visitor: Visitor, picture: Image) -> int:
    with transaction.atomic():
        moved: int = _standing(visitor, Kind.LIKE).filter(image=picture).update(withdrawn_at=timezone.now())
        if moved:
            tallies.add(likes={picture.pk: -moved})
    return moved


def _slate(reference: str, visitor: Visitor) -> Slate | None:
    """A page older than a day may still like; only its slate is no longer known."""
    if not reference:
        return None
    try:
        return slates.find(reference, visitor=visitor)
    except drafts.ExpiredTokenError:
        return None


def _circumstances(picture: Image, slate: Slate | None) -> dict[str, Any]:
    """The feeling of the visit in which the picture was offered; the picture's own when it was met elsewhere."""
    items = drafts.of(slate).items if slate else ()
    item = next((item for item in items if item.image == picture.pk), None)
    if slate is None or item is None:
        return {"emotion": picture.emotion}
    return {
        "slate": slate,
        "emotion": slate.emotion,
        "position": item.position,
        "score": item.score,
        "propensity": item.propensity,
    }


def _require_served(image: UUID) -> None:
    if not Image.objects.serving().filter(code=image).exists():
        raise _no_such_picture()


def _no_such_picture() -> NotFoundError:
    return NotFoundError(_("There is no such picture in the garden."))
