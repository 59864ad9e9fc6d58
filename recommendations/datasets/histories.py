"""A data set as a history to learn from: each user one visit, each like once, what was shown beside it."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from recommendations.datasets import tables, words
from recommendations.datasets.tables import Row
from recommendations.features import Picture, Visit
from recommendations.history import Events, History

# So many different types of events are counted one by one; more are another kind of column.
_MOST_TYPES: Final = 50


@dataclass(frozen=True, eq=False)
class Dataset:
    """The history, and what was found on the way: counts, the files that are missing, whether the moments are known."""

    history: History
    counts: dict[str, int]
    events: dict[str, int]
    missing: tuple[str, ...]
    has_times: bool


@dataclass(slots=True)
class _Column:
    """Events while they are read: four plain arrays, ten times smaller than rows of objects."""

    visits: "array[int]" = field(default_factory=lambda: array("q"))
    pictures: "array[int]" = field(default_factory=lambda: array("q"))
    positions: "array[int]" = field(default_factory=lambda: array("q"))
    times: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, visit: int, picture: int, position: int, when: float) -> None:
        self.visits.append(visit)
        self.pictures.append(picture)
        self.positions.append(position)
        self.times.append(when)

    def events(self) -> Events:
        return Events(
            np.array(self.visits, dtype=np.int64),
            np.array(self.pictures, dtype=np.int64),
            np.array(self.positions, dtype=np.int64),
            np.array(self.times, dtype=np.float64),
        )


@dataclass(slots=True)
class _Reading:
    """Everything read so far."""

    visits: dict[str, Visit] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    visit_places: dict[str, int] = field(default_factory=dict)
    picture_places: dict[str, int] = field(default_factory=dict)
    likes: _Column = field(default_factory=_Column)
    shown: _Column = field(default_factory=_Column)
    seen: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    has_times: bool = False

    def user(self, row: Row) -> None:
        code = row.need("USER_ID")
        self.counts["users_twice"] += code in self.visits
        self.visits[code] = Visit(code, words.felt(row), words.age_group(row), words.gender(row))

    def item(self, row: Row) -> None:
        code = words.key(row.need("ITEM_ID"))
        self.counts["items_twice"] += code in self.pictures
        words.moment(row)
        emotion, favorite = words.mood(row)
        self.pictures[code] = Picture(code, emotion, favorite, row.get("CAPTION"))

    def event(self, row: Row) -> None:
        user, item = row.need("USER_ID"), words.key(row.need("ITEM_ID"))
        when, kind = words.moment(row), words.event(row)
        self.has_times |= when != 0
        self.counts["interactions"] += 1
        self.events[kind if kind in self.events or len(self.events) < _MOST_TYPES else "…"] += 1
        if kind in words.AGAINST:
            self.counts["not_likes"] += 1
            return
        visit, picture = self._visit(user), self._picture(item)
        if kind in words.SHOWN:
            self.shown.add(visit, picture, -1, when)
            return
        shown = words.beside(row, item)
        place = shown.index(item) if item in shown else -1
        self._list(visit, shown, when)
        if (pair := visit << 32 | picture) in self.seen:
            self.counts["twice"] += 1
            return
        self.seen.add(pair)
        self.likes.add(visit, picture, place, when)

    def _list(self, visit: int, shown: tuple[str, ...], when: float) -> None:
        """Two likes of one list are two rows: what they show was shown once."""
        if shown and (told := hash((visit, shown))) not in self.lists:
            self.lists.add(told)
            for position, item in enumerate(shown):
                self.shown.add(visit, self._picture(item), position, when)

    def _visit(self, user: str) -> int:
        if user not in self.visits:
            self.counts["users_unlisted"] += 1
            self.visits[user] = Visit(user, "")
        return self.visit_places.setdefault(user, len(self.visit_places))

    def _picture(self, item: str) -> int:
        if item not in self.pictures:
            self.counts["items_unlisted"] += 1
            self.pictures[item] = Picture(item, "", "", "")
            self.picture_places[item] = len(self.picture_places)
        return self.picture_places[item]


def read(folder: Path) -> Dataset:
    """Raises DatasetError. Pictures keep the order of items.csv; users without an event are no visit."""
    tables.check_folder(folder)
    reading, missing = _Reading(), []
    for name, needed, take in ((tables.USERS, "USER_ID", reading.user), (tables.ITEMS, "ITEM_ID", reading.item)):
        if (folder / name).is_file():
            for row in tables.rows(folder, name, needed=[needed]):
                take(row)
        else:
            missing.append(name)
    reading.picture_places.update({code: place for place, code in enumerate(reading.pictures)})
    for row in tables.rows(folder, tables.INTERACTIONS, needed=["USER_ID", "ITEM_ID"]):
        reading.event(row)
    return _dataset(reading, missing)


def _dataset(reading: _Reading, missing: list[str]) -> Dataset:
    history = History(
        visits=tuple(reading.visits[user] for user in reading.visit_places),
        pictures=tuple(reading.pictures[item] for item in reading.picture_places),
        likes=reading.likes.events(),
        shown=reading.shown.events(),
    )
    counts = {
        "users": len(reading.visits),
        "items": len(reading.pictures),
        "interactions": 0,
        "likes": len(history.likes),
        "impressions": len(history.shown),
        **dict.fromkeys(("twice", "not_likes", "users_unlisted", "items_unlisted", "users_twice", "items_twice"), 0),
    }
    return Dataset(history, counts | dict(reading.counts), dict(reading.events), tuple(missing), reading.has_times)
