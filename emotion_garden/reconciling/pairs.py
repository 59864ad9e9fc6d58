"""Pairs of which one half is missing though the order is over."""

from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from emotion_garden.reconciling.drift import Drift, Kind
from emotion_garden.reconciling.walking import walk
from gallery.models import Image
from generation import batches, completing
from generation.models import BatchState, Rendering, RenderingState


def halves() -> Iterator[Drift]:
    """A slot that failed, or whose picture's row is gone, beside one whose picture is here. A cancelled order is meant
    to be unfinished, and what is still being made is no drift."""
    lost = Q(state=RenderingState.FAILED) | Q(state=RenderingState.DONE, image=None)
    slots = Rendering.objects.exclude(batch__state=BatchState.CANCELLED).filter(lost, Exists(_others()))
    for slot in walk(slots.select_related("batch__prompt")):
        what = f"{slot.batch.code} {slot}"
        if slot.state == RenderingState.FAILED:
            sentence = _("Its other half is here; this one failed: %(error)s") % {"error": slot.error}
            yield Drift(Kind.PAIR, what, sentence, _tried_again(slot))
        else:
            sentence = _("Its other half is here; the row of this one is gone.")
            yield Drift(Kind.PAIR, what, sentence, _completed(slot), _("Order it again."))


def _others() -> QuerySet[Rendering]:
    other = Rendering.objects.filter(batch=OuterRef("batch"), ordinal=OuterRef("ordinal"), image__isnull=False)
    return other.exclude(orientation=OuterRef("orientation"))


def _tried_again(slot: Rendering) -> Callable[[], bool]:
    # A worker makes it; another failure is found by the next look.
    return lambda: batches.retry(slot.batch) > 0 or not _is_lost(slot)


def _completed(slot: Rendering) -> Callable[[], bool]:
    def repair() -> bool:
        other = Rendering.objects.filter(batch=slot.batch, ordinal=slot.ordinal, image__isnull=False).first()
        if other is None or other.image is None:
            return False
        return isinstance(completing.complete(slot, like=other.image), Image)

    return repair


def _is_lost(slot: Rendering) -> bool:
    return Rendering.objects.filter(pk=slot.pk, state=RenderingState.FAILED).exists()
