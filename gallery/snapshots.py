"""“All that match”, frozen: what was asked, up to which picture, and how many that were when a person read it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from django.core import signing
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from gallery.errors import GardenError
from gallery.models import Image

SALT: Final = "gallery.snapshot"
OLDEST: Final = timedelta(days=1)


class ChangedError(GardenError):
    """What matches is no longer what was shown."""

    code: ClassVar[str] = "changed"
    status: ClassVar[int] = 409

    def __init__(self, *, shown: int, now: int) -> None:
        sentence = _("%(shown)d pictures were shown, and now it is %(now)d. Nothing was changed.")
        super().__init__(sentence % {"shown": shown, "now": now})
        self.shown = shown
        self.now = now


class StaleError(GardenError):
    """A token that this garden has not given, or not lately."""

    code: ClassVar[str] = "stale_snapshot"
    status: ClassVar[int] = 409


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a person was shown. Pictures that came later are never part of it."""

    asked: str
    last_id: int
    count: int

    @property
    def token(self) -> str:
        return signing.dumps([self.asked, self.last_id, self.count], salt=SALT, compress=True)

    def of(self, images: QuerySet[Image]) -> QuerySet[Image]:
        """Those of them that were there already."""
        return images.filter(pk__lte=self.last_id)


def freeze(images: QuerySet[Image], *, asked: str) -> Snapshot:
    """One statement over all that match; `asked` is what `images` follows from, such as room and search."""
    found: dict[str, Any] = images.order_by().aggregate(count=Count("pk"), last=Max("pk"))
    return Snapshot(asked, found["last"] or 0, found["count"])


def thaw(token: str) -> Snapshot:
    """Raises StaleError."""
    try:
        asked, last_id, count = signing.loads(token, salt=SALT, max_age=OLDEST)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise StaleError(_("This page is too old to act on all its pictures. Nothing was changed.")) from error
    return Snapshot(asked, last_id, count)


def check(snapshot: Snapshot, images: QuerySet[Image]) -> QuerySet[Image]:
    """The pictures that were shown, if they are still as many. Raises ChangedError."""
    same = snapshot.of(images)
    if (now := same.order_by().count()) != snapshot.count:
        raise ChangedError(shown=snapshot.count, now=now)
    return same
