"""What becomes of a batch, told step by step: each place in the telling says by itself all that was told before it.

A place holds where the batch and each of its pictures stood when they were told, so the next step is the difference
to where they stand now. Nothing hangs on clocks, nor on the order in which workers commit: what was not told is
different, and what was told is not.
"""

import heapq
import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

from django.core import signing
from django.db.models import Count
from django.utils.translation import gettext as _

from gallery.models import Orientation
from gallery.paging import CursorError
from generation.models import BatchState, GenerationBatch, Rendering, RenderingState

# One event is read at once by whoever gets it; more pictures than this come in the next.
MOST: Final = 100
WAITING: Final = "w"
LETTERS: Final = {RenderingState.DONE.value: "d", RenderingState.FAILED.value: "f", RenderingState.CANCELLED.value: "c"}
_RUN: Final = re.compile(r"([wdfc])(\d{1,9})", re.ASCII)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """What was told: the batch's state, and a letter for each of its slots, a pair's landscape before its portrait."""

    state: str
    slots: str

    @classmethod
    def start(cls, batch: GenerationBatch) -> Self:
        """Nothing was told."""
        return cls("", WAITING * (2 * batch.count))

    @classmethod
    def read(cls, said: str, *, batch: GenerationBatch) -> Self:
        """Raises CursorError for what is no place of this batch."""
        try:
            state, runs = signing.loads(said, salt=_salt(batch))
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise CursorError(_("This is not a place where this garden left off. Start without it.")) from error
        return cls(state, "".join(letter * int(number) for letter, number in _RUN.findall(runs)))

    def written(self, *, batch: GenerationBatch) -> str:
        """Short, since slots are taken in their order: mostly one run of done ones and one of waiting ones."""
        runs = "".join(f"{letter}{len(list(run))}" for letter, run in itertools.groupby(self.slots))
        return signing.dumps([self.state, runs], salt=_salt(batch), compress=True)

    def count(self, letter: str) -> int:
        return self.slots.count(letter)

    @property
    def is_over(self) -> bool:
        """Nothing more can come, unless somebody has failed pictures tried again."""
        return self.state in (BatchState.DONE, BatchState.CANCELLED) and WAITING not in self.slots

    def told(self) -> dict[str, Any]:
        """How far it was told; the numbers are those of all steps up to here, not of this moment."""
        return {
            "state": self.state,
            "total": len(self.slots),
            "done": self.count("d"),
            "failed": self.count("f"),
            "cancelled": self.count("c"),
            "waiting": self.count(WAITING),
            "over": self.is_over,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """What is new since a place, and the place after it."""

    place: Place
    changed: list[Rendering]
    """Each with its picture."""


def step(batch: GenerationBatch, place: Place) -> Step | None:
    """None while nothing is new, or if the batch has gone."""
    # The state first: an order that has ended has no slot that waits, so what is read after it is all there will be.
    state = GenerationBatch.objects.filter(pk=batch.pk).values_list("state", flat=True).first()
    if state is None or (state == place.state and _stands(batch, place)):
        return None
    letters, changed = list(place.slots), []
    for slot in _moved(batch, place):
        at, letter = _index(slot.ordinal, slot.orientation), LETTERS.get(slot.state, WAITING)
        if letters[at] != letter:
            letters[at] = letter
            changed.append(slot)
    after = Place(state, "".join(letters))
    return Step(after, changed) if after != place else None


def _index(ordinal: int, orientation: str) -> int:
    return 2 * (ordinal - 1) + (orientation == Orientation.PORTRAIT)


def _stands(batch: GenerationBatch, place: Place) -> bool:
    """Whether nothing is new, found out by counting: done and cancelled slots stay so, and failed ones are few."""
    slots = Rendering.objects.filter(batch=batch)
    counted = slots.filter(state__in=LETTERS).values_list("state").annotate(n=Count("pk")).order_by()
    now = {LETTERS[state]: number for state, number in counted}
    if any(place.count(letter) != now.get(letter, 0) for letter in LETTERS.values()):
        return False
    if not now.get("f"):
        return True
    failed = slots.filter(state=RenderingState.FAILED).values_list("ordinal", "orientation")
    return all(place.slots[_index(*one)] == "f" for one in failed)


def _moved(batch: GenerationBatch, place: Place) -> list[Rendering]:
    """The first that stand elsewhere than they were told, as they were settled; what waits again goes first."""
    rows = Rendering.objects.filter(batch=batch)
    if not place.count("f"):
        # Only what has failed ever waits again.
        rows = rows.filter(state__in=LETTERS)
    found = rows.values_list("settled_at", "pk", "ordinal", "orientation", "state")
    new = heapq.nsmallest(
        MOST,
        (
            (settled or _FIRST, pk)
            for settled, pk, ordinal, orientation, state in found.iterator()
            if place.slots[_index(ordinal, orientation)] != LETTERS.get(state, WAITING)
        ),
    )
    # Read again, whole: only what stands in these rows is told.
    slots = Rendering.objects.select_related("image").in_bulk([pk for _settled, pk in new])
    return [slots[pk] for _settled, pk in new if pk in slots]


def _salt(batch: GenerationBatch) -> str:
    return f"generation.events.{batch.code}"
