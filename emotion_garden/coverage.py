"""Where the garden is thin: emotion × favorite × orientation, what is served, what waits, and what is missing."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, NamedTuple, TypeAlias

from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion, Image, Orientation, Status
from generation.models import HELD, GenerationBatch, Rendering, RenderingState
from recommendations.candidates import AT_ONCE

# Two pages on which nothing is seen twice.
ENOUGH: Final = 2 * AT_ONCE
# Less than this part of the middle emotion is behind; what is missing brings it to half of the middle.
BEHIND: Final = 4
# More than one order from here should make is a plan, and plans are made on the order page.
MOST_PAIRS: Final = 50
NOTHING_SERVED: Final = _("Nothing is served: visitors are lent the pictures of its neighbours.")
TOO_FEW: Final = _("A page shows three pictures of the screen’s shape, and here are fewer: others are cropped to fit.")
FAR_BEHIND: Final = _("Less than a quarter of what the other emotions have: visitors soon see the same again.")


@dataclass(frozen=True, slots=True)
class Tally:
    """Pictures and what visitors did with those that are served."""

    served: int = 0
    waiting: int = 0
    ordered: int = 0
    """Still to be made by orders that are open."""
    likes: int = 0
    showings: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.served + other.served,
            self.waiting + other.waiting,
            self.ordered + other.ordered,
            self.likes + other.likes,
            self.showings + other.showings,
        )

    @property
    def coming(self) -> int:
        return self.waiting + self.ordered

    @property
    def reach(self) -> int:
        """What will be served if everything that comes is approved."""
        return self.served + self.coming

    @property
    def rate(self) -> float | None:
        """Likes per showing, in percent; None where nothing was shown."""
        return 100 * self.likes / self.showings if self.showings else None


@dataclass(frozen=True, slots=True)
class Cell:
    """An emotion, or one favorite within it, in both orientations."""

    emotion: str
    favorite: str
    sides: Mapping[str, Tally]
    aim: int
    """So many are to be served in each orientation."""
    least: Mapping[str, int]
    """Below so many in an orientation it is thin."""

    @property
    def name(self) -> str:
        return f"{self.emotion}/{self.favorite}" if self.favorite else self.emotion

    @property
    def label(self) -> str:
        return str(Emotion(self.emotion).label)

    @property
    def landscape(self) -> Tally:
        return self.sides[Orientation.LANDSCAPE]

    @property
    def portrait(self) -> Tally:
        return self.sides[Orientation.PORTRAIT]

    @property
    def total(self) -> Tally:
        return self.landscape + self.portrait

    @property
    def thin(self) -> tuple[str, ...]:
        """The orientations of which too little is served."""
        return tuple(side for side, tally in self.sides.items() if tally.served < self.least[side])

    @property
    def missing(self) -> int:
        """Pairs to order so that both orientations reach the aim, once everything that comes is approved."""
        if not self.thin:
            return 0
        short = max(self.aim - tally.served - tally.coming for tally in self.sides.values())
        return min(max(short, 0), MOST_PAIRS)

    @property
    def reason(self) -> str | Promise:
        """Why it is thin; empty when it is not."""
        if not self.thin:
            return ""
        if not self.total.served:
            return NOTHING_SERVED
        return TOO_FEW if any(self.sides[side].served < AT_ONCE for side in self.thin) else FAR_BEHIND


@dataclass(frozen=True, slots=True)
class Row:
    """An emotion as a whole, and in it every favorite of the garden, the thinnest first."""

    whole: Cell
    favorites: tuple[Cell, ...]
    plain: Tally
    """Its pictures without a favorite."""

    @property
    def thin_favorites(self) -> int:
        return sum(bool(cell.thin) for cell in self.favorites)

    @property
    def short(self) -> tuple[Cell, ...]:
        """The favorites of which pictures are missing."""
        return tuple(cell for cell in self.favorites if cell.missing)


def emotions() -> list[Cell]:
    """The eight alone, without likes: two queries, answered by indexes."""
    columns = ("emotion", "orientation", "status")
    # Of "*": the index does not hold the id, and PostgreSQL would read every row for it.
    counted = _seen(*columns).annotate(pictures=Count("*")).values_list(*columns, "pictures")
    found = [_line(emotion, "", *rest) for emotion, *rest in counted]
    return _wholes(_tallied([*found, *_ordered()]))


def matrix() -> list[Row]:
    """Everything, in two queries, the first of which reads every picture in the pool and the serving set."""
    columns = ("emotion", "favorite", "orientation", "status")
    counted = _seen(*columns).annotate(pictures=Count("*"), liked=Sum("likes"), shown=Sum("showings"))
    rows = counted.values_list(*columns, "pictures", "liked", "shown")
    lines = [*(_line(*row) for row in rows), *_ordered()]
    by_favorite: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        by_favorite[line.favorite].append(line)
    tallied = {favorite: _tallied(found) for favorite, found in sorted(by_favorite.items())}
    return [_row(whole, tallied) for whole in _wholes(_tallied(lines))]


class _Line(NamedTuple):
    """One row of a query."""

    emotion: str
    favorite: str
    side: str
    tally: Tally


_Tallies: TypeAlias = dict[str, dict[str, Tally]]


def _seen(*columns: str) -> Any:
    return Image.objects.filter(status__in=(Status.SERVING, Status.POOL)).order_by().values(*columns)


def _line(emotion: str, favorite: str, side: str, status: str, pictures: int, likes: int = 0, shown: int = 0) -> _Line:
    served = status == Status.SERVING
    tally = Tally(served=pictures, likes=likes, showings=shown) if served else Tally(waiting=pictures)
    return _Line(emotion, favorite, side, tally)


def _ordered() -> Iterator[_Line]:
    """What open orders still have to make: nobody should order the same gap twice while it is being filled."""
    states = (RenderingState.QUEUED, *HELD)
    slots = Rendering.objects.filter(batch__in=GenerationBatch.objects.open(), state__in=states).order_by()
    columns = ("batch__prompt__emotion", "batch__favorite", "orientation")
    counted = slots.values(*columns).annotate(pictures=Count("pk")).values_list(*columns, "pictures")
    for emotion, favorite, side, pictures in counted:
        yield _Line(emotion, favorite, side, Tally(ordered=pictures))


def _row(whole: Cell, tallied: Mapping[str, _Tallies]) -> Row:
    least = dict.fromkeys(Orientation.values, AT_ONCE)
    cells = [
        Cell(whole.emotion, favorite, tallies[whole.emotion], AT_ONCE, least)
        for favorite, tallies in tallied.items()
        if favorite
    ]
    plain = sum(tallied[""][whole.emotion].values(), Tally()) if "" in tallied else Tally()
    return Row(whole, tuple(sorted(cells, key=lambda cell: (not cell.thin, cell.favorite))), plain)


def _wholes(tallies: _Tallies) -> list[Cell]:
    middle = {side: median(tallies[emotion][side].served for emotion in Emotion.values) for side in Orientation.values}
    least = {side: max(AT_ONCE, math.ceil(middle[side] / BEHIND)) for side in Orientation.values}
    aim = max(ENOUGH, *(math.ceil(number / 2) for number in middle.values()))
    return [Cell(emotion, "", tallies[emotion], aim, least) for emotion in Emotion.values]


def _tallied(lines: Iterable[_Line]) -> _Tallies:
    """Every emotion and orientation, also those of which there is nothing."""
    found = {emotion: dict.fromkeys(Orientation.values, Tally()) for emotion in Emotion.values}
    for line in lines:
        found[line.emotion][line.side] += line.tally
    return found
