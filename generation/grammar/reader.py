"""A template's text, read into nodes; what cannot be read is an error that says where."""

import re
from typing import Any, Final

from generation.grammar.nodes import Choice, GrammarError, Node, Row, Text, Variable

LONGEST: Final = 4000
DEEPEST: Final = 20
# Counting a choice of several takes time and memory like their product.
MOST_PICKS: Final = 20_000
ESCAPED: Final = "{}$"
# The original's templates name their five slots so; any other bracket belongs to the weighting of prompts.
SLOT: Final = re.compile(r"\[(EMOTION|ANIMAL|WEATHER|SEASON|TIME)\]")
NAME: Final = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<plain>[A-Za-z_]\w*))")
HOW_MANY: Final = re.compile(r"\s*(?P<least>\d{1,4})(?:-(?P<most>\d{1,4}))?\$\$(?:(?P<joiner>[^{}|$\\]*)\$\$)?")
# Read in one go: letter by letter is felt with thousands of templates.
PLAIN: Final = re.compile(r"[^\\{}$\[|]+")
WEIGHT: Final = re.compile(r"\s*(?P<weight>\d{1,6}(?:\.\d{1,6})?)::")


def gettext_noop(message: str) -> str:
    """Marks a sentence for the catalogue; this package knows no Django that would translate it."""
    return message


class Reader:
    """Reads one text from the left to the right."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\0", " ")
        self.at = 0
        self.depth = 0
        if len(text) > LONGEST:
            raise GrammarError(
                gettext_noop("A template has at most %(longest)d characters, not %(length)d."),
                longest=LONGEST,
                length=len(text),
            )

    def template(self) -> Row:
        return self._row()

    def option(self) -> tuple[Row, float]:
        """The whole text as one option of a choice, with its weight."""
        weight = self._weight()
        return self._row(), weight

    def _row(self) -> Row:
        parts: list[Node] = []
        words: list[str] = []
        while self.at < len(self.text) and not (self.depth and self.text[self.at] in "|}"):
            node = self._node()
            if isinstance(node, str):
                words.append(node)
                continue
            if words:
                parts.append(Text("".join(words)))
                words = []
            parts.append(node)
        if words:
            parts.append(Text("".join(words)))
        return Row(tuple(parts))

    def _node(self) -> Node | str:
        """The next node, or the next piece of plain text."""
        if (plain := PLAIN.match(self.text, self.at)) is not None:
            self.at = plain.end()
            return plain[0]
        sign = self.text[self.at]
        if sign == "\\":
            return self._escape()
        if sign == "{":
            return self._choice()
        if sign == "}":
            raise self._error(gettext_noop("The } at character %(place)d closes nothing; \\} is the sign itself."))
        if sign == "$":
            return self._variable()
        if (slot := SLOT.match(self.text, self.at)) is not None:
            place, self.at = self.at + 1, slot.end()
            return Variable(slot[1].lower(), place)
        self.at += 1
        return sign

    def _escape(self) -> str:
        """A backslash makes our own signs plain; before any other it stays, for the weighting of prompts reads it."""
        pair = self.text[self.at : self.at + 2]
        self.at += len(pair)
        ours = ESCAPED + "|" if self.depth else ESCAPED
        return pair[1] if pair[1:] and pair[1] in ours else pair

    def _variable(self) -> Node | str:
        if self.text.startswith("$$", self.at):
            raise self._error(
                gettext_noop(
                    "The $$ at character %(place)d stands after no number; "
                    "{2$$a|b|c} picks two, \\$ is the sign itself."
                )
            )
        found = NAME.match(self.text, self.at)
        if found is None:
            if self.text.startswith("${", self.at):
                raise self._error(
                    gettext_noop("The ${ at character %(place)d is followed by no name and }, such as ${season}.")
                )
            self.at += 1
            return "$"
        place, self.at = self.at + 1, found.end()
        return Variable(found["braced"] or found["plain"], place)

    def _choice(self) -> Choice:
        start = self.at
        self.at, self.depth = self.at + 1, self.depth + 1
        if self.depth > DEEPEST:
            raise self._error(
                gettext_noop("At character %(place)d the braces are nested more than %(deepest)d deep."),
                deepest=DEEPEST,
            )
        many = HOW_MANY.match(self.text, self.at)
        self.at = many.end() if many else self.at
        options = self._options(start)
        self.depth -= 1
        rows, weights = tuple(row for row, _ in options), tuple(weight for _, weight in options)
        if many is None:
            return Choice(rows, weights)
        least, most = int(many["least"]), int(many["most"] or many["least"])
        if not least <= most <= len(rows):
            raise self._error(
                gettext_noop("The { at character %(place)d picks %(least)d to %(most)d of %(given)d options."),
                at=start, least=least, most=most, given=len(rows),
            )  # fmt: skip
        if most * len(rows) > MOST_PICKS:
            raise self._error(gettext_noop("The { at character %(place)d picks more than can be counted."), at=start)
        return Choice(rows, weights, least, most, ", " if many["joiner"] is None else many["joiner"])

    def _options(self, start: int) -> list[tuple[Row, float]]:
        options: list[tuple[Row, float]] = []
        while True:
            weight = self._weight()
            options.append((self._row(), weight))
            if self.at >= len(self.text):
                raise self._error(
                    gettext_noop("The { at character %(place)d is never closed; \\{ is the sign itself."),
                    at=start,
                )
            sign, self.at = self.text[self.at], self.at + 1
            if sign == "}":
                break
        if len(options) == 1 and not options[0][0].parts:
            raise self._error(gettext_noop("The braces at character %(place)d are empty."), at=start)
        return options

    def _weight(self) -> float:
        found = WEIGHT.match(self.text, self.at)
        if found is None:
            end = re.compile(r"[^{}|$\\]*?::").match(self.text, self.at)
            if end is not None:
                raise self._error(gettext_noop("At character %(place)d :: stands after no number; {3::a|b} prefers a."))
            return 1.0
        weight = float(found["weight"])
        if not weight:
            raise self._error(gettext_noop("The weight at character %(place)d is 0; leave the option out instead."))
        self.at = found.end()
        return weight

    def _error(self, message: str, *, at: int | None = None, **values: Any) -> GrammarError:
        return GrammarError(message, place=(self.at if at is None else at) + 1, **values)
