"""A search read into a condition that any queryset of pictures takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gallery.models import Image
from gallery.search import like, values
from gallery.search.errors import SearchError
from gallery.search.fields import FIELDS, PUBLIC, Field
from gallery.search.tokens import Sign, Token, tidy, tokens

MOST_TERMS: Final = 20
DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class Query:
    """A search that was understood."""

    text: str
    condition: Q
    names: frozenset[str]
    """The fields that it asks; a free word is the field ''."""

    def filter(self, images: QuerySet[Image]) -> QuerySet[Image]:
        return images.filter(self.condition)

    def __bool__(self) -> bool:
        """Whether it asks anything."""
        return bool(self.names)


def parse(text: str) -> Query:
    """For those who may see everything. Raises SearchError."""
    return _Reader(text, FIELDS).query()


def parse_public(text: str) -> Query:
    """For visitors: what a picture hides from them cannot be asked for either. Raises SearchError."""
    return _Reader(text, PUBLIC).query()


@dataclass(slots=True)
class _Reader:
    """Reads `any := all (OR all)*`, `all := one+`, `one := -one | (any) | term`."""

    text: str
    fields: Mapping[str, Field]
    names: set[str] = field(default_factory=set)
    terms: int = 0
    depth: int = 0
    left: list[Token] = field(default_factory=list)

    def query(self) -> Query:
        self.text = tidy(self.text)
        self.left = list(tokens(self.text))[::-1]
        condition = Q() if self.left[-1].sign is Sign.END else self._any()
        if self.left[-1].sign is not Sign.END:
            raise SearchError(_("This parenthesis closes none."), place=self.left[-1].place)
        return Query(self.text.strip(), condition, frozenset(self.names))

    def _any(self) -> Q:
        condition = self._all()
        while self.left[-1].sign is Sign.OR:
            self.left.pop()
            condition |= self._all()
        return condition

    def _all(self) -> Q:
        condition = self._one()
        while self.left[-1].sign in {Sign.NOT, Sign.OPEN, Sign.TERM}:
            condition &= self._one()
        return condition

    def _one(self) -> Q:
        token = self.left.pop()
        if token.sign is Sign.NOT:
            self._deeper(token)
            condition = ~self._one()
            self.depth -= 1
            return condition
        if token.sign is Sign.OPEN:
            return self._group(token)
        if token.sign is Sign.TERM:
            return self._term(token)
        raise SearchError(_("Something is missing here."), place=token.place)

    def _group(self, opening: Token) -> Q:
        self._deeper(opening)
        condition = self._any()
        if self.left.pop().sign is not Sign.CLOSE:
            raise SearchError(_("This parenthesis is not closed."), place=opening.place)
        self.depth -= 1
        return condition

    def _deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise SearchError(_("That is too many parentheses in one another."), place=token.place)

    def _term(self, token: Token) -> Q:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise SearchError(_("A search has at most %(most)d terms.") % {"most": MOST_TERMS}, place=token.place)
        self.names.add(token.field)
        if not token.field:
            return self._free(token)
        if token.field not in self.fields:
            sentence = _(
                "There is no field “%(field)s” here, but %(known)s. Words with a colon go between quotation marks."
            )
            said = {"field": token.field, "known": ", ".join(self.fields)}
            raise SearchError(sentence % said, place=token.place)
        return self.fields[token.field].condition(token)

    def _free(self, token: Token) -> Q:
        """A word of the caption or the favorite; one that may be a part of a key or a code is looked for there, too."""
        wild = "*" if token.wild else ""
        found = like.contains("caption", token.value, wild=wild) | like.contains("favorite", token.value, wild=wild)
        if "key" in self.fields and any(sign.isdigit() or sign in "_/" for sign in token.value):
            found |= like.contains("key_tail", token.value, wild=wild)
        if values.is_code(token.value):
            found |= Q(code=token.value)
        return found
