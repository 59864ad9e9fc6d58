"""Triage: who looks at which picture of the pool, what they have put off, and the decision about what they have seen.

A lease only keeps two people from the same picture. What a decision rests on is the version that was looked at.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from gallery import curation
from gallery.deciding import Outcome
from gallery.errors import GardenError
from gallery.models import Decision, Image, ReviewLease, ReviewSkip, Status

LEASE: Final = timedelta(minutes=2)
MOST: Final = 40
A_MOMENT: Final = timedelta(minutes=1)


class StaleError(GardenError):
    """The picture is no longer what this person has looked at."""

    code: ClassVar[str] = "stale"
    status: ClassVar[int] = 409


def hand_out(images: QuerySet[Image], *, by: User, tab: UUID, count: int) -> list[Image]:
    """The pictures, at most so many, that this tab now holds: its own renewed, then free ones, the oldest first.

    Takes the rows' locks and waits for none: what another hand-out has locked is passed over, and on SQLite the
    transaction is IMMEDIATE and so alone. The unique column is the last word.
    """
    now = timezone.now()
    mine = ReviewLease.objects.filter(by=by, tab=tab, until__gt=now)
    with transaction.atomic():
        renewed = ReviewLease.objects.filter(pk__in=mine.select_for_update(skip_locked=True).values("pk"))
        missing = min(count, MOST) - renewed.update(until=now + LEASE)
        if missing > 0:
            _lease(_free(images, by=by).order_by("pk"), by=by, tab=tab, most=missing)
    held = ReviewLease.objects.filter(by=by, tab=tab, until__gt=now).values("image")
    return list(Image.objects.pooled().filter(pk__in=held).order_by("pk"))


def _free(images: QuerySet[Image], *, by: User) -> QuerySet[Image]:
    """What waits, nobody holds and this person has not put off."""
    taken = ReviewLease.objects.filter(image=OuterRef("pk"), until__gt=timezone.now())
    skipped = ReviewSkip.objects.filter(image=OuterRef("pk"), by=by)
    return images.filter(~Exists(taken), ~Exists(skipped), status=Status.POOL)


def _lease(free: QuerySet[Image], *, by: User, tab: UUID, most: int) -> None:
    now = timezone.now()
    locked = free.select_for_update(skip_locked=True, of=("self",))
    pks = list(locked.values_list("pk", flat=True)[:most])
    # The other hand-out may have ended between our snapshot and our lock: its fresh leases stay.
    ReviewLease.objects.filter(image__in=pks, until__lte=now).delete()
    leases = [ReviewLease(image_id=pk, by=by, tab=tab, until=now + LEASE) for pk in pks]
    ReviewLease.objects.bulk_create(leases, ignore_conflicts=True)


def release(*, by: User, tab: UUID) -> None:
    """A tab that closes says so; one that cannot is waited for no longer than its leases last."""
    ReviewLease.objects.filter(by=by, tab=tab).delete()


def decide(seen: Mapping[int, int], *, became: Status, by: User, group: UUID, reason: str = "") -> Outcome:
    """Approves or rejects the first picture (id → version seen) and, with it, the others of its pair.

    The others go along only while they are free: what another curator has been handed stays.
    Safe to repeat under the same group. Raises StaleError with what the other one decided, NotAllowedError.
    """
    seen = _going(seen, became=became, by=by) if len(seen) > 1 else seen
    outcome = curation.decide_seen(seen, became=became, by=by, group=group, reason=reason)
    if not outcome.changed and not outcome.refused:
        raise StaleError(_standing(seen, by=by))
    return outcome


def _going(seen: Mapping[int, int], *, became: Status, by: User) -> dict[int, int]:
    """The first, and those of its own family that nobody else holds; no other without a first that may be approved."""
    first = Image.objects.filter(pk=next(iter(seen))).only("pk", "family", "safety").first()
    if first is None or (became == Status.SERVING and not first.is_safe):
        return dict(list(seen.items())[:1])
    theirs = ReviewLease.objects.filter(~Q(by=by), image=OuterRef("pk"), until__gt=timezone.now())
    family = Image.objects.filter(~Exists(theirs), pk__in=seen, family=first.family)
    going = {first.pk, *family.values_list("pk", flat=True)}
    return {pk: version for pk, version in seen.items() if pk in going}


def put_off(pks: Sequence[int], *, by: User) -> None:
    """Looked at and left for later; somebody else may be handed them at once."""
    waiting = Image.objects.pooled().filter(pk__in=pks)
    with transaction.atomic():
        ReviewSkip.objects.bulk_create([ReviewSkip(image=image, by=by) for image in waiting], ignore_conflicts=True)
        ReviewLease.objects.filter(image__in=pks, by=by).delete()


def look_again(*, by: User, pks: Sequence[int] | None = None) -> None:
    """What this person has put off waits for them again: these pictures, or all."""
    skips = ReviewSkip.objects.filter(by=by)
    (skips if pks is None else skips.filter(image__in=pks)).delete()


def take(pks: Sequence[int], *, by: User, tab: UUID) -> list[Image]:
    """After an undo: the pictures among these that wait again, handed to this tab unless somebody else holds them."""
    now = timezone.now()
    waiting = Image.objects.pooled().filter(pk__in=pks).order_by("pk")
    with transaction.atomic():
        ReviewLease.objects.filter(Q(by=by) | Q(until__lte=now), image__in=waiting).delete()
        leases = [ReviewLease(image=image, by=by, tab=tab, until=now + LEASE) for image in waiting]
        ReviewLease.objects.bulk_create(leases, ignore_conflicts=True)
    held = ReviewLease.objects.filter(by=by, tab=tab, image__in=pks, until__gt=now).values("image")
    return list(waiting.filter(pk__in=held))


def counts(images: QuerySet[Image], *, by: User) -> dict[str, int]:
    """How many wait, how many of these this person has put off, and how many they have decided today."""
    waiting = images.filter(status=Status.POOL)
    skipped = ReviewSkip.objects.filter(Exists(waiting.filter(pk=OuterRef("image"))), by=by).count()
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    moves = Decision.objects.filter(by=by, at__gte=morning, was=Status.POOL, undone_by=None)
    done = moves.filter(became__in=[Status.SERVING, Status.REJECTED]).count()
    return {"left": waiting.count() - skipped, "skipped": skipped, "done": done}


def _standing(seen: Mapping[int, int], *, by: User) -> str:
    """Such as: *Already rejected: decided by ada a moment ago.*"""
    moved = Q()
    for pk, version in seen.items():
        moved |= Q(pk=pk) & ~Q(version=version)
    image = Image.objects.select_related("decided_by").filter(moved | (Q(pk__in=seen) & ~Q(status=Status.POOL))).first()
    if image is None:
        return _("This picture is gone.")
    if image.decided_at is None or image.decided_by is None:
        return _("Somebody has changed this picture since you saw it. Please look again.")
    said = {
        "standing": image.get_status_display(),
        "name": _("you") if image.decided_by == by else image.decided_by.get_username(),
        "ago": timesince(image.decided_at),
    }
    if timezone.now() - image.decided_at < A_MOMENT:
        return _("Already %(standing)s: decided by %(name)s a moment ago.") % said
    return _("Already %(standing)s: decided by %(name)s %(ago)s ago.") % said
