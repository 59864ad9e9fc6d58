"""Small plots as geometry: what a template draws as SVG. Words stand beside them in HTML, so that they keep their size.

Every plot is drawn in a box of its own that stretches to any width; lines keep their thickness by CSS.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 1000
HEIGHT: Final = 240
# Two-sided, 95 %.
_Z: Final = 1.96
HEADROOM: Final = 1.1
_STEPS: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, in percent, with Wilson's interval."""

    hits: int
    of: int

    @property
    def percent(self) -> float | None:
        return 100 * self.hits / self.of if self.of else None

    @property
    def low(self) -> float:
        return self._end(-1)

    @property
    def high(self) -> float:
        return self._end(1)

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.hits + other.hits, self.of + other.of)

    def _end(self, sign: int) -> float:
        if not self.of:
            return 0.0
        # Whoever likes what was shown elsewhere may make it more than all.
        share = min(1.0, self.hits / self.of)
        spread = _Z * math.sqrt(share * (1 - share) / self.of + _Z**2 / (4 * self.of**2))
        return 100 * min(1.0, max(0.0, (share + _Z**2 / (2 * self.of) + sign * spread) / (1 + _Z**2 / self.of)))


@dataclass(frozen=True, slots=True)
class Span:
    """A value and its interval on a scale, as places from 0 to WIDTH."""

    at: float
    low: float
    high: float
    zero: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A line over days: `lines` are polylines (broken where there is nothing), `bands` the intervals around them."""

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    top: float
    """What the upper edge stands for; the lower is 0."""


def span(value: float, low: float, high: float, *, left: float, right: float) -> Span:
    """On a scale from `left` to `right`; what lies beyond is drawn at the edge."""
    places = (_on(number, left, right) for number in (value, low, high, 0.0))
    return Span(*places)


def curve(rates: Sequence[Rate]) -> Curve:
    """One place for each, from left to right. The wide interval of a quiet day may leave the box."""
    top = ceiling(max((rate.percent or 0.0 for rate in rates), default=0.0) * HEADROOM)
    gap = WIDTH / max(1, len(rates) - 1)
    lines, bands = [], []
    for run in _runs(rates):
        middle = [_point(at * gap, rates[at].percent or 0.0, top) for at in run]
        upper = [_point(at * gap, rates[at].high, top) for at in run]
        lower = [_point(at * gap, rates[at].low, top) for at in run]
        # A day alone is a line to itself, which round ends make a dot.
        lines.append(" ".join(middle if len(run) > 1 else middle * 2))
        bands.append(" ".join([*upper, *reversed(lower)]))
    return Curve(tuple(lines), tuple(bands), top)


def ceiling(value: float) -> float:
    """The next round number."""
    if value <= 0:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(value))
    return next(step * scale for step in _STEPS if step * scale >= value)


def _runs(rates: Sequence[Rate]) -> Iterator[list[int]]:
    """Neighbours of which there is something to show."""
    run: list[int] = []
    for at, rate in enumerate(rates):
        if rate.of:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _point(across: float, value: float, top: float) -> str:
    return f"{across:.1f},{HEIGHT * (1 - min(value, top) / top):.1f}"


def _on(number: float, left: float, right: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, (number - left) / (right - left))), 1)


def widest(spans: Iterable[tuple[float, float]]) -> float:
    """The round number that a scale around 0 has to reach so that all of these fit."""
    return ceiling(max((max(abs(low), abs(high)) for low, high in spans), default=0.0))
