"""Where a visitor's walk through the garden stands: what they have seen, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from gallery.models import Visitor
from recommendations import drafts, slates
from recommendations.models import Interaction, Kind, Slate

VISIT: Final = timedelta(minutes=30)
# A wall display walks for days: older slates of its walk are forgotten, so that their pictures come again as unseen.
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk before its next slate; before the first it has no code.

    `seen` are the pictures (by id) of the whole visit, the longest unseen first; `walked` those that this walk offered;
    `put_off` those to which the visitor said “not now”, and those that they dislike.
    """

    code: UUID | None
    after: Slate | None
    after_code: str
    seen: Mapping[int, None]
    walked: frozenset[int]
    put_off: frozenset[int] = frozenset()


def begin() -> Walk:
    return Walk(None, None, "", {}, frozenset())


def of_visitor(visitor: Visitor, *, after: str) -> Walk:
    """Goes on after a slate code or token of theirs, and counts that slate as shown: its page was there to click on.

    Raises NotFoundError.
    """
    slate = _slate_after(after, visitor)
    if slate is not None:
        slates.count_impressions(slate)
    walked = _of_walk(slate) if slate else []
    recent = _met(visitor, walked)
    seen = [(when, image) for when, image, kind in recent if kind == Kind.IMPRESSION]
    put_off = frozenset(image for _when, image, kind in recent if kind != Kind.IMPRESSION)
    in_order = _in_order([image for _when, image in sorted([*seen, *walked])])
    own = frozenset(image for _when, image in walked)
    return Walk(slate.walk if slate else None, slate, str(slate.code) if slate else "", in_order, own, put_off)


def of_stranger(visitor_code: UUID, *, after: str) -> Walk:
    """The walk that a token carries; nothing is read or written. Raises NotFoundError."""
    if not after:
        return begin()
    try:
        draft = drafts.opened(after, visitor_code=visitor_code)
    except drafts.ExpiredTokenError:
        return begin()
    trail = [*draft.trail, *(item.image for item in draft.items)]
    return Walk(draft.walk, None, str(draft.code), _in_order(trail), frozenset(trail))


def _slate_after(after: str, visitor: Visitor) -> Slate | None:
    """A page left open for more than a day starts a new walk instead of an error."""
    if not after:
        return None
    try:
        return slates.find(after, visitor=visitor)
    except drafts.ExpiredTokenError:
        return None


def _met(visitor: Visitor, walked: list[tuple[datetime, int]]) -> list[tuple[datetime, int, str]]:
    """What was shown during this visit, and what was put off during it or during this walk, which may be longer.

    What is disliked is put off for good.
    """
    visit = timezone.now() - VISIT
    since = min([visit, *(when for when, _image in walked)])
    shown = Q(kind=Kind.IMPRESSION, created_at__gt=visit)
    not_now = Q(kind=Kind.NOT_NOW, created_at__gt=since)
    put_off = (not_now | Q(kind=Kind.DISLIKE)) & Q(withdrawn_at__isnull=True)
    found = Interaction.objects.filter(shown | put_off, visitor=visitor)
    return list(found.values_list("created_at", "image_id", "kind"))


def _of_walk(slate: Slate) -> list[tuple[datetime, int]]:
    rows = Slate.objects.filter(visitor_id=slate.visitor_id, walk=slate.walk).order_by("-id")[:LONGEST]
    times: list[tuple[datetime, int]] = []
    for offered, items, trail in rows.values_list("created_at", "items", "trail"):
        # A trail is older than its slate; microseconds keep its order.
        times += [(offered - timedelta(microseconds=len(trail) - at), image) for at, image in enumerate(trail)]
        times += [(offered, item["image"]) for item in items]
    return times


def _in_order(images: list[int]) -> dict[int, None]:
    """Each picture once, where it was met last."""
    return dict.fromkeys(reversed(dict.fromkeys(reversed(images))))
