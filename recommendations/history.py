"""The interactions as arrays: visits, pictures, and which met which. Values only, no decisions."""

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final

import numpy as np
from django.conf import settings
from django.utils import timezone
from numpy.typing import NDArray

from gallery.models import Image, Visitor
from recommendations import features, visits
from recommendations.features import Picture, Visit
from recommendations.models import Interaction, Kind, Slate

# What a visit was asked with: favorite, hour and language.
_Asked = tuple[str, int, str]
# Visitor, emotion, and the same three.
_Key = tuple[int, str, str, int, str]

# A like and a dislike that weigh the same leave nothing but rounding.
LEAST: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Events:
    """Places of a visit and a picture, the position in the slate (−1: met elsewhere), and when (seconds).

    `weights`: how much each speaks; None for one each.
    """

    visits: NDArray[np.int64]
    pictures: NDArray[np.int64]
    positions: NDArray[np.int64]
    times: NDArray[np.float64]
    weights: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return int(self.visits.size)

    def only(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Events":
        """Those that the mask keeps, or those at these places."""
        weights = None if self.weights is None else self.weights[kept]
        return Events(self.visits[kept], self.pictures[kept], self.positions[kept], self.times[kept], weights)

    def weighed(self) -> NDArray[np.float64]:
        return np.ones(len(self)) if self.weights is None else self.weights


def nothing() -> Events:
    none = np.empty(0, dtype=np.int64)
    return Events(none, none, none, np.empty(0))


def joined(parts: Sequence[Events]) -> Events:
    """One after the other."""
    if not parts:
        return nothing()
    return Events(
        np.concatenate([part.visits for part in parts]),
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.times for part in parts]),
        np.concatenate([part.weighed() for part in parts]),
    )


