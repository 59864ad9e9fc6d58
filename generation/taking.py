"""Slots out of the queue, whoever else takes at this moment: one statement, and on SQLite a second for the history."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import connection, transaction
from django.db.models.query import RawQuerySet

from generation import attempts
from generation.models import Attempt, GenerationBatch, Rendering

# Literals, not parameters, where a partial index must be recognised; "interactive" sorts after "bulk". CROSS JOIN and
# the slot found by its own number, or tables that have not been analysed yet are joined by guesses: PostgreSQL sorted
# all 20,000 slots for each claim, and SQLite began with the slots.
# A slot that has been tried before is claimed alone: if it is what kills its workers, it takes no others along.
# MATERIALIZED, or PostgreSQL may run a subquery with a lock more than once and take more than it was asked for.
_TAKEN: Final = """
WITH head AS MATERIALIZED (
    SELECT slot.id, slot.batch_id, slot.width, slot.height, slot.attempts
    FROM {batches} batch CROSS JOIN {slots} slot
    WHERE batch.state = 'running' {only} AND slot.id = (
        SELECT id FROM {slots}
        WHERE batch_id = batch.id AND state = 'queued' AND (not_before IS NULL OR not_before <= %(at)s)
        ORDER BY id LIMIT 1 {lock})
    ORDER BY batch.lane DESC, batch.weight DESC, batch.id LIMIT 1
), taken AS MATERIALIZED (
    SELECT id FROM {slots}
    WHERE batch_id = (SELECT batch_id FROM head) AND state = 'queued' AND (not_before IS NULL OR not_before <= %(at)s)
      AND width = (SELECT width FROM head) AND height = (SELECT height FROM head)
      AND (id = (SELECT id FROM head) OR (attempts = 0 AND (SELECT attempts FROM head) = 0))
    ORDER BY id LIMIT %(most)s {lock}
)
"""
_MOVED: Final = """
UPDATE {slots} SET state = 'rendering', attempts = attempts + 1, fence = fence + 1, lease_until = %(lease)s,
    not_before = NULL
WHERE state = 'queued' AND id IN (SELECT id FROM taken)
RETURNING *
"""
# PostgreSQL writes the history as `attempts.begin` does, in the same statement: each further one, and a transaction
# around them, would be another way to the server and back.
_MOVED_AND_BEGUN: Final = """
, moved AS ({moved}), begun AS (
    INSERT INTO {history}
        (rendering_id, fence, claim, worker, shape, model, started_at, outcome, error_class, error, stores)
    SELECT moved.id, moved.fence, %(claim)s, %(worker)s,
        concat(greatest(width, height), 'x', least(width, height), ' ', batch.recipe ->> 'steps'),
        '', %(at)s, 'running', '', '', ''
    FROM moved JOIN {batches} batch ON batch.id = moved.batch_id
)
SELECT * FROM moved
"""


def take(
    *,
    worker: str,
    at: datetime,
    lease: datetime,
    most: int,
    lane: str | None = None,
    batch: GenerationBatch | None = None,
    known: dict[int, GenerationBatch] | None = None,
) -> list[Rendering]:
    """Up to `most` queued slots of one batch and one size, now rendering, each with its line of history.

    `known` remembers batches from call to call.
    """
    known = {} if known is None else known
    adapted, claim = connection.ops.adapt_datetimefield_value, uuid4()
    values = {"at": adapted(at), "lease": adapted(lease), "most": most, "worker": worker, "claim": str(claim)}
    values |= {"lane": lane, "batch": batch.pk if batch else None}
    found = Rendering.objects.raw(sql(lane=lane, batch=batch), values)
    if connection.vendor == "postgresql":
        return _whole(found, known=known)
    with transaction.atomic():
        slots = _whole(found, known=known)
        attempts.begin(slots, worker=worker, claim=claim, at=at)
    return slots


def sql(*, lane: str | None = None, batch: GenerationBatch | None = None) -> str:
    only = " AND batch.lane = %(lane)s" * (lane is not None) + " AND batch.id = %(batch)s" * (batch is not None)
    tables = {
        "slots": Rendering._meta.db_table,
        "batches": GenerationBatch._meta.db_table,
        "history": Attempt._meta.db_table,
    }
    postgresql = connection.vendor == "postgresql"
    # Two that claim at once take different slots instead of waiting for one another. SQLite has one writer.
    lock = "FOR UPDATE SKIP LOCKED" if postgresql else ""
    whole = _TAKEN + (_MOVED_AND_BEGUN if postgresql else "{moved}")
    return whole.format(**tables, only=only, lock=lock, moved=_MOVED.format(**tables))


def _whole(found: "RawQuerySet[Rendering]", *, known: dict[int, GenerationBatch]) -> list[Rendering]:
    """All rows, each with its batch. (SQLite commits a RETURNING statement only when it has been read to its end.)"""
    slots = sorted(found, key=lambda slot: slot.pk)
    for slot in slots:
        if slot.batch_id not in known:
            known[slot.batch_id] = GenerationBatch.objects.select_related("prompt").get(pk=slot.batch_id)
        slot.batch = known[slot.batch_id]
    return slots
