"""One expansion: the one with a given number, or one by the dice."""

from collections.abc import Callable
from random import Random

from generation.grammar.counting import NOTHING, Bound, Counter
from generation.grammar.nodes import Choice, Node, Row, Text, Variable

Values = dict[str, str]
"""What each variable stands for in one expansion."""


class Numbered:
    """The expansion with a number, found by counting: nothing before it is made. The last part changes quickest."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.chosen: Values = {}

    def of(self, node: Node, number: int) -> str:
        for end, n in self.counter.ways(node, NOTHING).items():
            if number < n:
                return self._text(node, NOTHING, end, number)
            number -= n
        raise IndexError(number)

    def _text(self, node: Node, bound: Bound, end: Bound, number: int) -> str:
        """The numbered one of the ways through the node that lead from `bound` to `end`."""
        if isinstance(node, Text):
            return node.words
        if isinstance(node, Row):
            return self._row(node, bound, end, number)
        if isinstance(node, Choice):
            return self._choice(node, bound, end, number)
        if node.name not in bound:
            value = self._text(self.counter.values[node.name], bound, end - {node.name}, number)
            self.chosen[node.name] = " ".join(value.split())
        return self.chosen[node.name]

    def _row(self, row: Row, bound: Bound, end: Bound, number: int) -> str:
        # The steps are found from the last to the first, and taken from the first: later parts repeat earlier values.
        steps: list[Callable[[], str]] = []
        layers = self.counter.layers(row, bound)
        for part, before in zip(reversed(row.parts), reversed(layers[:-1]), strict=True):
            for start, n in before.items():
                ways = self.counter.ways(part, start).get(end, 0)
                if number < n * ways:
                    break
                number -= n * ways
            number, inner = divmod(number, ways)
            steps.append(_later(self._text, part, start, end, inner))
            end = start
        return "".join(step() for step in reversed(steps))

    def _choice(self, choice: Choice, bound: Bound, end: Bound, number: int) -> str:
        if not choice.picks_one:
            return self._several(choice, bound, end, number)
        for option in choice.options:
            n = self.counter.ways(option, bound).get(end, 0)
            if number < n:
                return self._text(option, bound, end, number)
            number -= n
        raise IndexError(number)

    def _several(self, choice: Choice, bound: Bound, end: Bound, number: int) -> str:
        layers = self.counter.picked(choice, bound)
        for taken in range(choice.least, choice.most + 1):
            n = layers[-1].get((taken, end), 0)
            if number < n:
                break
            number -= n
        steps: list[Callable[[], str]] = []
        for option, before in zip(reversed(choice.options), reversed(layers[:-1]), strict=True):
            without = before.get((taken, end), 0)
            if number < without:
                continue
            number -= without
            for (had, start), n in before.items():
                ways = self.counter.ways(option, start).get(end, 0) if had == taken - 1 else 0
                if number < n * ways:
                    break
                number -= n * ways
            number, inner = divmod(number, ways)
            steps.append(_later(self._text, option, start, end, inner))
            taken, end = taken - 1, start
        return choice.joiner.join(step().strip() for step in reversed(steps))


class Thrown:
    """An expansion by the dice and the weights. Only `Random.random` is used: it alone is the same in every Python."""

    def __init__(self, counter: Counter, dice: Random) -> None:
        self.counter = counter
        self.dice = dice
        self.chosen: Values = {}

    def of(self, node: Node) -> str:
        if isinstance(node, Text):
            return node.words
        if isinstance(node, Row):
            return "".join(self.of(part) for part in node.parts)
        if isinstance(node, Variable):
            if node.name not in self.chosen:
                value = self.of(self.counter.values[node.name])
                self.chosen[node.name] = " ".join(value.split())
            return self.chosen[node.name]
        if node.picks_one:
            return self.of(node.options[self._one(node, list(range(len(node.options))))])
        left = list(range(len(node.options)))
        several = node.least + int(self.dice.random() * (node.most - node.least + 1))
        taken = []
        for _ in range(several):
            taken.append(self._one(node, left))
            left.remove(taken[-1])
        # In the order in which they are written: the dice find nothing that the numbers do not.
        return node.joiner.join(self.of(node.options[option]).strip() for option in sorted(taken))

    def _one(self, choice: Choice, left: list[int]) -> int:
        aim = self.dice.random() * sum(choice.weights[option] for option in left)
        for option in left:
            aim -= choice.weights[option]
            if aim < 0:
                return option
        return left[-1]


def _later(text: Callable[..., str], *arguments: object) -> Callable[[], str]:
    return lambda: text(*arguments)
