"""What a template is made of, and what can be wrong with one."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Words as they are."""

    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A name whose value is chosen once in each expansion, however often it is written."""

    name: str
    place: int


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Parts that follow each other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """`least` to `most` of the options, in the order in which they are written."""

    options: tuple[Row, ...]
    weights: tuple[float, ...]
    least: int = 1
    most: int = 1
    joiner: str = ", "

    @property
    def picks_one(self) -> bool:
        return self.least == self.most == 1


Node = Text | Variable | Row | Choice


class GrammarError(ValueError):
    """A template that cannot be read: `message % values` is the sentence, `place` counts characters from 1.

    `message` is a key of the catalogue, for whoever shows it in another language.
    """

    def __init__(self, message: str, *, place: int = 0, variable: str = "", **values: Any) -> None:
        self.message = message
        self.place = place
        self.variable = variable
        self.values = {"place": place, **values}
        super().__init__(message % self.values)
