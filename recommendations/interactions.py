"""What visitors do with pictures: like, unlike, see; each event counts once, however often it is told."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import tallies
from gallery.errors import NotFoundError
from gallery.models import Image, Visitor
from recommendations import drafts, slates
from recommendations.models import Interaction, Kind, Slate


def like(*, visitor: Visitor, image: UUID, slate: str = "") -> bool:
    """Whether this is a new like. `slate`: a slate code or token in which the picture was offered, if in any.

    Its impressions count with it: where there is a like, the slate was seen. Raises NotFoundError.
    """
    picture = Image.objects.serving().filter(code=image).first()
    if picture is None:
        raise _no_such_picture()
    shown = _slate(slate, visitor)
    if shown is not None:
        # A transaction of its own: each locks its pictures in one order, or two visitors could wait for each other.
        slates.count_impressions(shown)
    with transaction.atomic():
        slates.hold(visitor)
        if _likes(visitor).filter(image=picture).exists():
            return False
        Interaction.objects.create(visitor=visitor, image=picture, kind=Kind.LIKE, **_circumstances(picture, shown))
        tallies.add(likes={picture.pk: 1})
    return True


def check(*, visitor_code: UUID, image: UUID, slate: str = "") -> None:
    """Raises NotFoundError when `like` would, for somebody without a row: before they get one."""
    if not Image.objects.serving().filter(code=image).exists():
        raise _no_such_picture()
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
    if not Image.objects.serving().filter(code=image).exists():
        raise _no_such_picture()
    return False


def seen(*, visitor: Visitor, slate: str) -> int:
    """The page shows this slate (code or token): how many impressions are new. Raises NotFoundError."""
    return slates.count_impressions(slates.find(slate, visitor=visitor))


def liked_codes(visitor: Visitor | None, images: Iterable[Image]) -> set[UUID]:
    """Which of the pictures this visitor likes now."""
    if visitor is None:
        return set()
    codes = _likes(visitor).filter(image__in=[image.pk for image in images]).values_list("image__code", flat=True)
    return set(codes)


def likes(image: UUID) -> int:
    """How many people like the picture now; 0 for one that is not there."""
    return Image.objects.filter(code=image).values_list("likes", flat=True).first() or 0


def _likes(visitor: Visitor) -> Any:
    return Interaction.objects.filter(visitor=visitor, kind=Kind.LIKE, withdrawn_at__isnull=True)


def _withdrawn(visitor: Visitor, picture: Image) -> int:
    with transaction.atomic():
        moved: int = _likes(visitor).filter(image=picture).update(withdrawn_at=timezone.now())
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


def _no_such_picture() -> NotFoundError:
    return NotFoundError(_("There is no such picture in the garden."))
