"""What an operator sees of batches: which there are, what is stuck and why, and what was tried."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.errors import NotFoundError
from generation.models import HELD, BatchState, GenerationBatch, Rendering, RenderingState

MOST_TROUBLES = 20
CODE_LENGTH = 32


def found(code: str) -> GenerationBatch:
    """By its code, or by the first letters of it. Raises NotFoundError."""
    letters = code.replace("-", "").lower()
    if not letters or len(letters) > CODE_LENGTH or not all(letter in "0123456789abcdef" for letter in letters):
        raise NotFoundError(_("A batch has a code such as 6f1c2b3a-…; its first letters are enough."))
    # A range of UUIDs: as text they look different on each database.
    low, high = UUID(letters.ljust(CODE_LENGTH, "0")), UUID(letters.ljust(CODE_LENGTH, "f"))
    matching = GenerationBatch.objects.select_related("prompt").filter(code__gte=low, code__lte=high)[:2]
    if len(matching) != 1:
        sentence = (
            _("More than one batch begins with “%(code)s”.") if matching else _("No batch begins with “%(code)s”.")
        )
        raise NotFoundError(sentence % {"code": code})
    return matching[0]


def listed(*, ended: int) -> list[GenerationBatch]:
    """Open batches in the order of their turn, then so many that have ended."""
    known = GenerationBatch.objects.with_counts().select_related("prompt")
    over = known.filter(state__in=(BatchState.DONE, BatchState.CANCELLED)).order_by("-id")
    return [*known.open().order_by("-lane", "-weight", "id"), *over[:ended]]


def line(batch: Any) -> dict[str, Any]:
    """One batch of `listed` in a few words."""
    return {
        "code": str(batch.code),
        "state": batch.state,
        "lane": batch.lane,
        "weight": batch.weight,
        "done": batch.n_done,
        "total": batch.n_total,
        "failed": batch.n_failed,
        "queued": batch.n_queued,
        "rendering": batch.n_rendering,
        "words": str(batch),
        "stuck": stuck(batch),
    }


def about(batch: GenerationBatch) -> dict[str, Any]:
    return {
        "words": str(batch),
        "lane": batch.lane,
        "weight": batch.weight,
        "ordered_at": f"{batch.ordered_at:%Y-%m-%d %H:%M:%S}",
        "stuck": stuck(batch),
    }


def stuck(batch: GenerationBatch) -> str:
    """Why nothing moves, in words; empty when it does, or when nothing should."""
    if batch.state != BatchState.RUNNING:
        return ""
    now = timezone.now()
    slots = Rendering.objects.filter(batch=batch)
    if slots.filter(state__in=HELD, lease_until__gte=now).exists():
        return ""
    if slots.filter(state__in=HELD).exists():
        return _("its worker is gone; the next sweep queues its pictures again")
    waiting = slots.filter(state=RenderingState.QUEUED)
    later = waiting.filter(not_before__gt=now).values_list("error", flat=True).first()
    if later is not None and not waiting.filter(Q(not_before=None) | Q(not_before__lte=now)).exists():
        return _("waits before the next try: %(error)s") % {"error": later}
    patience = timedelta(seconds=settings.CELERY_SWEEP_SECONDS * 3)
    if waiting.exists() and _last_moved(batch) < now - patience and not _somebody_works():
        return _("no worker takes it; start one (make gpu-worker)")
    return ""


def troubles(batch: GenerationBatch) -> list[dict[str, Any]]:
    """Slots with an error, each with every attempt that was made, also before a retry."""
    slots = batch.renderings.exclude(error="").exclude(state=RenderingState.DONE).prefetch_related("history")
    return [
        {
            "slot": str(slot),
            "state": slot.state,
            "attempts": slot.attempts,
            "error_class": slot.error_class,
            "error": slot.error,
            "history": [
                f"{tried.started_at:%H:%M:%S} {tried.worker}: {tried.outcome} {tried.error}".rstrip()
                for tried in slot.history.all()
            ],
        }
        for slot in slots[:MOST_TROUBLES]
    ]


def _last_moved(batch: GenerationBatch) -> Any:
    done = batch.renderings.exclude(settled_at=None).order_by("-settled_at").values_list("settled_at", flat=True)
    return done.first() or batch.ordered_at


def _somebody_works() -> bool:
    """Somewhere a lease is alive: this batch only waits for its turn."""
    return Rendering.objects.filter(state__in=HELD, lease_until__gte=timezone.now()).exists()
