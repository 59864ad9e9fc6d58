"""Stacks, by lineage: the pictures of one pair, which share a prompt and a family; formed when they are ordered."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from gallery import deciding, rooms
from gallery.models import Image, Status

# Choosing a cover is a correction of what stands in the room.
_CORRECT: Final[Mapping[str, str]] = {
    "poolimage": "gallery.correct_poolimage",
    "servedimage": "gallery.correct_servedimage",
}


def of(image: Image, *, statuses: Iterable[str]) -> QuerySet[Image]:
    """The picture's stack as far as it stands in these statuses, the cover first; itself is part of it."""
    return Image.objects.filter(family=image.family, status__in=frozenset(statuses)).order_by("-is_cover", "pk")


def may_choose(image: Image, *, by: User) -> bool:
    return by.has_perm(_CORRECT[rooms.ROOMS[Status(image.status)]])


def choose_cover(image: Image, *, by: User) -> None:
    """From now on it stands for its stack; of two who choose at once, the second. Raises NotAllowedError."""
    deciding.check(by, _CORRECT[rooms.ROOMS[Status(image.status)]])
    with transaction.atomic():
        stack = Image.objects.filter(family=image.family).order_by("pk").select_for_update(of=("self",))
        covers = {pk for pk, is_cover in stack.values_list("pk", "is_cover") if is_cover}
        # The old one first: a stack never has two.
        Image.objects.filter(pk__in=covers - {image.pk}).update(is_cover=False)
        Image.objects.filter(pk=image.pk, is_cover=False).update(is_cover=True)
