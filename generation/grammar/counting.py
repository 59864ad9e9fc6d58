"""How many expansions there are, without making one: ways through a node, by which variables are chosen after it."""

from collections.abc import Mapping
from typing import Final, TypeVar

from generation.grammar.nodes import Choice, GrammarError, Node, Row, Text, Variable
from generation.grammar.reader import gettext_noop

Bound = frozenset[str]
"""The variables that have a value already."""
Ways = dict[Bound, int]
"""So many ways lead to each."""
Picked = dict[tuple[int, Bound], int]
"""The same for the first options of a choice, by how many of them were picked."""

_States = TypeVar("_States", Ways, Picked)

NOTHING: Final[Bound] = frozenset()
MOST_STATES: Final = 2000
# All that one template may keep in memory: about a hundred megabytes.
MOST_KEPT: Final = 200_000


class Counter:
    """Counts exactly and once: a variable that only one branch names multiplies only that branch."""

    def __init__(self, values: Mapping[str, Choice]) -> None:
        self.values = values
        # By identity: the nodes live as long as their template, and so as long as this.
        self._ways: dict[tuple[int, Bound], Ways] = {}
        self._layers: dict[tuple[int, Bound], list[Ways]] = {}
        self._picked: dict[tuple[int, Bound], list[Picked]] = {}
        self._left = MOST_KEPT

    def total(self, node: Node) -> int:
        return sum(self.ways(node, NOTHING).values())

    def ways(self, node: Node, bound: Bound) -> Ways:
        key = (id(node), bound)
        if key not in self._ways:
            self._ways[key] = self._kept(self._count(node, bound))
        return self._ways[key]

    def _count(self, node: Node, bound: Bound) -> Ways:
        if isinstance(node, Text):
            return {bound: 1}
        if isinstance(node, Row):
            return self.layers(node, bound)[-1]
        if isinstance(node, Variable):
            if node.name in bound:
                return {bound: 1}
            return {end | {node.name}: n for end, n in self.ways(self.values[node.name], bound).items()}
        ends: Ways = {}
        if node.picks_one:
            for option in node.options:
                for end, n in self.ways(option, bound).items():
                    ends[end] = ends.get(end, 0) + n
            return ends
        for (taken, end), n in self.picked(node, bound)[-1].items():
            if taken >= node.least:
                ends[end] = ends.get(end, 0) + n
        return ends

    def layers(self, row: Row, bound: Bound) -> list[Ways]:
        """The ways before the first part, after it, after the second …"""
        key = (id(row), bound)
        if key not in self._layers:
            layers: list[Ways] = [{bound: 1}]
            for part in row.parts:
                if isinstance(part, Text):
                    layers.append(layers[-1])
                    continue
                after: Ways = {}
                for before, n in layers[-1].items():
                    for end, more in self.ways(part, before).items():
                        after[end] = after.get(end, 0) + n * more
                layers.append(self._kept(after))
            self._layers[key] = layers
        return self._layers[key]

    def picked(self, choice: Choice, bound: Bound) -> list[Picked]:
        """The same for a choice of several: each option is left out or taken, up to `most`."""
        key = (id(choice), bound)
        if key not in self._picked:
            layers: list[Picked] = [{(0, bound): 1}]
            for option in choice.options:
                after = dict(layers[-1])
                for (taken, before), n in layers[-1].items():
                    for end, more in self.ways(option, before).items() if taken < choice.most else ():
                        after[taken + 1, end] = after.get((taken + 1, end), 0) + n * more
                layers.append(self._kept(after))
            self._picked[key] = layers
        return self._picked[key]

    def _kept(self, states: _States) -> _States:
        self._left -= len(states)
        if len(states) > MOST_STATES or self._left < 0:
            raise GrammarError(
                gettext_noop("Too many variables stand inside choices; move some of them outside of { }.")
            )
        return states
