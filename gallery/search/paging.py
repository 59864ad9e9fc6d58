"""A walk over pictures, newest first, that meets each one that was there from the start exactly once."""

from typing import ClassVar, Final, NamedTuple

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gallery.errors import GardenError
from gallery.models import Image

SALT: Final = "gallery.search.cursor"


class CursorError(GardenError):
    """A place in a walk that this garden has not given."""

    code: ClassVar[str] = "bad_cursor"
    status: ClassVar[int] = 422


class Page(NamedTuple):
    """Some pictures, and where to go on; an empty `after` when that was all."""

    images: list[Image]
    after: str


def page(images: QuerySet[Image], *, limit: int, after: str = "") -> Page:
    """By place, not by number: what arrives or goes meanwhile shifts nothing. Raises CursorError."""
    rest = images.filter(pk__lt=_place(after)) if after else images
    found = list(rest.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], signing.dumps(found[limit - 1].pk, salt=SALT) if more else "")


def _place(after: str) -> int:
    try:
        return int(signing.loads(after, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CursorError(_("This is not a place where this garden left off. Start without it.")) from error
