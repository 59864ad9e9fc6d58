"""Orders what the coverage page says is missing: looked at with its cost first, then ordered as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emotion_garden import coverage
from gallery import eight, keys, words
from gallery.errors import GardenError
from gallery.models import Emotion
from generation import batches
from generation.models import GenerationBatch
from generation.prompt_sets import costs
from generation.prompt_sets.costs import Cost

MOST_CELLS: Final = 80


class NothingMissingError(GardenError):
    """What was asked for is full, or was no number of pairs."""

    code = "nothing_missing"
    status = 409


@dataclass(frozen=True, slots=True)
class Gap:
    """So many pairs for one cell."""

    emotion: str
    favorite: str
    pairs: int

    @property
    def label(self) -> str:
        return str(Emotion(self.emotion).label)

    @property
    def value(self) -> str:
        """As the form sends it; `read` understands it."""
        cell = f"{self.emotion}/{self.favorite}" if self.favorite else self.emotion
        return f"{self.pairs}:{cell}"


def missing(names: Iterable[str]) -> list[Gap]:
    """What is missing in the cells named `sad` or `sad/cat`, as the garden stands now.

    Raises UnknownEmotionError, UnusableFavoriteError, NothingMissingError.
    """
    asked = dict.fromkeys(_cell(name) for name in list(names)[:MOST_CELLS])
    cells = [cell for row in coverage.matrix() for cell in (row.whole, *row.favorites)]
    found = [
        Gap(cell.emotion, cell.favorite, cell.missing)
        for cell in cells
        if (cell.emotion, cell.favorite) in asked and cell.missing
    ]
    if not found:
        raise NothingMissingError(_("Nothing is missing there, or what is missing waits in the pool already."))
    return found


def read(values: Sequence[str]) -> list[Gap]:
    """The gaps that somebody has looked at, as the form sends them back: `6:sad/cat`.

    Raises UnknownEmotionError, UnusableFavoriteError, NothingMissingError.
    """
    found = []
    for value in values[:MOST_CELLS]:
        number, _colon, name = value.partition(":")
        pairs = words.number(number) or 0
        if not 1 <= pairs <= coverage.MOST_PAIRS:
            raise NothingMissingError(_("Say how many pairs: from 1 to %(most)d.") % {"most": coverage.MOST_PAIRS})
        found.append(Gap(*_cell(name), pairs))
    if not found:
        raise NothingMissingError(_("Choose something that is missing first."))
    return found


def cost(gaps: Sequence[Gap]) -> Cost:
    return costs.of(prompts=len(gaps), pairs=sum(gap.pairs for gap in gaps))


def order(gaps: Sequence[Gap], *, by: User, token: str) -> list[GenerationBatch]:
    """A batch for each gap, all or none; the same token gives the same batches again.

    Raises NotAllowedError, QueueFullError, OtherOrderError, UnusableOrderError.
    """
    with transaction.atomic():
        return [
            batches.request(
                emotion=gap.emotion,
                favorite=gap.favorite,
                count=gap.pairs,
                by=by,
                idempotency_key=f"coverage:{token}:{gap.value}",
            )
            for gap in gaps
        ]


def _cell(name: str) -> tuple[str, str]:
    emotion, _slash, favorite = name.partition("/")
    return eight.one_of(emotion), keys.favorite(favorite)
