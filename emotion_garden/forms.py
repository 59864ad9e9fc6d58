"""What a visitor may ask of the garden's pages: a favorite, an orientation; read leniently, since links are shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gallery.models import Orientation
from recommendations import questions

SEASONS: Final[dict[str, Promise]] = {
    "spring": _("spring"),
    "summer": _("summer"),
    "autumn": _("autumn"),
    "winter": _("winter"),
}
WEATHERS: Final[dict[str, Promise]] = {
    "sunny": _("sunny"),
    "cloudy": _("cloudy"),
    "rainy": _("rainy"),
    "snowy": _("snowy"),
}
TIMES: Final[dict[str, Promise]] = {
    "day": _("day"),
    "sunset": _("sunset"),
    "the-early-dawn": _("early dawn"),
    "the-middle-of-the-night": _("middle of the night"),
}
PARTS: Final = {"season": SEASONS, "weather": WEATHERS, "time": TIMES}
TITLES: Final[dict[str, Promise]] = {
    "season": pgettext_lazy("favorite", "Season"),
    "weather": pgettext_lazy("favorite", "Weather"),
    "time": pgettext_lazy("favorite", "Time of day"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the favorite form; `options` are (value, words) without the "any" that comes first."""

    name: str
    title: str
    options: list[tuple[str, str]]
    chosen: str


def favorite(asked: Mapping[str, str]) -> str:
    """The favorite that was meant: by name, or by parts, such as "winter,*,day"; empty when any will do."""
    if named := asked.get("favorite", "").strip():
        # What nobody can have typed names no favorite; PostgreSQL would not even look for it.
        return named[:100] if named.isprintable() else ""
    parts = [asked[name] if asked.get(name) in options else questions.ANY for name, options in PARTS.items()]
    return "" if all(part == questions.ANY for part in parts) else ",".join(parts)


def choices(favorite: str, *, served: Sequence[str]) -> list[Choice]:
    """The selects, with the favorite of now chosen: season, weather, time, and what no three words can say."""
    now = set(favorite.split(","))
    found = [
        Choice(name, str(TITLES[name]), [(key, str(words)) for key, words in options.items()], _one(options, now))
        for name, options in PARTS.items()
    ]
    others = [(name, name) for name in served if not _in_parts(name)]
    if others:
        title = str(pgettext_lazy("favorite", "Something else"))
        found.append(Choice("favorite", title, others, favorite if not _in_parts(favorite) else ""))
    return found


def words(favorite: str) -> str:
    """The favorite in the reader's language: "spring, cloudy, day"."""
    known = SEASONS | WEATHERS | TIMES
    said = (part for part in favorite.split(",") if part and part != questions.ANY)
    return ", ".join(str(known.get(part, part)) for part in said)


def orientation(request: HttpRequest) -> str:
    """The one asked for, else the one that fits the device as far as its headers tell: phones are held upright."""
    asked = request.GET.get("orientation", "")
    if asked in Orientation.values:
        return asked
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    phone = hint == "?1" or (not hint and "Mobi" in request.headers.get("User-Agent", ""))
    return Orientation.LANDSCAPE.value if phone else Orientation.PORTRAIT.value


def _in_parts(name: str) -> bool:
    have = name.split(",")
    return len(have) == len(PARTS) and all(
        part in options or part == questions.ANY for part, options in zip(have, PARTS.values(), strict=True)
    )


def _one(options: Mapping[str, Promise], now: set[str]) -> str:
    return next((key for key in options if key in now), "")
