"""WORK: puts right what dead workers left behind. Every statement may run at any time, any number of times."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from generation import claims
from generation.models import HELD, BatchState, GenerationBatch, Rendering, RenderingState


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep changed."""

    queued: int
    failed: int
    cancelled: int
    ended: int


def sweep() -> Swept:
    """Expired leases are queued again, or failed after too many deaths; orders with nothing left to do end."""
    failed, queued = _expired()
    return Swept(queued=queued, failed=failed, cancelled=_strays(), ended=_ended())


def settle(batch: GenerationBatch) -> bool:
    """Ends the order if nothing of it is waiting or being made."""
    mine = Q(pk=batch.pk)
    _strays(mine)
    return bool(_ended(mine))


def _expired() -> tuple[int, int]:
    """Failed and queued again, one by one: after a whole room of workers has died, others must get their turn."""
    now = timezone.now()
    expired = Rendering.objects.filter(state__in=HELD, lease_until__lt=now)
    sentence = f"{settings.GENERATION_ATTEMPTS} workers in a row were lost while they were making it."
    ended = [claims.lose(slot, now=now, sentence=sentence) for slot in expired]
    return ended.count(RenderingState.FAILED), ended.count(RenderingState.QUEUED)


def _strays(batches: Q | None = None) -> int:
    """Slots of a cancelled order that came back into the queue after the cancel."""
    cancelled = GenerationBatch.objects.filter(batches or Q(), state=BatchState.CANCELLED)
    strays = Rendering.objects.queued().filter(batch__in=cancelled)
    return strays.update(state=RenderingState.CANCELLED, settled_at=timezone.now(), not_before=None)


def _ended(batches: Q | None = None) -> int:
    settled = GenerationBatch.objects.open().settled().filter(batches or Q())
    return settled.update(state=BatchState.DONE, ended_at=timezone.now())
