"""Which room a picture stands in, and to whom the room is open."""

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.models import AnonymousUser, User

from gallery.models import Status

ROOMS: Final[Mapping[Status, str]] = {
    Status.POOL: "poolimage",
    Status.REJECTED: "poolimage",
    Status.SERVING: "servedimage",
    Status.RETIRED: "servedimage",
}


def open_to(user: User | AnonymousUser) -> frozenset[Status]:
    """The statuses whose pictures this person may see in the admin, and through the file door."""
    if not user.is_staff:
        return frozenset()
    return frozenset(status for status, room in ROOMS.items() if user.has_perm(f"gallery.view_{room}"))
