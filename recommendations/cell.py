"""The serving set as arrays, one cell per emotion; plain values and how they are put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any, Final, TypeVar

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from gallery.models import Image, Orientation
from recommendations import questions, traits
from recommendations.features import Picture
from recommendations.policy import Floats, Places
from recommendations.traits import Traits

ROWS_AT_ONCE: Final = 2000
# Answers to questions that a cell keeps, the latest: a million pictures have a long answer.
MEMORIES: Final = 6
COLUMNS: Final = (
    *("emotion", "pk", "version", "orientation", "favorite", "decided_at", "likes", "showings"),
    *("code", "caption", "family", "palette", "brightness"),
)
Found = TypeVar("Found")
# Favorites as numbers; the same ones in every cell of this process.
_favorites: dict[str, int] = {}


@dataclass(frozen=True, eq=False)
class Cell:
    """The served pictures of one emotion, in the order of their ids.

    Whatever changes makes another cell. `memories` are of the pictures alone and stay when only counts have moved;
    `notes` go with the counts.
    """

    emotion: str
    ids: NDArray[np.int64]
    versions: NDArray[np.int32]
    upright: NDArray[np.bool_]
    favorites: NDArray[np.int32]
    decided: Floats
    """When each was approved, in seconds."""
    likes: Floats
    showings: Floats
    put_off: Floats
    traits: Traits
    memories: dict[Any, Any] = field(default_factory=dict)
    notes: dict[Any, Any] = field(init=False, default_factory=dict)

    @property
    def size(self) -> int:
        return int(self.ids.size)

    @cached_property
    def families(self) -> Places:
        """62 bits of chance in each: no two families of a garden share them."""
        return self.traits.families[:, 1].astype(np.int64)

    @property
    def codes(self) -> list[str]:
        return traits.texts(self.traits.codes)

    def matching(self, *, favorite: str, orientation: str) -> Places:
        """Places of the pictures with this favorite and orientation; an empty word asks for nothing."""
        mask = np.ones(self.size, dtype=bool)
        if favorite:
            fitting = [number for own, number in list(_favorites.items()) if questions.fits(own, wish=favorite)]
            mask &= np.isin(self.favorites, fitting)
        if orientation:
            mask &= self.upright == (orientation == Orientation.PORTRAIT)
        return np.flatnonzero(mask)

    def noted(self, what: str, found: Callable[[], Found], *, as_of: object = None) -> Found:
        """Worked out once for these counts, and anew when it is as of something else."""
        known: tuple[object, Found] | None = self.notes.get(what)
        if known is None or known[0] != as_of:
            known = self.notes[what] = (as_of, found())
        return known[1]

    def remembered(self, question: Any, answer: Callable[[], Found]) -> Found:
        """What `answer` gives, worked out once for these pictures, and forgotten after a few other questions."""
        found: Found | None = self.memories.pop(question, None)
        if found is None:
            found = answer()
        # The latest stands last. Another thread may do the same at the same time, with the same answer.
        self.memories[question] = found
        for oldest in list(self.memories)[:-MEMORIES]:
            self.memories.pop(oldest, None)
        return found

    def places_of(self, ids: Sequence[int] | NDArray[np.int64]) -> Places:
        """Where pictures stand in the arrays, in the order given; those of other cells are left out."""
        places, found = self.looked_up(ids)
        return places[found]

    def looked_up(self, ids: Sequence[int] | NDArray[np.int64]) -> tuple[Places, NDArray[np.bool_]]:
        """A place for each, and whether it is the picture's."""
        wanted = np.asarray(ids, dtype=np.int64)
        if not self.size:
            return np.zeros(wanted.size, dtype=np.int64), np.zeros(wanted.size, dtype=bool)
        places = np.minimum(np.searchsorted(self.ids, wanted), self.size - 1)
        return places, self.ids[places] == wanted

    def taken(self, places: Places) -> "Cell":
        """Those pictures alone, in that order."""
        arrays: dict[str, Any] = {name: getattr(self, name)[places] for name in _ARRAYS}
        return Cell(self.emotion, **arrays, traits=self.traits.taken(places))

    def changed(self, *, without: Sequence[int], fresh: "Cell") -> "Cell":
        """Less the pictures with these ids, and with the fresh ones."""
        gone = self.places_of(without)
        if not gone.size and not fresh.size:
            return self
        both = joined([self.taken(np.delete(np.arange(self.size), gone)), fresh])
        return both.taken(np.argsort(both.ids, kind="stable")) if fresh.size else both

    def counted(self, ids: NDArray[np.int64], *, likes: Floats, showings: Floats) -> "Cell":
        """With these counts, in the order of the ids; pictures of other cells are left out."""
        places, ours = self.looked_up(ids)
        if not ours.any():
            return self
        new_likes, new_showings = self.likes.copy(), self.showings.copy()
        new_likes[places[ours]], new_showings[places[ours]] = likes[ours], showings[ours]
        return replace(self, likes=new_likes, showings=new_showings)

    def with_put_off(self, ids: NDArray[np.int64], counts: Floats) -> "Cell":
        """With how many visitors said “not now” to these pictures, and none to all others."""
        places, ours = self.looked_up(ids)
        put_off = np.zeros(self.size)
        put_off[places[ours]] = counts[ours]
        return self if (put_off == self.put_off).all() else replace(self, put_off=put_off)


