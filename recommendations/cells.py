"""The serving set as arrays, one cell per emotion, kept in this process until the serving set changes."""

import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gallery.models import Image
from recommendations.models import Interaction, Kind

# Likes and showings move without a new revision; this is how old they may be.
FRESH_SECONDS: Final = 20.0
# So many of the latest “not now” are counted: reading them stays cheap however old the garden is.
PUT_OFF_COUNTED: Final = 10_000
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
    put_off: NDArray[np.float64]
    digest: str

    def matching(self, *, favorite: str, orientation: str) -> NDArray[np.int64]:
        """Places of the pictures with this favorite and orientation; an empty word asks for nothing."""
        mask = np.ones(self.ids.size, dtype=bool)
        if favorite:
            mask &= self.favorites == favorite
        if orientation:
            mask &= self.orientations == orientation
        return np.flatnonzero(mask)

    def places_of(self, ids: Sequence[int]) -> NDArray[np.int64]:
        """Where pictures stand in the arrays, in the order given; those of other cells are left out."""
        wanted = np.array(ids, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.ids, wanted), self.ids.size - 1)
        found: NDArray[np.int64] = places[self.ids[places] == wanted]
        return found


_kept: dict[str, Cell] = {}


def of(emotions: Sequence[str], *, revision: int) -> list[Cell]:
    """One cell for each emotion; those that are not at hand cost one query together."""
    now = time.monotonic()
    # Looked up once: another thread may forget them all meanwhile.
    kept = {emotion: cell for emotion in emotions if (cell := _kept.get(emotion)) and cell.revision == revision}
    stale = [emotion for emotion in emotions if emotion not in kept or now - kept[emotion].read_at > FRESH_SECONDS]
    if stale:
        counted = [kept[emotion] for emotion in stale if emotion in kept]
        found = _counted(counted, now) if len(counted) == len(stale) else _read(stale, revision, now)
        kept |= found
        _kept.update(found)
    return [kept[emotion] for emotion in emotions]


def forget() -> None:
    """Reads everything anew at the next question: a picture has vanished between two revisions."""
    _kept.clear()


def _counted(cells: Sequence[Cell], now: float) -> dict[str, Cell]:
    """The same pictures with their counts of now: a fifth of the work of reading all of it."""
    served = Image.objects.serving().filter(emotion__in=[cell.emotion for cell in cells])
    counts = {pk: (likes, showings) for pk, likes, showings in served.values_list("pk", "likes", "showings")}
    put_off = _put_off()
    found = {}
    for cell in cells:
        now_there = [(*counts.get(pk, (0, 0)), put_off.get(pk, 0)) for pk in cell.ids.tolist()]
        likes, showings, passed = np.array(now_there, dtype=np.float64).reshape(-1, 3).T
        found[cell.emotion] = replace(cell, likes=likes, showings=showings, put_off=passed, read_at=now)
    return found


def _put_off() -> Mapping[int, int]:
    """How many visitors said “not now” and stand by it, by the pictures' ids."""
    standing = Interaction.objects.filter(kind=Kind.NOT_NOW, withdrawn_at__isnull=True).order_by("-id")
    return Counter(standing.values_list("image_id", flat=True)[:PUT_OFF_COUNTED])


def _read(emotions: Sequence[str], revision: int, now: float) -> dict[str, Cell]:
    pictures = Image.objects.serving().filter(emotion__in=emotions).order_by("emotion", "pk")
    rows = pictures.values_list(*_COLUMNS)
    found = {emotion: list(group) for emotion, group in groupby(rows.iterator(2000), key=lambda row: row[0])}
    put_off = _put_off()
    return {emotion: _cell(emotion, found.get(emotion, []), put_off, revision, now) for emotion in emotions}


def _cell(emotion: str, rows: Sequence[tuple[Any, ...]], put_off: Mapping[int, int], revision: int, now: float) -> Cell:
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
        put_off=np.array([put_off.get(pk, 0) for pk in ids], dtype=np.float64),
        digest=_digest(codes, favorites, captions),
    )


def _digest(*columns: Sequence[Any]) -> str:
    """Changes with whatever a taste model knows of the pictures."""
    found = hashlib.sha256()
    for column in columns:
        found.update("\0".join(map(str, column)).encode() + b"\1")
    return found.hexdigest()
