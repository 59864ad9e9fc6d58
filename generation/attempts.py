"""The history of claims: what each worker took, when, and how it ended. Never read to decide who owns a slot."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from generation.models import Attempt, GenerationBatch, Outcome, Rendering


def begin(slots: Sequence[Rendering], *, worker: str, claim: UUID, at: datetime) -> None:
    """One line for each slot of a claim, in the claim's own transaction."""
    Attempt.objects.bulk_create(
        Attempt(rendering=slot, fence=slot.fence, claim=claim, worker=worker, shape=shape_of(slot.batch), started_at=at)
        for slot in slots
    )


def stores(slot: Rendering, *, file: str) -> None:
    """Written before the file is: should nobody live to write the picture's row, it is known what was left."""
    _open(slot).update(stores=file)


def end(slot: Rendering, *, outcome: Outcome, named: str = "", **why: str) -> None:
    """Closes the line of the claim that `slot` was read by, if it is still open; a picture `named` this file."""
    kept = Case(When(stores=named, then=Value("")), default=F("stores"))
    _open(slot).update(outcome=outcome, ended_at=timezone.now(), stores=kept, **why)


def cost(slots: Sequence[Rendering], *, seconds: float, model: str) -> None:
    """Writes down what each picture of a finished claim has cost its worker."""
    claim = Attempt.objects.done().filter(rendering__in=[slot.pk for slot in slots], seconds=None)
    claim.update(seconds=round(seconds, 4), model=model[:200])


def shape_of(batch: GenerationBatch) -> str:
    """What decides how long a picture takes, but for the model and the machine: the size and the steps."""
    long, short = max(batch.recipe["size"]), min(batch.recipe["size"])
    return f"{long}x{short} {batch.recipe['steps']}"


def _open(slot: Rendering) -> QuerySet[Attempt]:
    return Attempt.objects.running().filter(rendering=slot.pk, fence=slot.fence)
