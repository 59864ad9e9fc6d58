"""What a term asks of the rows: the condition that each kind of field makes of its value."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from django.db.models import F, Q, TextChoices
from django.db.models.functions import Greatest
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils.translation import gettext as _

from gallery.search import like, values
from gallery.search.errors import SearchError
from gallery.search.tokens import Token

_LOOKUPS: Final = {":": "exact", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
_COMPARED: Final = {":": Exact, ">": GreaterThan, ">=": GreaterThanOrEqual, "<": LessThan, "<=": LessThanOrEqual}


def choice(token: Token, *, column: str, choices: type[TextChoices], aliases: Mapping[str, str]) -> Q:
    return Q(**{column: values.chosen(token, choices, aliases=aliases)})


def text(token: Token, *, column: str) -> Q:
    """The whole of it, or a part with stars."""
    return like.matches(column, token.value) if token.wild else Q(**{column: token.value})


def person(token: Token) -> Q:
    return Q(decided_by__username=token.value)


def favorite(token: Token) -> Q:
    """Kept in lower case with single spaces."""
    tidy = " ".join(token.value.lower().split())
    return like.matches("favorite", tidy) if token.wild else Q(favorite=tidy)


def caption(token: Token) -> Q:
    return like.contains("caption", token.value, wild="*" if token.wild else "")


def number(token: Token, *, column: str) -> Q:
    found = values.bounds(token, partial(values.number, token))
    if found is None:
        return Q(**{f"{column}__{_LOOKUPS[token.compare]}": values.number(token, token.value)})
    least = Q() if found.least is None else Q(**{f"{column}__gte": found.least})
    return least if found.most is None else least & Q(**{f"{column}__lte": found.most})


def size(token: Token) -> Q:
    """The longer side."""
    longest = Greatest(F("width"), F("height"))
    found = values.bounds(token, partial(values.number, token))
    if found is None:
        return Q(_COMPARED[token.compare](longest, int(values.number(token, token.value))))
    least = Q() if found.least is None else Q(GreaterThanOrEqual(longest, int(found.least)))
    return least if found.most is None else least & Q(LessThanOrEqual(longest, int(found.most)))


def rate(token: Token) -> Q:
    """Likes for each showing; a picture that nobody has seen has none."""
    read = partial(values.number, token, whole=False)
    found = values.bounds(token, read)
    seen = Q(showings__gt=0)
    if found is None:
        return seen & Q(**{f"likes__{_LOOKUPS[token.compare]}": F("showings") * read(token.value)})
    least = seen if found.least is None else seen & Q(likes__gte=F("showings") * found.least)
    return least if found.most is None else least & Q(likes__lte=F("showings") * found.most)


def day(token: Token, *, column: str) -> Q:
    since, until = values.span(token)
    first = Q(**{f"{column}__gte": since}) if since else Q()
    return first & Q(**{f"{column}__lt": until}) if until else first


def code(token: Token, *, column: str) -> Q:
    least, most = values.codes(token)
    return Q(**{column: least}) if least == most else Q(**{f"{column}__range": (least, most)})


def one_of(token: Token, *, known: Mapping[str, Q]) -> Q:
    if token.value.lower() not in known:
        sentence = _("“%(field)s” is one of %(known)s; not “%(value)s”.")
        said = {"field": token.field, "known": ", ".join(known), "value": token.value}
        raise SearchError(sentence % said, place=token.place)
    return known[token.value.lower()]
