"""What single fields say: moments, ages, emotions, events, impression lists; what is wrong is refused by its line."""

import math
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote_plus

from django.utils.translation import gettext as _

from gallery.models import AgeGroup, Emotion, Gender
from recommendations.datasets.tables import Row

# Larger numbers are no seconds (the year 5138) but milliseconds, and from the next one on microseconds.
_MILLISECONDS: Final = 1e11
_MICROSECONDS: Final = 1e14
# Upper ends of the original's generations, in years.
_GENERATIONS: Final = (
    (5, AgeGroup.TODDLER), (12, AgeGroup.CHILD), (18, AgeGroup.TEENAGER), (25, AgeGroup.YOUNG_ADULT),
    (49, AgeGroup.ADULT), (64, AgeGroup.MIDDLE_AGE),
)  # fmt: skip
_OLDEST: Final = 150
_GENDERS: Final = {"f": Gender.FEMALE, "female": Gender.FEMALE, "m": Gender.MALE, "male": Gender.MALE}
# What is said of a picture without liking it. Everything else is taken for a like where data of others are measured:
# each knows other words for one (click, watch, purchase).
SHOWN: Final = frozenset({"impression", "showing", "shown"})
AGAINST: Final = frozenset({"dislike", "not_now", "not now", "unlike", "skip"})
# What our own log calls a like, and the original: what may be written into a garden.
LIKES: Final = frozenset({"", "click", "like"})


def moment(row: Row) -> float:
    """Seconds since 1970: of a number of seconds, milliseconds or microseconds, or of an ISO date; 0 without one."""
    text = row.get("TIMESTAMP")
    if not text:
        return 0.0
    try:
        number = float(text)
    except ValueError:
        number = _iso(row, text)
    size = abs(number)
    if not math.isfinite(number) or size >= _MICROSECONDS * 1000:
        row.refuse(_not_a_moment(text))
    if size >= _MICROSECONDS:
        return number / 1e6
    return number / 1000 if size >= _MILLISECONDS else number


def _iso(row: Row, text: str) -> float:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        row.refuse(_not_a_moment(text))
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _not_a_moment(text: str) -> str:
    return _("TIMESTAMP “%(text)s” is neither seconds since 1970 nor a date.") % {"text": text[:40]}


def age_group(row: Row) -> str | None:
    """Of GENERATION, or of AGE where there is none: one of the seven words, or an age in years; None for the rest."""
    text = (row.get("GENERATION") or row.get("AGE")).lower().replace(" ", "-")
    if text in AgeGroup.values:
        return text
    try:
        years = float(text)
    except ValueError:
        return None
    if not 0 <= years <= _OLDEST:
        row.refuse(_("“%(text)s” is no age.") % {"text": text[:40]})
    return next((group.value for end, group in _GENERATIONS if years <= end), AgeGroup.ELDER.value)


def gender(row: Row) -> str | None:
    found = _GENDERS.get(row.get("GENDER").lower())
    return None if found is None else found.value


def felt(row: Row) -> str:
    """A visitor's emotion: the original writes HAPPY. A word that is none of the eight is none."""
    text = row.get("EMOTION").lower()
    return text if text in Emotion.values else ""


def mood(row: Row) -> tuple[str, str]:
    """A picture's emotion and favorite, of “happy” or “happy/spring,cloudy,day”; other words stay as they are."""
    emotion, _slash, favorite = row.get("EMOTION").partition("/")
    return emotion.strip().lower(), favorite.strip()


def key(text: str) -> str:
    """A picture by its key, also where an old client sent its whole address."""
    if "://" in text and "emotions/" in text:
        return unquote_plus(text[text.rindex("emotions/") :])
    return text


def beside(row: Row, item: str) -> tuple[str, ...]:
    """The pictures that were shown together, in order, each once; none if there was but the one itself.

    A list of that one alone is what an export writes that does not know what was shown.
    """
    text = row.get("IMPRESSION")
    if not text:
        return ()
    shown = tuple(dict.fromkeys(key(part.strip()) for part in text.split("|") if part.strip()))
    return () if set(shown) <= {item} else shown


def event(row: Row) -> str:
    return row.get("EVENT_TYPE").lower()
