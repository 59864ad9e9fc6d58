"""What visitors made of the pictures they were shown: by day, emotion and taste model; what nobody has seen yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import Count, F, Max, Q, TextField
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from emotion_garden.plots import Rate
from gallery.models import Emotion, Image
from recommendations.models import Interaction, Kind, Slate
from recommendations.newcomers import Standing, standing

DAYS: Final = 28
# Counting reads rows; nobody needs it more often than that.
KEPT_SECONDS: Final = 600
# From so many slates on, only one of several is counted: rates need no more, and a page has to come up.
SLATES: Final = 50_000
NEWEST: Final = 12
_KEY: Final = "taste-figures"
_NEWCOMERS: Final = "taste-newcomers"


class Group(NamedTuple):
    """One group of what was shown, and how much of it was liked."""

    day: str
    emotion: str
    model: int | None
    rate: Rate


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of what is served has been shown to anybody."""

    emotion: str
    shown: int
    served: int

    @property
    def label(self) -> str:
        return str(Emotion(self.emotion).label)

    @property
    def unseen(self) -> int:
        return self.served - self.shown

    @property
    def rate(self) -> Rate:
        return Rate(self.shown, self.served)


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it, as of `at`. `every`: one of so many slates was counted."""

    at: datetime
    days: tuple[date, ...]
    counts: tuple[Group, ...]
    seen: tuple[Seen, ...]
    every: int
    unseen: tuple[int, ...]

    def by_day(self) -> list[tuple[date, Rate]]:
        found = _summed((count.day, count.rate) for count in self.counts)
        return [(day, found.get(day.isoformat(), Rate(0, 0))) for day in self.days]

    def by_emotion(self) -> Mapping[str, Rate]:
        found = _summed((count.emotion, count.rate) for count in self.counts)
        return {emotion: found.get(emotion, Rate(0, 0)) for emotion in Emotion.values}

    def by_model(self) -> Mapping[int | None, Rate]:
        """None stands for popularity."""
        return _summed((count.model, count.rate) for count in self.counts)

    @property
    def total(self) -> Rate:
        return sum((count.rate for count in self.counts), Rate(0, 0))


def look() -> Figures:
    """At most KEPT_SECONDS old; four queries when it is counted anew."""
    kept: Figures | None = cache.get(_KEY)
    if kept is None:
        kept = _counted(timezone.now())
        cache.set(_KEY, kept, KEPT_SECONDS)
    return kept


def forget() -> None:
    cache.delete(_KEY)


def unseen(figures: Figures) -> list[Image]:
    """The newest pictures that nobody had been shown, as far as they are still served."""
    return list(Image.objects.serving().filter(pk__in=figures.unseen).order_by("-decided_at", "-pk").defer("recipe"))


def newcomers() -> list[Standing]:
    """How the newcomers of each emotion stand; as old as the figures may be."""
    found: list[Standing] = cache.get_or_set(_NEWCOMERS, standing, KEPT_SECONDS) or []
    return found


def _counted(now: datetime) -> Figures:
    today = now.date()
    days = tuple(today - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    every = -(-(Slate.objects.aggregate(Max("pk"))["pk__max"] or 0) // SLATES) or 1
    new = Image.objects.serving().filter(showings=0).order_by("-decided_at", "-pk").values_list("pk", flat=True)
    return Figures(now, days, tuple(_groups(days[0], every)), tuple(_seen()), every, tuple(new[:NEWEST]))


def _groups(first: date, every: int) -> Iterable[Group]:
    """Days are UTC's. What was taken back counts as not liked."""
    met = Interaction.objects.filter(
        kind__in=(Kind.IMPRESSION, Kind.LIKE),
        withdrawn_at=None,
        slate__isnull=False,
        created_at__gte=datetime.combine(first, time.min, UTC),
    )
    if every > 1:
        # Not `Mod`, which is a function of Python's on SQLite.
        met = met.annotate(turn=F("slate_id") % every).filter(turn=0)
    # The first ten letters, since SQLite's own functions for days are Python's and slow.
    days = met.order_by().annotate(day=Substr(Cast("created_at", TextField()), 1, 10))
    columns = ("day", "emotion", "slate__taste_model", "kind")
    shown: dict[tuple[str, str, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for day, emotion, model, kind, number in days.values(*columns).annotate(n=Count("*")).values_list(*columns, "n"):
        shown[day, emotion, model][kind == Kind.LIKE] += number
    return [Group(*key, Rate(likes, showings)) for key, (showings, likes) in shown.items()]


def _seen() -> Iterable[Seen]:
    served = Image.objects.serving().order_by().values("emotion")
    counted = served.annotate(all=Count("*"), met=Count("pk", filter=Q(showings__gt=0))).values_list(
        "emotion", "all", "met"
    )
    found = {emotion: (met, number) for emotion, number, met in counted}
    return [Seen(emotion, *found.get(emotion, (0, 0))) for emotion in Emotion.values]


def _summed(pairs: Iterable[tuple[Any, Rate]]) -> dict[Any, Rate]:
    found: dict[Any, Rate] = defaultdict(lambda: Rate(0, 0))
    for key, rate in pairs:
        found[key] += rate
    return dict(found)
