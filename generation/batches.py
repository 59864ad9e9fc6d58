"""REQUESTS: order a batch of pictures, and steer it. Cheap: everything slow is left to the workers."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.errors import NotAllowedError
from generation import orders, tasks
from generation import progress as progress_
from generation.models import BatchState, GenerationBatch, Lane, Rendering, RenderingState
from generation.orders import Order
from generation.progress import Progress

ADD: Final = "generation.add_generationbatch"
PAUSE: Final = "generation.pause_generationbatch"
CANCEL: Final = "generation.cancel_generationbatch"
RETRY: Final = "generation.retry_generationbatch"
SIZE: Final = (1280, 800)
LONGEST_NAME: Final = orders.LONGEST_NAME
_USUAL: Final[dict[str, Any]] = {
    "favorite": "", "others": None, "emotion_text": None, "seed": None, "lane": Lane.BULK, "size": SIZE,
}  # fmt: skip


def request(
    *,
    emotion: str,
    count: int,
    favorite: str = "",
    others: str | None = None,
    emotion_text: str | None = None,
    by: User | None = None,
    seed: int | None = None,
    lane: str = Lane.BULK,
    idempotency_key: str | None = None,
    size: tuple[int, int] = SIZE,
    texts: Sequence[str] | None = None,
    template: str = "",
    negative: str = "",
    steps: int | None = None,
    weight: int = 0,
    named: str = "",
) -> GenerationBatch:
    """Orders `count` landscape pictures of `size` and as many portraits; the same key gives the same batch again.

    None is the default, for `by` the operator at the shell. `texts`: one for each pair, made from `template`. `named`:
    the only pair's key, less sides and ending. Raises NotAllowedError, what `Order.of` and `orders.place` raise.
    """
    _allow(by, ADD)
    order = Order.of(
        emotion=emotion,
        count=count,
        favorite=favorite,
        others=others,
        emotion_text=emotion_text,
        seed=seed,
        lane=lane,
        size=size,
        texts=texts,
        template=template,
        negative=negative,
        steps=steps,
    )
    return _placed(replace(order, named=named), by=by, key=idempotency_key, weight=weight)


def rehearse(*, by: User | None = None, **asked: Any) -> Order:
    """What `request` would place if it were asked the same. Writes nothing; raises what `request` raises."""
    _allow(by, ADD)
    order = Order.of(**{**_USUAL, **asked})
    orders.check_room(2 * order.count)
    return order


def pause(batch: GenerationBatch, *, by: User | None = None) -> int:
    """Stops the batch after the pictures that are being made; 1, or 0 if it was not running."""
    _allow(by, PAUSE)
    return _moved(batch, was=BatchState.RUNNING, to=BatchState.PAUSED)


def resume(batch: GenerationBatch, *, by: User | None = None) -> int:
    """Lets a paused batch go on; 1, or 0 if it was not paused."""
    _allow(by, PAUSE)
    moved = _moved(batch, was=BatchState.PAUSED, to=BatchState.RUNNING)
    if moved:
        transaction.on_commit(partial(tasks.ring, batch.lane))
    return moved


def weigh(batch: GenerationBatch, *, weight: int, by: User | None = None) -> int:
    """Waiting work of a larger weight goes first within its lane, from the next claim on; 1, or 0 if it has ended."""
    _allow(by, PAUSE)
    orders.check_weight(weight)
    return GenerationBatch.objects.open().filter(pk=batch.pk).update(weight=weight)


def sooner(batch: GenerationBatch, *, by: User | None = None) -> int:
    return weigh(batch, weight=min(batch.weight + 1, orders.HEAVIEST), by=by)


def later(batch: GenerationBatch, *, by: User | None = None) -> int:
    return weigh(batch, weight=max(batch.weight - 1, -orders.HEAVIEST), by=by)


def cancel(batch: GenerationBatch, *, by: User | None = None) -> int:
    """Ends the batch; what is being rendered stops at its next step. 1, or 0 if it had ended already."""
    _allow(by, CANCEL)
    now = timezone.now()
    with transaction.atomic():
        still_open = GenerationBatch.objects.open().filter(pk=batch.pk)
        moved = still_open.update(state=BatchState.CANCELLED, ended_at=now)
        if moved:
            queued = Rendering.objects.queued().filter(batch=batch)
            queued.update(state=RenderingState.CANCELLED, settled_at=now, not_before=None)
    return moved


def retry(batch: GenerationBatch, *, by: User | None = None) -> int:
    """Queues the failed renderings again, and only those; how many. Those of a cancelled batch stay as they are."""
    _allow(by, RETRY)
    failed = Rendering.objects.filter(batch=batch, state=RenderingState.FAILED)
    with transaction.atomic():
        # The batch first, in a statement of its own: two retries at once, and whatever ends orders,
        # wait for its row.
        GenerationBatch.objects.select_for_update().get(pk=batch.pk)
        GenerationBatch.objects.filter(
            pk=batch.pk, state=BatchState.DONE, renderings__state=RenderingState.FAILED
        ).update(state=BatchState.RUNNING, ended_at=None)
        moved = failed.exclude(batch__state=BatchState.CANCELLED).update(
            state=RenderingState.QUEUED,
            settled_at=None,
            not_before=None,
            attempts=0,
            losses=0,
            error="",
            error_class="",
        )
    if moved:
        transaction.on_commit(partial(tasks.ring, batch.lane))
    return moved


def progress(batch: GenerationBatch) -> Progress:
    return progress_.of(batch)


def _placed(order: Order, *, by: User | None, key: str | None, weight: int) -> GenerationBatch:
    batch, new = orders.place(order, by=by, key=key, weight=weight)
    if new:
        transaction.on_commit(partial(tasks.ring, batch.lane))
    return batch


def _moved(batch: GenerationBatch, *, was: str, to: str) -> int:
    return GenerationBatch.objects.filter(pk=batch.pk, state=was).update(state=to)


def _allow(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise NotAllowedError(_("You may not do this with batches; ask the person who looks after the garden."))