@dataclass(frozen=True, eq=False)
class History:
    """All visits with an event, all pictures that are served or were met, and what stands of what was said.

    `likes` speak for their picture (shares and downloads, too), `against` speak against theirs (“not now”, dislikes);
    both have positive weights. `passed_over` is how much it says that a picture was shown and not liked: 0 to 1.
    """

    visits: tuple[Visit, ...]
    pictures: tuple[Picture, ...]
    likes: Events
    shown: Events
    against: Events = field(default_factory=nothing)
    passed_over: float = 1.0

    def until(self, when: float) -> "History":
        """What was known then; visits and pictures keep their places."""
        known = (events.only(events.times < when) for events in (self.likes, self.shown, self.against))
        likes, shown, against = known
        return replace(self, likes=likes, shown=shown, against=against)

    def standing(self) -> Events:
        """Each visit and picture once, where what speaks for it outweighs what speaks against it, and by how much."""
        both = joined([self.likes, replace(self.against, weights=-self.against.weighed())])
        _pairs, first, of_pair = np.unique(self._pairs(both), return_index=True, return_inverse=True)
        sums = np.bincount(of_pair, weights=both.weighed(), minlength=first.size).astype(np.float64)
        # What is only spoken against has its first event beyond the likes.
        kept = np.flatnonzero((sums > LEAST) & (first < len(self.likes)))
        kept = kept[np.argsort(first[kept])]
        return replace(both.only(first[kept]), weights=sums[kept])

    def passed(self) -> Events:
        """Each visit and picture once that was shown and not liked, or spoken against, and how much that weighs.

        What the visitor likes in another visit was not passed over: nobody can like a picture twice.
        """
        shown = replace(self.shown, weights=np.full(len(self.shown), self.passed_over))
        pairs, first = np.unique(self._pairs(shown), return_index=True)
        both = joined([shown.only(first), self.against])
        pairs, first, of_pair = np.unique(self._pairs(both), return_index=True, return_inverse=True)
        sums = np.bincount(of_pair, weights=both.weighed(), minlength=first.size).astype(np.float64)
        people = np.unique([visit.visitor for visit in self.visits] or [""], return_inverse=True)[1]
        liked = self.standing()
        theirs = people[liked.visits] * len(self.pictures) + liked.pictures
        asked = people[pairs // len(self.pictures)] * len(self.pictures) + pairs % len(self.pictures)
        kept = np.flatnonzero((sums > LEAST) & ~np.isin(asked, theirs))
        return replace(both.only(first[kept]), weights=sums[kept])

    def _pairs(self, events: Events) -> NDArray[np.int64]:
        pairs: NDArray[np.int64] = events.visits * len(self.pictures) + events.pictures
        return pairs

    def hash(self) -> str:
        """The same for the same events; times do not matter but for their order."""
        found = hashlib.sha256()
        found.update(json.dumps([astuple(visit) for visit in self.visits]).encode())
        found.update(json.dumps([astuple(picture) for picture in self.pictures]).encode())
        found.update(repr(self.passed_over).encode())
        for events in (self.likes, self.shown, self.against):
            for column in (events.visits, events.pictures, events.positions, events.weighed()):
                found.update(column.tobytes() + b"|")
        return found.hexdigest()


def read() -> History:
    """The whole history, in a constant number of queries, weighed by RECOMMENDATIONS_WEIGHTS."""
    weights: Mapping[str, float] = settings.RECOMMENDATIONS_WEIGHTS
    pictures, people, asked = _pictures(), _people(), _asked()
    clock = timezone.get_default_timezone()
    places: dict[_Key, int] = {}
    told = {kind: _Column() for kind in weights}
    for kind, visitor, emotion, image, position, when, slate in _rows(weights):
        # Somebody or something that came (or was deleted) since the lists were read is for the next training.
        if visitor in people and image in pictures:
            key = (visitor, emotion, *(asked.get(slate) or ("", _hour(when, clock), "")))
            told[kind].add(places.setdefault(key, len(places)), pictures[image][0], position, when.timestamp())
    met = Kind.IMPRESSION
    return History(
        visits=tuple(_visit(people[key[0]], key) for key in places),
        pictures=tuple(picture for _place, picture in pictures.values()),
        likes=_weighed(told, {kind: weight for kind, weight in weights.items() if weight > 0}),
        shown=told[met].events(),
        against=_weighed(told, {kind: -weight for kind, weight in weights.items() if weight < 0 and kind != met}),
        passed_over=-weights[met],
    )


class _Column:
    """Events of one kind while they are read: four plain arrays, ten times smaller than rows of objects."""

    def __init__(self) -> None:
        self.visits, self.pictures, self.positions, self.times = array("q"), array("q"), array("q"), array("d")

    def add(self, visit: int, picture: int, position: int | None, when: float) -> None:
        self.visits.append(visit)
        self.pictures.append(picture)
        self.positions.append(-1 if position is None else position)
        self.times.append(when)

    def events(self) -> Events:
        return Events(np.array(self.visits), np.array(self.pictures), np.array(self.positions), np.array(self.times))


def _weighed(told: Mapping[str, _Column], weights: Mapping[str, float]) -> Events:
    """All events of these kinds, in the order of time."""
    parts = [told[kind].events() for kind in weights]
    loud = [np.full(len(part), weight) for part, weight in zip(parts, weights.values(), strict=True)]
    found = joined([replace(part, weights=each) for part, each in zip(parts, loud, strict=True)])
    return found.only(np.argsort(found.times, kind="stable"))


def _rows(kinds: Iterable[str]) -> Iterator[tuple[str, int, str, int, int | None, datetime, int | None]]:
    told = Interaction.objects.filter(kind__in=[*kinds], withdrawn_at__isnull=True).order_by("id")
    columns = ("kind", "visitor_id", "emotion", "image_id", "position", "created_at", "slate_id")
    return told.values_list(*columns).iterator(5000)


def _asked() -> dict[int | None, _Asked]:
    """What each slate was asked with, and when. One object for all that were asked alike: there are many slates."""
    clock, alike = timezone.get_default_timezone(), dict[_Asked, _Asked]()
    found: dict[int | None, _Asked] = {}
    rows = Slate.objects.order_by("pk").values_list("pk", "favorite", "created_at", "language").iterator(5000)
    for pk, favorite, when, language in rows:
        asked = (favorite, _hour(when, clock), language)
        found[pk] = alike.setdefault(asked, asked)
    return found


def _hour(when: datetime, clock: tzinfo) -> int:
    """The first hour of that part of the day: visits that learning cannot tell apart are one."""
    return features.part_begins(visits.hour(when, clock=clock))


def _visit(person: tuple[str, str | None, str | None], key: _Key) -> Visit:
    code, age_group, gender = person
    _visitor, emotion, favorite, hour, language = key
    return Visit(code, emotion, age_group, gender, favorite, hour, language)


def _pictures() -> dict[int, tuple[int, Picture]]:
    met = Interaction.objects.values("image_id")
    known = (Image.objects.serving() | Image.objects.filter(pk__in=met)).order_by("pk")
    columns = ("pk", "code", "emotion", "favorite", "caption", "family", "palette", "brightness")
    rows = enumerate(known.values_list(*columns).iterator(2000))
    return {
        pk: (place, Picture(str(code), emotion, favorite, caption, str(family), tuple(palette.split()), brightness))
        for place, (pk, code, emotion, favorite, caption, family, palette, brightness) in rows
    }


def _people() -> dict[int, tuple[str, str | None, str | None]]:
    rows = Visitor.objects.values_list("pk", "code", "age_group", "gender").iterator(5000)
    return {pk: (str(code), age_group, gender) for pk, code, age_group, gender in rows}
