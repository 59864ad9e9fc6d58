"""Searches that curators keep under a name: their own, and those that others share."""

from typing import ClassVar, Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gallery import search, words
from gallery.errors import GardenError, NotAllowedError, NotFoundError
from gallery.models import Image, Room, SavedSearch, Status

KEEP: Final = "gallery.add_savedsearch"
CHANGE: Final = "gallery.change_savedsearch"
DROP: Final = "gallery.delete_savedsearch"
LONGEST_NAME: Final = 80
MOST: Final = 50
# A board with more says “1,000+”: counting on would cost more than the number is worth.
MOST_COUNTED: Final = 1000
# What a room shows unasked.
STANDING: Final = {Room.POOL: Status.POOL, Room.SERVING: Status.SERVING}
STATUSES: Final = {
    Room.POOL: (Status.POOL, Status.REJECTED),
    Room.SERVING: (Status.SERVING, Status.RETIRED),
}


class UnusableNameError(GardenError):
    """A search cannot be kept under this name."""

    code: ClassVar[str] = "unusable_name"
    status: ClassVar[int] = 422


def visible(room: Room, *, to: User) -> QuerySet[SavedSearch]:
    """Their own, and those that others share with everybody."""
    return SavedSearch.objects.filter(Q(by=to) | Q(is_shared=True), room=room).select_related("by")


def keep(query: str, *, name: str, room: Room, by: User, shared: bool = False) -> SavedSearch:
    """Raises NotAllowedError, SearchError, UnusableNameError."""
    _check(by, KEEP)
    asked = search.parse(query)
    if not asked:
        raise UnusableNameError(_("There is nothing to keep: search or filter first."))
    if SavedSearch.objects.filter(by=by, room=room).count() >= MOST:
        raise UnusableNameError(_("You keep %(most)d searches already; remove one first.") % {"most": MOST})
    kept = SavedSearch(name=_named(name), room=room, query=asked.text, by=by, is_shared=shared)
    _store(kept)
    return kept


def change(pk: int, *, name: str, shared: bool, by: User) -> SavedSearch:
    """One's own only. Raises NotFoundError, NotAllowedError, UnusableNameError."""
    _check(by, CHANGE)
    kept = _own(pk, by)
    kept.name, kept.is_shared = _named(name), shared
    _store(kept)
    return kept


def drop(pk: int, *, by: User) -> SavedSearch:
    """One's own only; what it was is returned, for whoever wants it back. Raises NotFoundError, NotAllowedError."""
    _check(by, DROP)
    kept = _own(pk, by)
    SavedSearch.objects.filter(pk=pk).delete()
    return kept


def count(kept: SavedSearch) -> int:
    """How many pictures its room would show, counted to one more than MOST_COUNTED. Raises SearchError."""
    asked, room = search.parse(kept.query), Room(kept.room)
    statuses = STATUSES[room] if "status" in asked.names else (STANDING[room],)
    return asked.filter(Image.objects.filter(status__in=statuses)).order_by("-pk")[: MOST_COUNTED + 1].count()


def _check(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise NotAllowedError(_("You do not have the permission to keep searches."))


def _own(pk: int, by: User) -> SavedSearch:
    kept = SavedSearch.objects.filter(pk=pk, by=by).first()
    if kept is None:
        raise NotFoundError(_("There is no such search of yours."))
    return kept


def _named(name: str) -> str:
    tidy = " ".join(words.legible(name).split())
    if not tidy or len(tidy) > LONGEST_NAME:
        raise UnusableNameError(_("A name has 1 to %(most)d characters.") % {"most": LONGEST_NAME})
    return tidy


def _store(kept: SavedSearch) -> None:
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise UnusableNameError(
            _("You keep another search under the name “%(name)s”.") % {"name": kept.name}
        ) from error