_ARRAYS: Final = ("ids", "versions", "upright", "favorites", "decided", "likes", "showings", "put_off")


def joined(cells: Sequence[Cell]) -> Cell:
    """One after the other; all of one emotion."""
    arrays: dict[str, Any] = {name: np.concatenate([getattr(cell, name) for cell in cells]) for name in _ARRAYS}
    return Cell(cells[0].emotion, **arrays, traits=traits.joined([cell.traits for cell in cells]))


def read(images: QuerySet[Image], emotions: Sequence[str]) -> dict[str, Cell]:
    """The pictures as a cell for each emotion; one query, a part of the rows at a time."""
    parts: dict[str, list[Cell]] = {emotion: [of_rows(emotion, [])] for emotion in emotions}
    rows = images.filter(emotion__in=emotions).order_by("emotion", "pk").values_list(*COLUMNS)
    part: list[tuple[Any, ...]] = []
    for row in rows.iterator(ROWS_AT_ONCE):
        part.append(row)
        if len(part) == ROWS_AT_ONCE:
            _add(parts, part)
            part = []
    _add(parts, part)
    return {emotion: joined(found) for emotion, found in parts.items()}


def _add(parts: dict[str, list[Cell]], rows: Sequence[tuple[Any, ...]]) -> None:
    for emotion, group in groupby(rows, key=lambda row: row[0]):
        parts[emotion].append(of_rows(emotion, list(group)))


def of_rows(emotion: str, rows: Sequence[tuple[Any, ...]]) -> Cell:
    """A row has the values of COLUMNS, a picture's each; all of one emotion, in the order of their ids."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    _emotion, ids, versions, orientations, favorites, decided, likes, showings, *told = columns
    pictures = [
        Picture(str(code), emotion, favorite, caption, str(family), tuple(palette.split()), brightness)
        for favorite, code, caption, family, palette, brightness in zip(favorites, *told, strict=True)
    ]
    return Cell(
        emotion=emotion,
        ids=np.array(ids, dtype=np.int64),
        versions=np.array(versions, dtype=np.int32),
        upright=np.array([each == Orientation.PORTRAIT for each in orientations], dtype=bool),
        favorites=np.array([_favorites.setdefault(each, len(_favorites)) for each in favorites], dtype=np.int32),
        decided=np.array([when.timestamp() for when in decided], dtype=np.float64),
        likes=np.array(likes, dtype=np.float64),
        showings=np.array(showings, dtype=np.float64),
        put_off=np.zeros(len(ids)),
        traits=traits.of(pictures),
    )
