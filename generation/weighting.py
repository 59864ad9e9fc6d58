"""Weights and switches in a prompt: `((x))`, `[x]`, `(x:1.3)`, `[a:b:0.4]`; what is not understood is an error."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from generation.errors import UnreadablePromptError

STEP: Final = 1.1
HEAVIEST: Final = 10.0
DEEPEST: Final = 20
_NUMBER: Final = re.compile(r"\d+(\.\d+)?|\.\d+")
_GLUED: Final = re.compile(r"[\d+]|-(?=[-\d\s,]|$)|\.\d")
_FOREIGN: Final = re.compile(r"(?<!\\)<\s*(lora|lyco|hypernet|embedding)\s*:", re.IGNORECASE)
_ESCAPABLE: Final = "()[]:|\\<"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that weigh the same; 1 is what they weigh by themselves."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What the prompt says until this fraction of the steps is done."""

    until: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt that was understood: its stages in order; the last one lasts until 1."""

    stages: tuple[Stage, ...]

    def at(self, fraction: float) -> tuple[Piece, ...]:
        """The pieces that count when this much of the steps is done."""
        return next((stage.pieces for stage in self.stages if fraction < stage.until), self.stages[-1].pieces)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _Weighted:
    parts: "_Parts"
    factor: float


@dataclass(frozen=True, slots=True)
class _Switch:
    before: "_Parts"
    after: "_Parts"
    at: float


_Parts = tuple[_Text | _Weighted | _Switch, ...]


def check(text: str) -> None:
    """Raises UnreadablePromptError, with a sentence that points at the place."""
    _Reader(text).whole()


def plain(text: str) -> str:
    """The words alone, as the picture ends with them: for people, and for renderers that know no weights."""
    return " ".join("".join(piece.text for piece in parse(text).at(1.0)).split())


def parse(text: str) -> Reading:
    """Reads the prompt. `(x)` weighs 1.1 times, `[x]` 1.1 times less, and `\\(` is a bracket to be seen.

    Raises UnreadablePromptError.
    """
    parts = _Reader(text).whole()
    ends = sorted({*_moments(parts), 1.0})
    # Each stage is what holds just before its end.
    starts = [0.0, *ends[:-1]]
    stages = (Stage(end, _merged(_pieces(parts, start, 1.0))) for start, end in zip(starts, ends, strict=True))
    return Reading(tuple(stages))


class _Reader:
    """Reads from left to right, once; `_at` is where it stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def whole(self) -> _Parts:
        if found := _FOREIGN.search(self._text):
            raise self._error(_("a prompt cannot load files; LoRAs are chosen by the garden's operator"), found.start())
        parts = self._parts(stops="")
        if any(_heaviest(part, 1.0) > HEAVIEST for part in parts):
            raise self._error(_("weights inside one another multiply; together they are at most %g") % HEAVIEST, 0)
        return parts

    def _parts(self, *, stops: str) -> _Parts:
        """Everything up to one of `stops`, which is left for the caller."""
        found: list[_Text | _Weighted | _Switch] = []
        words = ""
        while (letter := self._peek()) and letter not in stops:
            if letter in "([":
                found.append(_Text(words))
                words = ""
                found.append(self._group(letter))
            elif letter in ")]":
                raise self._error(_("this bracket closes nothing; write %s for a bracket to be seen") % f"\\{letter}")
            else:
                words += self._letter()
        found.append(_Text(words))
        return tuple(part for part in found if part != _Text(""))

    def _letter(self) -> str:
        if self._peek() != "\\":
            return self._take()
        if self._at + 1 >= len(self._text) or self._text[self._at + 1] not in _ESCAPABLE:
            raise self._error(_("a backslash stands only before one of %s") % " ".join(_ESCAPABLE))
        self._take()
        return self._take()

    def _group(self, opening: str) -> _Weighted | _Switch:
        start = self._at
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(_("more than %d brackets inside one another") % DEEPEST)
        self._take()
        read = self._round(start) if opening == "(" else self._square(start)
        self._depth -= 1
        if _GLUED.match(self._text, self._at):
            raise self._error(_("a weight stands inside the brackets: (words:1.3)"))
        return read

    def _round(self, start: int) -> _Weighted:
        parts = self._some(self._parts(stops=":)"), start)
        factor = STEP
        if self._peek() == ":":
            self._take()
            factor = self._number(_("here stands a weight, as in (words:1.3); write \\: for a colon to be seen"))
        self._close(")", start)
        return _Weighted(parts, factor)

    def _square(self, start: int) -> _Weighted | _Switch:
        sides = [self._parts(stops=":|]")]
        while self._peek() == ":" and len(sides) < 2:
            self._take()
            sides.append(self._parts(stops=":|]"))
        if self._peek() == "|":
            raise self._error(_("taking turns, [a|b], is not known here; [a:b:0.4] changes once"))
        if len(sides) == 1:
            self._close("]", start)
            return _Weighted(self._some(sides[0], start), 1 / STEP)
        if self._peek() == "]":
            raise self._error(_("a change has three parts, as in [before:after:0.4]"), start)
        if self._peek() != ":":
            self._close("]", start)
        self._take()
        moment = self._number(_("here stands the fraction of the steps at which the words change, as in [a:b:0.4]"))
        if not 0 < moment < 1:
            raise self._error(_("words change at a fraction of the steps between 0 and 1, as in [a:b:0.4]"), start)
        self._close("]", start)
        self._some(sides[0] + sides[1], start)
        before, after = sides
        return _Switch(before, after, at=moment)

    def _number(self, otherwise: str) -> float:
        self._skip_blanks()
        found = _NUMBER.match(self._text, self._at)
        after = self._text[found.end() :].lstrip()[:1] if found else ""
        if found is None or after not in {"", ")", "]"}:
            raise self._error(otherwise)
        self._at = found.end()
        self._skip_blanks()
        return float(found.group())

    def _some(self, parts: _Parts, start: int) -> _Parts:
        if all(isinstance(part, _Text) and not part.text.strip() for part in parts):
            raise self._error(_("nothing stands between these brackets"), start)
        return parts

    def _close(self, closing: str, start: int) -> None:
        if self._peek() != closing:
            shown = f"\\{self._text[start]}"
            raise self._error(_("this bracket is never closed; write %s for a bracket to be seen") % shown, start)
        self._take()

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        self._at += 1
        return self._text[self._at - 1]

    def _skip_blanks(self) -> None:
        while self._peek().isspace():
            self._take()

    def _error(self, reason: str, at: int | None = None) -> UnreadablePromptError:
        place = self._at if at is None else at
        seen = self._text[max(0, place - 10) : place + 20].strip()
        return UnreadablePromptError(
            _("The prompt is not understood at character %(place)d (“%(words)s”): %(reason)s.")
            % {"place": place + 1, "words": seen, "reason": reason}
        )


def _heaviest(part: _Text | _Weighted | _Switch, weight: float) -> float:
    if isinstance(part, _Text):
        return weight
    if isinstance(part, _Switch):
        return max(_heaviest(side, weight) for side in part.before + part.after)
    return max(_heaviest(inner, weight * part.factor) for inner in part.parts)


def _moments(parts: _Parts) -> set[float]:
    found: set[float] = set()
    for part in parts:
        if isinstance(part, _Switch):
            found |= {part.at} | _moments(part.before) | _moments(part.after)
        elif isinstance(part, _Weighted):
            found |= _moments(part.parts)
    return found


def _pieces(parts: _Parts, fraction: float, weight: float) -> list[Piece]:
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, _Text):
            found.append(Piece(part.text, round(weight, 6)))
        elif isinstance(part, _Weighted):
            found += _pieces(part.parts, fraction, weight * part.factor)
        else:
            found += _pieces(part.before if fraction < part.at else part.after, fraction, weight)
    return found


def _merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one weight together: unweighted words reach the text encoder as they were written."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].weight == piece.weight:
            found[-1] = Piece(found[-1].text + piece.text, piece.weight)
        else:
            found.append(piece)
    return tuple(found)
