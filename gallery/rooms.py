"""Which room a picture stands in, and to whom the room is open."""

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from gallery.models import Status

ROOMS: Final[Mapping[Status, str]] = {
    Status.POOL: "poolimage",
    Status.REJECTED: "poolimage",
    Status.SERVING: "servedimage",
    Status.RETIRED: "servedimage",
}


def standing(statuses: frozenset[Status], *, column: str = "status") -> Q:
    """Pictures in these; all of them need no condition, for which a database would sort what an index has in order."""
    return Q() if statuses == frozenset(Status) else Q(**{f"{column}__in": statuses})


def open_to(user: User | AnonymousUser) -> frozenset[Status]:
    """The statuses whose pictures this person may see in the admin, and through the file door."""
    if not user.is_staff:
        return frozenset()
    return frozenset(status for status, room in ROOMS.items() if user.has_perm(f"gallery.view_{room}"))
