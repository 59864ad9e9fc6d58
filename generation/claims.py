"""Claims: which slots are whose. Each is one conditional statement, and each later write carries the fence."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gallery.models import Image
from generation import attempts, policies, taking
from generation.models import HELD, STEPS, BatchState, GenerationBatch, Outcome, Rendering, RenderingState


def claim(
    *,
    worker: str,
    lane: str | None = None,
    batch: GenerationBatch | None = None,
    most: int = 1,
    known: dict[int, GenerationBatch] | None = None,
) -> list[Rendering]:
    """Takes up to `most` slots of one batch and one size; none when nothing waits.

    Interactive batches first, then the heavier, then the older. `known` remembers batches from claim to claim.
    """
    now = timezone.now()
    lease = _lease_from(now, number=most)
    return taking.take(worker=worker, at=now, lease=lease, most=most, lane=lane, batch=batch, known=known)


def waiting(*, lane: str | None = None) -> bool:
    """Whether `claim` would find something."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    slots = Rendering.objects.queued().filter(ready, batch__state=BatchState.RUNNING)
    return slots.filter(lane=lane).exists() if lane else slots.exists()


def renew(slots: Sequence[Rendering]) -> int:
    """Lengthens the leases; how many are still ours."""
    return Rendering.objects.held(*slots).update(lease_until=_lease_from(timezone.now(), number=len(slots)))


def storing(slot: Rendering, *, file: str) -> bool:
    """The picture is rendered, its file is about to be stored; False when the slot is not ours any more, or cancelled.

    The file is written down first: what a worker leaves that is killed from here on, `leftovers` finds.
    """
    attempts.stores(slot, file=file)
    ours = Rendering.objects.held(slot).exclude(batch__state=BatchState.CANCELLED)
    lease = _lease_from(timezone.now(), number=1)
    return bool(ours.filter(state=RenderingState.RENDERING).update(state="storing", lease_until=lease))


def finish(slot: Rendering, *, image: Image, new: bool) -> bool:
    """The slot's picture stands in the garden."""
    fields = {"image": image, "already_there": not new, "error": "", "error_class": ""}
    return _settle(slot, state=RenderingState.DONE, outcome=Outcome.DONE, named=image.file.name or "", **fields)


def fail(slot: Rendering, *, kind: str, sentence: str) -> bool:
    """Set aside until somebody asks for a retry."""
    fields = {"error_class": kind, "error": sentence}
    return _settle(slot, state=RenderingState.FAILED, outcome=Outcome.FAILED, **fields)


def drop(slot: Rendering) -> bool:
    """The batch has been cancelled while the slot was being rendered."""
    return _settle(slot, state=RenderingState.CANCELLED, outcome=Outcome.CANCELLED)


def try_later(slot: Rendering, *, kind: str, sentence: str) -> bool:
    """Queued again, after the pause that its kind of failure asks for."""
    pause = policies.pause(kind, attempts=slot.attempts)
    return _free(slot, outcome=Outcome.FAILED, not_before=timezone.now() + pause, error_class=kind, error=sentence)


def release(slot: Rendering) -> bool:
    """Queued again as if it had never been claimed: a worker that is asked to stop has not failed."""
    return _free(slot, outcome=Outcome.RELEASED, attempts=F("attempts") - 1)


def lose(slot: Rendering, *, now: datetime, sentence: str) -> str | None:
    """The lease has run out: the state into which the slot went, or None if its worker was not gone after all."""
    enough = slot.losses + 1 >= settings.GENERATION_ATTEMPTS
    state = RenderingState.FAILED if enough else RenderingState.QUEUED
    fields = {"settled_at": now, "error_class": "worker_lost", "error": sentence} if enough else {}
    with transaction.atomic():
        expired = Rendering.objects.held(slot).filter(lease_until__lt=now)
        if not expired.update(state=state, lease_until=None, losses=F("losses") + 1, **fields):
            return None
        attempts.end(slot, outcome=Outcome.LOST)
    return state


def _free(slot: Rendering, *, outcome: Outcome, **fields: object) -> bool:
    with transaction.atomic():
        moved = _free_to_go(slot, RenderingState.QUEUED).update(state="queued", lease_until=None, **fields)
        if moved:
            attempts.end(slot, outcome=outcome, **_why(fields))
    return bool(moved)


def _settle(slot: Rendering, *, state: RenderingState, outcome: Outcome, named: str = "", **fields: object) -> bool:
    with transaction.atomic():
        ours = _free_to_go(slot, state)
        moved = ours.update(state=state, lease_until=None, settled_at=timezone.now(), **fields)
        if moved:
            attempts.end(slot, outcome=outcome, named=named, **_why(fields))
    return bool(moved)


def _free_to_go(slot: Rendering, state: RenderingState) -> QuerySet[Rendering]:
    """The slot, if it is ours and stands where a step leads to the state: none is ever taken that is not declared."""
    return Rendering.objects.held(slot).filter(state__in=[old for old in HELD if state in STEPS[old]])


def _why(fields: dict[str, object]) -> dict[str, str]:
    return {name: str(fields[name]) for name in ("error_class", "error") if fields.get(name)}


def _lease_from(now: datetime, *, number: int) -> datetime:
    """Longer for many slots: they are rendered in one call, and judged too early they would all be made twice."""
    return now + timedelta(seconds=settings.GENERATION_LEASE_SECONDS * (1 + (number - 1) / 4))
