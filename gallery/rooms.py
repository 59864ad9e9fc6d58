"""Which room a picture stands in, and to whom the room is open."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils.translation import gettext as _

from gallery.errors import NotFoundError
from gallery.models import Image, Status

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


def pictures(codes: Collection[UUID], *, by: User) -> list[Image]:
    """All of them, if all stand in rooms that are open to this person. Raises NotFoundError."""
    images = list(Image.objects.filter(code__in=codes, status__in=open_to(by)).order_by("pk"))
    if len(images) < len(set(codes)):
        raise NotFoundError(_("There is no such picture."))
    return images
