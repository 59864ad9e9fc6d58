"""The serving set as arrays, one cell per emotion, kept in this process until the serving set changes."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gallery.models import Image

# Likes and showings move without a new revision; this is how old they may be.
FRESH_SECONDS: Final = 20.0
_COLUMNS: Final = ("emotion", "pk", "code", "orientation", "favorite", "family", "likes", "showings", "caption")


@dataclass(frozen=True, eq=False)
class Cell:
    """The served pictures of one emotion, in the order of their ids."""

    emotion: str
    revision: int
    read_at: float
    ids: NDArray[np.int64]
    codes: tuple[str, ...]
    captions: tuple[str, ...]
    orientations: NDArray[np.str_]
    favorites: NDArray[np.str_]
    families: NDArray[np.int64]
    likes: NDArray[np.float64]
    showings: NDArray[np.float64]
    digest: str

    def matching(self, *, favorite: str, orientation: str) -> NDArray[np.int64]:
        """Places of the pictures with this favorite and orientation; an empty word asks for nothing."""
        mask = np.ones(self.ids.size, dtype=bool)
        if favorite:
            mask &= self.favorites == favorite
        if orientation:
            mask &= self.orientations == orientation
        return np.flatnonzero(mask)


_kept: dict[str, Cell] = {}


def of(emotions: Sequence[str], *, revision: int) -> list[Cell]:
    """One cell for each emotion; those that are not at hand cost one query together."""
    now = time.monotonic()
    missing = [emotion for emotion in emotions if not _usable(_kept.get(emotion), revision, now)]
    if missing:
        _kept.update(_read(missing, revision, now))
    return [_kept[emotion] for emotion in emotions]


def forget() -> None:
    """Reads everything anew at the next question: a picture has vanished between two revisions."""
    _kept.clear()


def _usable(cell: Cell | None, revision: int, now: float) -> bool:
    return cell is not None and cell.revision == revision and now - cell.read_at < FRESH_SECONDS


def _read(emotions: Sequence[str], revision: int, now: float) -> dict[str, Cell]:
    pictures = Image.objects.serving().filter(emotion__in=emotions).order_by("emotion", "pk")
    rows = pictures.values_list(*_COLUMNS)
    found = {emotion: list(group) for emotion, group in groupby(rows.iterator(2000), key=lambda row: row[0])}
    return {emotion: _cell(emotion, found.get(emotion, []), revision, now) for emotion in emotions}


def _cell(emotion: str, rows: Sequence[tuple[Any, ...]], revision: int, now: float) -> Cell:
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(_COLUMNS)
    _emotion, ids, codes, orientations, favorites, families, likes, showings, captions = columns
    places = {family: place for place, family in enumerate(dict.fromkeys(families))}
    known = np.array(ids, dtype=np.int64)
    return Cell(
        emotion=emotion,
        revision=revision,
        read_at=now,
        ids=known,
        codes=tuple(str(code) for code in codes),
        captions=tuple(captions),
        orientations=np.array(orientations, dtype=np.str_),
        favorites=np.array(favorites, dtype=np.str_),
        families=np.array([places[family] for family in families], dtype=np.int64),
        likes=np.array(likes, dtype=np.float64),
        showings=np.array(showings, dtype=np.float64),
        digest=_digest(codes, favorites, captions),
    )


def _digest(*columns: Sequence[Any]) -> str:
    """Changes with whatever a taste model knows of the pictures."""
    found = hashlib.sha256()
    for column in columns:
        found.update("\0".join(map(str, column)).encode() + b"\1")
    return found.hexdigest()
