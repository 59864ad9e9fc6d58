"""WORK: puts right what dead workers left behind. Every statement may run at any time, any number of times."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from generation import claims
from generation.models import HELD, BatchState, GenerationBatch, Rendering, RenderingState

log = logging.getLogger(__name__)


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
    _heal()
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
    """Looked at again once their rows are locked: a retry that was just being written may have queued slots of them."""
    settled = GenerationBatch.objects.open().settled().filter(batches or Q())
    if not (pks := sorted(settled.values_list("pk", flat=True))):
        return 0
    with transaction.atomic():
        list(GenerationBatch.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
        still = GenerationBatch.objects.open().settled().filter(pk__in=pks)
        return still.update(state=BatchState.DONE, ended_at=timezone.now())


def _heal() -> None:
    """No worker looks for queued slots of an order that is done: such an order goes on."""
    queued = Rendering.objects.queued().filter(batch__state=BatchState.DONE)
    stranded = GenerationBatch.objects.filter(state=BatchState.DONE, pk__in=queued.values("batch"))
    if healed := stranded.update(state=BatchState.RUNNING, ended_at=None):
        log.warning("Orders that were done though pictures of them were waiting go on: %s.", healed)
