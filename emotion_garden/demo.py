"""The demo garden: ordered, rendered and approved through the same functions as any other pictures."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q, QuerySet

from gallery import curation, renditions
from gallery.models import Emotion, Image
from generation import batches, rendering
from generation.models import BatchState, GenerationBatch, Rendering, RenderingState

logger = logging.getLogger(__name__)

FAVORITES: Final = ("", "spring,cloudy,day")
REASON: Final = "demo garden"
# Of each emotion, before the garden opens: a pair and one more, so that three fit a screen.
FIRST_OF_EACH: Final = 3
FIRST: Final = FIRST_OF_EACH * len(Emotion)
POLL_SECONDS: Final = 2.0
SETTLED: Final = (RenderingState.DONE, RenderingState.FAILED, RenderingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the demo garden is: pictures rendered, of so many ordered."""

    rendered: int
    ordered: int


def order(*, by: User, size: tuple[int, int] = batches.SIZE) -> list[GenerationBatch]:
    """The demo's batches, ordered once: the same ones again ever after."""
    return [
        _batch(emotion, favorite, by=by, size=size)
        for favorite in FAVORITES
        for emotion in Emotion.values
        if settings.GARDEN_DEMO_PAIRS
    ]


def _batch(emotion: str, favorite: str, *, by: User, size: tuple[int, int]) -> GenerationBatch:
    key = f"demo:{emotion}:{favorite}"
    # Looked up first: a later version whose default words differ must not take the old order for another one.
    earlier = GenerationBatch.objects.filter(idempotency_key=key).first()
    return earlier or batches.request(
        emotion=emotion, count=settings.GARDEN_DEMO_PAIRS, favorite=favorite, by=by, idempotency_key=key, size=size
    )


def plant(*, by: User, on_step: Callable[[int, int], None], size: tuple[int, int] = batches.SIZE) -> int:
    """Orders everything and renders the first few of each emotion here and now; how many were rendered.

    `on_step(done, total)` is called after each picture. Killed at any point, it goes on where it was.
    """
    first = order(by=by, size=size)[: len(Emotion)]
    wanted = {batch.pk: min(FIRST_OF_EACH, 2 * batch.count) for batch in first}
    total, rendered = sum(wanted.values()), 0
    # One of each emotion, then the second of each: a start that is stopped early leaves a garden of every mood.
    for _round in range(FIRST_OF_EACH):
        for batch in first:
            missing = wanted[batch.pk] - _settled(batch)
            if missing > 0 and rendering.work(batch=batch, most=1):
                rendered += 1
                on_step(min(total, sum(map(_settled, first))), total)
    if rendered:
        # No worker runs yet, and the first visitor shall not wait for whole originals.
        renditions.make(Image.objects.filter(pk__in=_ours().values("image")))
    approve(by=by)
    return rendered


def approve(*, by: User) -> int:
    """Approves what is rendered and still undecided; how many. Each batch's last pair stays for the curator.

    A picture about which anybody has ever decided anything is left as it is.
    """
    last_pair = Q(ordinal=F("batch__count"), batch__count__gt=1)
    ready = _ours().filter(state=RenderingState.DONE).exclude(last_pair)
    images: QuerySet[Image] = Image.objects.pooled().filter(pk__in=ready.values("image"), decisions=None)
    if not images.exists():
        return 0
    return curation.approve(images, by=by, reason=REASON).changed


def finish(*, by: User, on_step: Callable[[Standing], None], poll: float = POLL_SECONDS) -> int:
    """Approves as the workers render, until no demo batch is running; how many were approved.

    A database that is busy or away for a moment is asked again: this program's end would close the garden.
    """
    approved, running = 0, True
    while running:
        try:
            # Asked before approving: what is settled by then is approved by the pass that follows.
            still = _batches().filter(state=BatchState.RUNNING).exists()
            approved += approve(by=by)
            on_step(standing())
            running = still
        except (OperationalError, InterfaceError) as error:
            logger.warning("The database does not answer (%s); the demo garden waits.", str(error).partition("\n")[0])
            # Opened anew by the next question; Django does this by itself only where requests begin and end.
            if connection.connection is not None and not connection.is_usable():
                connection.close()
        if running:
            time.sleep(poll)
    return approved


def is_planted() -> bool:
    """Whether the garden may open: each order stands, and the first pictures of each emotion are settled."""
    keys = Q(idempotency_key__in=[f"demo:{emotion}:" for emotion in Emotion.values])
    first = list(GenerationBatch.objects.filter(keys))
    ordered = _batches().count() == len(FAVORITES) * len(Emotion)
    settled = all(_settled(batch) >= min(FIRST_OF_EACH, 2 * batch.count) for batch in first)
    return not settings.GARDEN_DEMO_PAIRS or (ordered and settled)


def is_finished() -> bool:
    return not _batches().filter(state=BatchState.RUNNING).exists()


def standing() -> Standing:
    return Standing(rendered=_ours().filter(state=RenderingState.DONE).count(), ordered=_ours().count())


def _batches() -> QuerySet[GenerationBatch]:
    return GenerationBatch.objects.filter(idempotency_key__startswith="demo:")


def _ours() -> QuerySet[Rendering]:
    return Rendering.objects.filter(batch__in=_batches())


def _settled(batch: GenerationBatch) -> int:
    return Rendering.objects.filter(batch=batch, state__in=SETTLED).count()
