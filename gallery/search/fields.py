"""The fields of the search language: what each takes, and what it says of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gallery import alike
from gallery.models import SAFE, Emotion, Orientation, Safety, Status
from gallery.search import asking
from gallery.search.errors import SearchError
from gallery.search.tokens import Token

_NUMBERS: Final = frozenset({"seed", "steps", "likes", "showings", "rate", "size", "width", "height"})
_DAYS: Final = frozenset({"made", "decided"})
# What visitors are shown of a picture anyway, and so may ask for.
_OPEN: Final = frozenset(
    {"emotion", "favorite", "caption", "likes", "made", "size", "width", "height", "orientation", "code"}
)


@dataclass(frozen=True, slots=True)
class Field:
    """One name before a colon."""

    name: str
    ask: Callable[[Token], Q]
    example: str
    says: str | Promise

    def condition(self, token: Token) -> Q:
        """Raises SearchError."""
        if token.compare != ":" and self.name not in _NUMBERS | _DAYS:
            sentence = gettext("“%(field)s” takes a colon only: %(example)s.")
            raise SearchError(sentence % {"field": self.name, "example": self.example}, place=token.place)
        return self.ask(token)


_IS: Final = {
    "cover": Q(is_cover=True),
    "safe": Q(safety__in=sorted(SAFE)),
    "liked": Q(likes__gt=0),
    "alike": alike.is_alike(),
}
_HAS: Final = {
    "favorite": ~Q(favorite=""),
    "caption": ~Q(caption=""),
    "model": ~Q(model=""),
    "batch": Q(batch_code__isnull=False),
    "seed": Q(seed__isnull=False),
}
_STATUS_NAMES: Final = {"waiting": Status.POOL.value, "served": Status.SERVING.value}


def _choice(column: str, choices: type[TextChoices], **aliases: str) -> Callable[[Token], Q]:
    return partial(asking.choice, column=column, choices=choices, aliases=aliases)


def _number(column: str) -> Callable[[Token], Q]:
    return partial(asking.number, column=column)


def _text(column: str) -> Callable[[Token], Q]:
    return partial(asking.text, column=column)


def _code(column: str) -> Callable[[Token], Q]:
    return partial(asking.code, column=column)


def _day(column: str) -> Callable[[Token], Q]:
    return partial(asking.day, column=column)


def _one_of(known: Mapping[str, Q]) -> Callable[[Token], Q]:
    return partial(asking.one_of, known=known)


_TABLE: Final = (
    Field("emotion", _choice("emotion", Emotion), "emotion:happy", _("its emotion, named in English or Korean")),
    Field("favorite", asking.favorite, "favorite:cat", _("its favorite; * stands for anything")),
    Field("caption", asking.caption, 'caption:"quiet pond"', _("a part of its caption")),
    Field("model", _text("model"), "model:sd*", _("what made it; * stands for anything")),
    Field("seed", _number("seed"), "seed:42", _("its random seed")),
    Field("steps", _number("steps"), "steps:20..30", _("the steps of its recipe")),
    Field("likes", _number("likes"), "likes>=3", _("how often it is liked")),
    Field("showings", _number("showings"), "showings>100", _("how often it was seen")),
    Field("rate", asking.rate, "rate>10%", _("its likes for each showing")),
    Field("made", _day("created_at"), "made>2026-11-01", _("when it was made")),
    Field("decided", _day("decided_at"), "decided:today", _("when it was decided about")),
    Field("by", asking.person, "by:curator", _("who decided about it")),
    Field("size", asking.size, "size>=1024", _("its longer side, in pixels")),
    Field("width", _number("width"), "width>=1024", _("its width, in pixels")),
    Field("height", _number("height"), "height<800", _("its height, in pixels")),
    Field("orientation", _choice("orientation", Orientation), "orientation:portrait", _("landscape or portrait")),
    Field("safety", _choice("safety", Safety), "safety:flagged", _("what the safety checker said")),
    Field(
        "status", _choice("status", Status, **_STATUS_NAMES), "status:rejected", _("pool, rejected, serving, retired")
    ),
    Field("batch", _code("batch_code"), "batch:9d0e5a0e", _("the batch it came from, or how its code begins")),
    Field("family", _code("family"), "family:51c2e0f4", _("pictures that belong together, or how their code begins")),
    Field("code", _code("code"), "code:1b219bcd", _("its code, or how it begins")),
    Field("key", _text("key_tail"), "key:happy/cat/*", _("its key; * stands for anything")),
    Field("is", _one_of(_IS), "is:cover", _("cover, safe, liked, or alike: it looks like another")),
    Field("has", _one_of(_HAS), "has:favorite", _("favorite, caption, model, batch or seed")),
)
FIELDS: Final[Mapping[str, Field]] = {field.name: field for field in _TABLE}
PUBLIC: Final[Mapping[str, Field]] = {field.name: field for field in _TABLE if field.name in _OPEN}
HELP: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("rose garden", _("both words, in the caption or the favorite")),
    ('"rose garden"', _("these words, in this order")),
    ("rose OR tulip", _("one of them, or both")),
    ("-rose", _("not this; before a field, too: -favorite:cat")),
    ("(rose OR tulip) -sad", _("parentheses keep together")),
    ("steps:20..30", _("from and to; 20.. and ..30 are open, > >= < <= compare")),
    ("made:2026-11", _("a day, a month or a year; today, yesterday, 7d, 2w or 3m ago")),
)
