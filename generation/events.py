"""What becomes of a batch, told step by step: each place in the telling says by itself all that was told before it.

A place holds where the batch and each of its pictures stood when they were told, so the next step is the difference
to where they stand now. Nothing hangs on clocks, nor on the order in which workers commit: what was not told is
different, and what was told is not.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

from django.core import signing
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from gallery.models import Orientation
from gallery.paging import CursorError
from generation.models import BatchState, GenerationBatch, Rendering, RenderingState

# An event counts once it has come whole, so it must fit through lines that often break; more pictures come in the next.
MOST: Final = 25
WAITING: Final = "w"
LETTERS: Final = {RenderingState.DONE.value: "d", RenderingState.FAILED.value: "f", RenderingState.CANCELLED.value: "c"}
_RUN: Final = re.compile(r"([wdfc])(\d{1,9})", re.ASCII)
# What was told so stays so.
_FINAL: Final = "dc"


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


def steps(batch: GenerationBatch, place: Place) -> Iterator[Step]:
    """All that is new since the place; nothing where nothing is, or where the batch has gone."""
    # The state first: an order that has ended has no slot that waits, so what is read after it is all there will be.
    state = GenerationBatch.objects.filter(pk=batch.pk).values_list("state", flat=True).first()
    if state is None or (state == place.state and _stands(batch, place)):
        return
    moved = _moved(batch, place)
    for begin in range(0, max(1, len(moved)), MOST):
        letters, changed = list(place.slots), []
        for slot in _whole(moved[begin : begin + MOST]):
            at, letter = _index(slot.ordinal, slot.orientation), LETTERS.get(slot.state, WAITING)
            if letters[at] != letter:
                letters[at] = letter
                changed.append(slot)
        after = Place(state, "".join(letters))
        if after != place:
            place = after
            yield Step(after, changed)


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


def _moved(batch: GenerationBatch, place: Place) -> list[int]:
    """The numbers of the slots that stand elsewhere than they were told, in the order in which they are made."""
    rows = Rendering.objects.filter(batch=batch, ordinal__gt=_told_for_good(place) // 2)
    if not place.count("f"):
        # Only what has failed ever waits again.
        rows = rows.filter(state__in=LETTERS)
    found = rows.order_by("ordinal", "orientation").values_list("pk", "ordinal", "orientation", "state")
    return [
        pk
        for pk, ordinal, orientation, state in found
        if place.slots[_index(ordinal, orientation)] != LETTERS.get(state, WAITING)
    ]


def _told_for_good(place: Place) -> int:
    """How many slots from the first one on cannot move any more."""
    return len(place.slots) - len(place.slots.lstrip(_FINAL))


def _whole(pks: list[int]) -> QuerySet[Rendering]:
    """Read again, with their pictures: only what stands in these rows is told."""
    slots = Rendering.objects.filter(pk__in=pks).select_related("image")
    return slots.order_by("ordinal", "orientation")


def _salt(batch: GenerationBatch) -> str:
    return f"generation.events.{batch.code}"
