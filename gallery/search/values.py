"""What stands after a field's name, read: numbers, days, ranges, names of a closed list, codes."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gallery.search.errors import SearchError
from gallery.search.tokens import Token

_BIGGEST: Final = 2**63 - 1
_DAY: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?")
_AGO: Final = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>[dwm])")
_DAYS_OF: Final = {"d": 1, "w": 7, "m": 30}
_YEARS: Final = range(1900, 3000)


class Span(NamedTuple):
    """From the one, up to and without the other; None is open."""

    since: datetime | None
    until: datetime | None


class Bounds(NamedTuple):
    """From the one to the other, both included; None is open."""

    least: float | None
    most: float | None


def number(token: Token, text: str, *, whole: bool = True) -> float:
    """Raises SearchError."""
    share = text.removesuffix("%") if not whole else text
    try:
        found: float = int(share) if whole else float(share)
        if not (text.isascii() and abs(found) <= _BIGGEST) or "_" in text:
            raise ValueError
    except ValueError as error:
        sentence = _("“%(field)s” wants a number, and “%(value)s” is none.")
        raise SearchError(sentence % {"field": token.field, "value": text}, place=token.place) from error
    return found / 100 if share != text else found


def bounds(token: Token, read: Callable[[str], float]) -> Bounds | None:
    """What `20..30`, `20..` and `..30` say; None if it is no range."""
    if ".." not in token.value or token.compare != ":":
        return None
    least, _dots, most = token.value.partition("..")
    return Bounds(read(least) if least else None, read(most) if most else None)


def span(token: Token) -> Span:
    """What a date, a month, a year, a range of them, or `today`, `yesterday`, `7d` with a comparison says."""
    if ".." in token.value and token.compare == ":":
        first, _dots, last = token.value.partition("..")
        return Span(_whole(token, first).since if first else None, _whole(token, last).until if last else None)
    whole = _whole(token, token.value)
    return {
        ":": whole,
        ">": Span(whole.until, None),
        ">=": Span(whole.since, None),
        "<": Span(None, whole.since),
        "<=": Span(None, whole.until),
    }[token.compare]


def _whole(token: Token, text: str) -> Span:
    """The day, month or year that the text names, in the garden's time zone."""
    try:
        first, after = _days(text.lower())
    except (ValueError, OverflowError) as error:
        sentence = _(
            "“%(field)s” wants a day such as 2026-11-20, a month such as 2026-11, today or 7d; not “%(value)s”."
        )
        raise SearchError(sentence % {"field": token.field, "value": text}, place=token.place) from error
    return Span(_midnight(first), _midnight(after))


def _days(text: str) -> tuple[date, date]:
    """The first day that is meant, and the first that is not any more. Raises ValueError."""
    today = timezone.localdate()
    if text in {"today", "yesterday"}:
        first = today - timedelta(days=text == "yesterday")
        return first, first + timedelta(days=1)
    if ago := _AGO.fullmatch(text):
        first = today - timedelta(days=int(ago["count"]) * _DAYS_OF[ago["unit"]])
        return first, first + timedelta(days=1)
    found = _DAY.fullmatch(text)
    if found is None or int(found["year"]) not in _YEARS:
        raise ValueError(text)
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    first = date(year, month, day)
    if found["day"]:
        return first, first + timedelta(days=1)
    return first, date(year + (month == 12), month % 12 + 1, 1) if found["month"] else date(year + 1, 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def chosen(token: Token, choices: type[TextChoices], *, aliases: Mapping[str, str]) -> str:
    """The value that is named, by itself or by its name in any of the garden's languages. Raises SearchError."""
    value = {**_named(choices), **aliases}.get(token.value.casefold())
    if value is None:
        sentence = _("“%(field)s” is one of %(known)s; not “%(value)s”.")
        names = {"field": token.field, "known": ", ".join(choices.values), "value": token.value}
        raise SearchError(sentence % names, place=token.place)
    return value


@cache
def _named(choices: type[TextChoices]) -> Mapping[str, str]:
    names = {choice.value.casefold(): choice.value for choice in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for choice in choices:
                names.setdefault(str(choice.label).casefold(), choice.value)
    return names


def codes(token: Token) -> tuple[UUID, UUID]:
    """The least and the greatest code that begin as the value does, at least four of its signs. Raises SearchError."""
    said = token.value.lower().replace("-", "").removesuffix("*")
    if not re.fullmatch(r"[0-9a-f]{4,32}", said):
        sentence = _("“%(field)s” wants a code or its first four signs, and “%(value)s” is none.")
        raise SearchError(sentence % {"field": token.field, "value": token.value}, place=token.place)
    return UUID(said.ljust(32, "0")), UUID(said.ljust(32, "f"))


def is_code(text: str) -> bool:
    """Whether it is a whole code."""
    return re.fullmatch(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", text.lower()) is not None
