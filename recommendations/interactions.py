"""What visitors do with pictures: see, like, put off, dislike, share, download; told often, each counts once."""

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
        _take_back(visitor, picture, Kind.NOT_NOW, Kind.DISLIKE)
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


def dislike(*, visitor: Visitor, image: UUID, slate: str = "") -> bool:
    """For good, unlike “not now”: a like ends with it. Whether this is new. Raises NotFoundError."""
    picture, shown = _met(image, slate, visitor)
    with transaction.atomic():
        slates.hold(visitor)
        if _take_back(visitor, picture, Kind.LIKE):
            tallies.add(likes={picture.pk: -1})
        _take_back(visitor, picture, Kind.NOT_NOW)
        return _said(Kind.DISLIKE, visitor, picture, shown)


def forgive(*, visitor: Visitor | None, image: UUID) -> bool:
    """Whether a dislike was withdrawn, also after the picture was taken down. Raises NotFoundError."""
    return _no_longer(Kind.DISLIKE, visitor, image)


def share(*, visitor: Visitor, image: UUID, slate: str = "") -> bool:
    """They gave the picture's address to somebody. Whether for the first time. Raises NotFoundError."""
    return _taken_along(Kind.SHARE, visitor, image, slate)


def download(*, visitor: Visitor, image: UUID, slate: str = "") -> bool:
    """They took its file home. Whether for the first time. Raises NotFoundError."""
    return _taken_along(Kind.DOWNLOAD, visitor, image, slate)


def call_back(*, visitor: Visitor | None, image: UUID) -> bool:
    """Whether a “not now” was withdrawn, also after the picture was taken down. Raises NotFoundError."""
    return _no_longer(Kind.NOT_NOW, visitor, image)


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
        raise no_such_picture()
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


def _taken_along(kind: Kind, visitor: Visitor, image: UUID, slate: str) -> bool:
    picture, shown = _met(image, slate, visitor)
    with transaction.atomic():
        slates.hold(visitor)
        return _said(kind, visitor, picture, shown)


def _take_back(visitor: Visitor, picture: Image, *kinds: Kind) -> int:
    """How many stood; the visitor has to be held."""
    standing = Interaction.objects.filter(visitor=visitor, image=picture, kind__in=kinds, withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=timezone.now())


def _no_longer(kind: Kind, visitor: Visitor | None, image: UUID) -> bool:
    if visitor is not None:
        standing = _standing(visitor, kind).filter(image__code=image)
        if standing.update(withdrawn_at=timezone.now()):
            return True
    _require_served(image)
    return False


def _withdrawn(visitor: Visitor, picture: Image) -> int:
    with transaction.atomic():
        moved = _take_back(visitor, picture, Kind.LIKE)
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
        raise no_such_picture()


def no_such_picture() -> NotFoundError:
    """One answer for a picture that is not there and one that is not served."""
    return NotFoundError(_("There is no such picture in the garden."))
