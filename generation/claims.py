"""Claims: which slot is whose. Each is one conditional statement, and each later write carries the fence."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from gallery.models import Image
from generation.models import BatchState, GenerationBatch, Rendering, RenderingState

# Literals, not parameters, where the partial index must be recognised. "interactive" sorts after "bulk". CROSS JOIN
# keeps SQLite from starting at the batches, which would sort all of a batch's slots for each claim (14 ms at 20,000).
_CLAIM = """
UPDATE {slots} SET state = 'rendering', attempts = attempts + 1, fence = fence + 1, lease_until = %s, not_before = NULL
WHERE state = 'queued' AND id = (
    SELECT slot.id FROM {slots} slot CROSS JOIN {batches} batch
    WHERE batch.id = slot.batch_id AND slot.state = 'queued' AND batch.state = 'running'
      AND (slot.not_before IS NULL OR slot.not_before <= %s) {only}
    ORDER BY slot.lane DESC, slot.batch_id, slot.id LIMIT 1 {lock})
RETURNING id
"""


def claim(*, lane: str | None = None, batch: GenerationBatch | None = None) -> Rendering | None:
    """Takes the next slot, interactive ones first, then the oldest batch's; None when nothing waits."""
    now = timezone.now()
    only = ""
    chosen: list[str] = []
    if lane is not None:
        only, chosen = only + " AND slot.lane = %s", [*chosen, lane]
    if batch is not None:
        # Its lane as well: only a full prefix of the index spares the sorting.
        only, chosen = only + " AND slot.lane = %s AND slot.batch_id = %s", [*chosen, batch.lane, str(batch.pk)]
    sql = _CLAIM.format(
        slots=Rendering._meta.db_table,
        batches=GenerationBatch._meta.db_table,
        only=only,
        # PostgreSQL: two that claim at once take two slots instead of waiting for one another. SQLite has one writer.
        lock="FOR UPDATE OF slot SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else "",
    )
    adapted = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(sql, [adapted(_lease_from(now)), adapted(now), *chosen])
        # All rows, not one: SQLite commits a RETURNING statement only when it has been read to its end.
        rows = cursor.fetchall()
    return Rendering.objects.select_related("batch__prompt").get(pk=rows[0][0]) if rows else None


def waiting(*, lane: str | None = None) -> bool:
    """Whether `claim` would find something."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    slots = Rendering.objects.queued().filter(ready, batch__state=BatchState.RUNNING)
    return slots.filter(lane=lane).exists() if lane else slots.exists()


def renew(slot: Rendering) -> bool:
    """Lengthens the lease; False when the slot has gone to somebody else."""
    return bool(Rendering.objects.held(slot).update(lease_until=_lease_from(timezone.now())))


def finish(slot: Rendering, *, image: Image, new: bool) -> bool:
    """The slot's picture stands in the garden."""
    return _settle(slot, state=RenderingState.DONE, image=image, already_there=not new, error="", error_class="")


def fail(slot: Rendering, *, kind: str, sentence: str) -> bool:
    """Set aside until somebody asks for a retry."""
    return _settle(slot, state=RenderingState.FAILED, error_class=kind, error=sentence)


def drop(slot: Rendering) -> bool:
    """The batch has been cancelled while the slot was being rendered."""
    return _settle(slot, state=RenderingState.CANCELLED)


def try_later(slot: Rendering, *, kind: str, sentence: str) -> bool:
    """Queued again, after a pause that doubles with each attempt."""
    pause = timedelta(seconds=settings.GENERATION_RETRY_SECONDS * 2 ** (slot.attempts - 1))
    return _free(slot, not_before=timezone.now() + pause, error_class=kind, error=sentence)


def release(slot: Rendering) -> bool:
    """Queued again as if it had never been claimed: a worker that is asked to stop has not failed."""
    return _free(slot, attempts=F("attempts") - 1)


def _free(slot: Rendering, **fields: object) -> bool:
    held = Rendering.objects.held(slot)
    return bool(held.update(state=RenderingState.QUEUED, lease_until=None, **fields))


def _settle(slot: Rendering, **fields: object) -> bool:
    return bool(Rendering.objects.held(slot).update(lease_until=None, settled_at=timezone.now(), **fields))


def _lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.GENERATION_LEASE_SECONDS)
