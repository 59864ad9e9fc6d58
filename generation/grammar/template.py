"""A template: read, counted and expanded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count as numbers
from random import Random
from typing import Final

from generation.grammar.counting import Counter
from generation.grammar.expanding import Numbered, Thrown
from generation.grammar.nodes import Choice, GrammarError, Node, Row, Text, Variable
from generation.grammar.reader import Reader, gettext_noop

# What an erased slot leaves behind: commas in a row, spaces before one.
_COMMAS: Final = re.compile(r"\s*,(?:\s*,)*")
_APART: Final = "\0"
MOST_VARIABLES: Final = 50


@dataclass(frozen=True, slots=True)
class Expansion:
    """One prompt: its number in the list, its words, its favorite and what was chosen for the variables."""

    index: int
    text: str
    favorite: str
    values: dict[str, str]


class Template:
    """Raises GrammarError when the text, the favorite or a variable cannot be read."""

    def __init__(self, text: str, *, favorite: str = "", variables: Mapping[str, Sequence[str]] | None = None) -> None:
        values = {name: _values(name, tuple(options)) for name, options in (variables or {}).items()}
        if len(values) > MOST_VARIABLES:
            raise GrammarError(gettext_noop("There are more than %(most)d variables."), most=MOST_VARIABLES)
        self._root = Row((Reader(text).template(), Text(_APART), Reader(favorite).template()))
        _check(self._root, values)
        self._counter = Counter(values)

    @cached_property
    def count(self) -> int:
        """Exactly as many as `all` gives."""
        return self._counter.total(self._root)

    def nth(self, index: int) -> Expansion:
        """Raises IndexError."""
        numbered = Numbered(self._counter)
        return _expansion(index, numbered.of(self._root, index), numbered.chosen)

    def thrown(self, index: int, *, seed: int) -> Expansion:
        """The indexed one of the endless list that the seed and the weights make, in any process the same."""
        thrown = Thrown(self._counter, Random(f"{seed}:{index}"))
        return _expansion(index, thrown.of(self._root), thrown.chosen)

    def all(self) -> Iterator[Expansion]:
        """Every expansion once, made as it is asked for."""
        return map(self.nth, range(self.count))

    def random(self, *, seed: int) -> Iterator[Expansion]:
        """Endless."""
        return (self.thrown(index, seed=seed) for index in numbers())


def _expansion(index: int, text: str, values: dict[str, str]) -> Expansion:
    words, _apart, favorite = text.partition(_APART)
    return Expansion(index, tidy(words), tidy(favorite), values)


def tidy(text: str) -> str:
    """Single spaces, single commas, none at the ends."""
    return " ".join(_COMMAS.sub(",", text).split()).strip(", ")


@lru_cache(maxsize=256)
def _values(name: str, options: tuple[str, ...]) -> Choice:
    """Read once for all the templates of a set: the nodes are frozen."""
    try:
        if not options:
            raise GrammarError(gettext_noop("It has no values."))
        read = [Reader(option).option() for option in options]
    except GrammarError as error:
        raise GrammarError(error.message, variable=name, **error.values) from error
    return Choice(tuple(row for row, _ in read), tuple(weight for _, weight in read))


def _check(root: Node, values: Mapping[str, Choice]) -> None:
    """Every name is known, and no variable is made of itself."""
    _look(root, values, "")
    unseen, path = dict(values), list[str]()

    def visit(name: str) -> None:
        if name in path:
            raise GrammarError(gettext_noop("It is made of itself."), variable=name)
        if name not in unseen:
            return
        path.append(name)
        for variable in _variables(values[name]):
            visit(variable.name)
        path.remove(name)
        del unseen[name]

    for name in values:
        _look(values[name], values, name)
    for name in values:
        visit(name)


def _look(node: Node, values: Mapping[str, Choice], inside: str) -> None:
    for variable in _variables(node):
        if variable.name not in values:
            raise GrammarError(
                gettext_noop("At character %(place)d stands “%(name)s”, which is none of the variables: %(known)s."),
                place=variable.place,
                variable=inside,
                name=variable.name,
                known=", ".join(values) or "–",
            )


def _variables(node: Node) -> Iterator[Variable]:
    if isinstance(node, Variable):
        yield node
    elif isinstance(node, Row | Choice):
        for inner in node.parts if isinstance(node, Row) else node.options:
            yield from _variables(inner)
