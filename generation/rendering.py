"""WORK: claim slots, render them, hand the pictures on to be stored; every step safe to repeat after a death."""

import logging
import time
from collections.abc import Sequence

from django.conf import settings

from gallery.models import Image
from generation import claims, engines, failing, leases, recipes, stopping, storing, sweeping, workers
from generation.engines.base import RenderError
from generation.models import GenerationBatch, Rendering

log = logging.getLogger(__name__)


def work(
    *,
    lane: str | None = None,
    seconds: float | None = None,
    batch: GenerationBatch | None = None,
    most: int | None = None,
) -> int:
    """Renders what waits until nothing is left, the time is up or a stop is asked for; how many pictures were done.

    Takes at most `most` slots, of one lane or one batch if given. The time (a slice by default) is looked at between
    claims. What is rendered is stored while the next is rendered, and all of it before this returns.
    """
    sweeping.sweep()
    if (quarantine := workers.own_quarantine()) is not None:
        log.error("%s died %s times in its last claims: no work until %s.", *_said(quarantine))
        return 0
    until = time.monotonic() + (settings.GENERATION_SLICE_SECONDS if seconds is None else seconds)
    taken = found = 0
    known: dict[int, GenerationBatch] = {}
    with leases.Keeper() as keeper, storing.Storer(keeper) as storer:
        while not stopping.asked() and time.monotonic() < until and (most is None or taken < most):
            number = _most() if most is None else min(_most(), most - taken)
            slots = claims.claim(worker=workers.name(), lane=lane, batch=batch, most=number, known=known)
            if not slots:
                break
            taken += len(slots)
            missing = [slot for slot in slots if not _found(slot)]
            found += len(slots) - len(missing)
            if missing and (rendered := _rendered(missing, keeper, storer)) is not None:
                storer.put(rendered)
                if _may_kill(missing):
                    storer.drain()
            else:
                sweeping.settle(slots[0].batch)
    return found + storer.done


def _most() -> int:
    """How many slots the renderer likes at once. One that cannot be built says why when it is asked to render."""
    try:
        return max(1, engines.renderer().most())
    except Exception:  # noqa: BLE001 - said with the slot, and only once
        return 1


def _found(slot: Rendering) -> bool:
    """What an earlier claim stored before it died is taken over: other hardware might give other bytes."""
    if slot.fence == 1:
        return False
    earlier = Image.objects.filter(batch_code=slot.batch.code, seed=slot.seed).first()
    return earlier is not None and claims.finish(slot, image=earlier, new=True)


def _rendered(slots: Sequence[Rendering], keeper: leases.Keeper, storer: storing.Storer) -> storing.Rendered | None:
    """The pictures, under a lease that lasts until they are stored; None when they came to another end."""
    begun = time.monotonic()
    lease = keeper.hold(slots)
    if _may_kill(slots):
        storer.drain()
    with failing.answered(slots):
        engine = engines.renderer()
        requests = [recipes.request(slot) for slot in slots]
        pictures = engine.render(requests, lease.step)
        if len(pictures) != len(slots):
            raise RenderError(f"The renderer gave {len(pictures)} pictures instead of {len(slots)}.")
        # Now, before the next rendering: an engine may change how it works when its memory is full.
        about = engine.describe()
        made = [recipes.canonical(engine=about, request=request) for request in requests]
        return storing.Rendered(lease, list(zip(slots, pictures, made, strict=True)), begun)
    keeper.drop(lease)
    return None


def _may_kill(slots: Sequence[Rendering]) -> bool:
    """Has lost a worker before: nothing else is in hand beside it, or it would be lost, and set aside, like it."""
    return any(slot.losses for slot in slots)


def _said(quarantine: workers.Quarantine) -> tuple[str, int, str]:
    return quarantine.worker, quarantine.losses, f"{quarantine.until:%H:%M:%S}"
