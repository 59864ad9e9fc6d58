"""Small orders for tests, and what became of them."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gallery.models import Image
from generation import batches, claims
from generation.models import GenerationBatch, Rendering

SIZE = (64, 40)


def order(count: int = 1, *, emotion: str = "happy", size: tuple[int, int] = SIZE, **more: Any) -> GenerationBatch:
    return batches.request(emotion=emotion, count=count, size=size, **more)


def slots(batch: GenerationBatch) -> list[Rendering]:
    return list(batch.renderings.order_by("id"))


def states(batch: GenerationBatch) -> dict[str, int]:
    return dict(Counter(slot.state for slot in slots(batch)))


def pictures(batch: GenerationBatch) -> list[Image]:
    return list(Image.objects.filter(batch_code=batch.code).order_by("id"))


def claimed(batch: GenerationBatch | None = None) -> Rendering:
    """A slot that somebody has just claimed."""
    (slot,) = claims.claim(worker="somebody", batch=batch)
    return slot


def die(slot: Rendering) -> None:
    """The slot's worker is gone: its lease runs out."""
    Rendering.objects.filter(pk=slot.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
