"""The cells of this process: read once, then kept in step with what happens; large steps beside the requests."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from django.db.models import Count

from gallery import revision as serving
from gallery.models import Image
from recommendations import background, cell, changes
from recommendations.cell import Cell
from recommendations.changes import Mark
from recommendations.models import Interaction, Kind

# Likes and showings move without a new revision; this is how old they may be.
FRESH_SECONDS: Final = 20.0
# Whatever came about in an unusual way (erased visitors, rows written by hand) is put right so often.
RECOUNT_SECONDS: Final = 600.0
# So many of the latest “not now” are counted: reading them stays cheap however old the garden is.
PUT_OFF_COUNTED: Final = 10_000
# So many changed pictures are read within a request, and so many are counted; more of them beside it.
READ_AT_ONCE: Final = 2_000
COUNTED_AT_ONCE: Final = 20_000
# A large garden is compared with the database beside the requests, no more often than this.
COMPARE_SECONDS: Final = 60.0
_PARAMETERS: Final = 900


@dataclass(frozen=True, eq=False)
class _Kept:
    """What this process knows, as of which mark; replaced as a whole, so that nobody meets half of a change."""

    cells: Mapping[str, Cell]
    mark: Mark
    fresh_at: float
    recounted_at: float
    compared_at: float

    @property
    def size(self) -> int:
        return sum(each.size for each in self.cells.values())


class _TooMuchError(Exception):
    """This takes longer than a request should."""


_kept: _Kept | None = None
_lock = threading.Lock()


def of(emotions: Sequence[str], *, revision: int) -> list[Cell]:
    """One cell for each emotion. The first time it is read, however long that takes; later, a request never waits.

    While another thread brings the cells up to date, those of a moment ago serve: what was taken down meanwhile is
    left out where pictures are presented.
    """
    kept = _kept
    if kept is None or any(emotion not in kept.cells for emotion in emotions):
        with _lock:
            before = _kept
            kept = _keep(_extended(before and _followed(before, revision), emotions, revision), instead_of=before)
    elif _is_behind(kept, revision) and _lock.acquire(blocking=False):
        try:
            before = _kept or kept
            kept = _keep(_followed(before, revision), instead_of=before)
        finally:
            _lock.release()
    return [kept.cells[emotion] for emotion in emotions]


def at_hand() -> list[Cell]:
    """Those that have been asked for in this process."""
    return list(_kept.cells.values()) if _kept else []


def forget() -> None:
    """As in a fresh process."""
    global _kept
    _kept = None


def _keep(after: _Kept, *, instead_of: _Kept | None) -> _Kept:
    """To be called by whoever holds the lock. What was forgotten meanwhile does not come back."""
    global _kept
    if _kept is instead_of:
        _kept = after
    return after


def _is_behind(kept: _Kept, revision: int) -> bool:
    return kept.mark.revision != revision or time.monotonic() - kept.fresh_at > FRESH_SECONDS


def _extended(kept: _Kept | None, emotions: Sequence[str], revision: int) -> _Kept:
    """With cells for these emotions."""
    now = time.monotonic()
    if kept is None:
        kept = _Kept({}, changes.mark(revision), now, now, now)
    missing = [emotion for emotion in emotions if emotion not in kept.cells]
    if not missing:
        return kept
    return replace(kept, cells={**kept.cells, **_read(missing)})


def _followed(kept: _Kept, revision: int) -> _Kept:
    """What was decided and who met what since the mark. What takes long is begun beside the request."""
    try:
        return _in_step(kept, revision, most=READ_AT_ONCE)
    except _TooMuchError:
        background.start("following the serving set", _follow)
        return kept


def _follow() -> None:
    with _lock:
        if (before := _kept) is not None:
            _keep(_in_step(before, serving.current(), most=None), instead_of=before)


def _in_step(kept: _Kept, revision: int, *, most: int | None) -> _Kept:
    """Raises _TooMuchError when it comes to more pictures than `most`."""
    if kept.mark.revision != revision:
        kept = _decided(kept, revision, most)
    if time.monotonic() - kept.fresh_at > FRESH_SECONDS:
        kept = _met(kept, most)
    return kept


def _decided(kept: _Kept, revision: int, most: int | None) -> _Kept:
    found = changes.decided(kept.mark, revision=revision)
    if found is None:
        _check(kept.size, most)
        return replace(kept, mark=changes.mark(revision), cells=_read(kept.cells))
    mark, images = found
    _check(len(images), most)
    fresh = _fresh(images, kept.cells)
    moved = {name: each.changed(without=sorted(images), fresh=fresh[name]) for name, each in kept.cells.items()}
    kept = replace(kept, mark=mark, cells=moved)
    if most is None or kept.size <= COUNTED_AT_ONCE:
        return _compared(kept)
    if time.monotonic() - kept.compared_at > COMPARE_SECONDS:
        background.start("comparing the serving set", _compare)
    return kept


def _compare() -> None:
    with _lock:
        if (before := _kept) is not None:
            _keep(_compared(before), instead_of=before)


def _compared(kept: _Kept) -> _Kept:
    """Cells that have another number of pictures than the database are read anew: rows came without a decision."""
    served = Image.objects.serving().order_by().values("emotion").annotate(served=Count("pk"))
    counts = dict(served.filter(emotion__in=kept.cells).values_list("emotion", "served"))
    wrong = [name for name, each in kept.cells.items() if each.size != counts.get(name, 0)]
    kept = replace(kept, compared_at=time.monotonic())
    if not wrong or serving.current() != kept.mark.revision:
        return kept
    return replace(kept, cells={**kept.cells, **_read(wrong)})


def _met(kept: _Kept, most: int | None) -> _Kept:
    now = time.monotonic()
    allowed = None if most is None else COUNTED_AT_ONCE
    mark, images = changes.met(kept.mark)
    counted = Image.objects.serving()
    if recounts := now - kept.recounted_at > RECOUNT_SECONDS:
        _check(kept.size, allowed)
        parts = [counted.filter(emotion__in=kept.cells)]
    else:
        _check(len(images), allowed)
        parts = [counted.filter(pk__in=chunk) for chunk in _chunks(images)]
    columns = ("pk", "likes", "showings")
    rows = [row for part in parts for row in part.order_by().values_list(*columns).iterator(cell.ROWS_AT_ONCE)]
    numbers, likes, showings = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    ids = numbers.astype(np.int64)
    found = {name: each.counted(ids, likes=likes, showings=showings) for name, each in kept.cells.items()}
    at = now if recounts else kept.recounted_at
    return replace(kept, cells=_with_put_off(found), mark=mark, fresh_at=now, recounted_at=at)


def _read(emotions: Iterable[str]) -> dict[str, Cell]:
    return _with_put_off(cell.read(Image.objects.serving(), list(emotions)))


def _fresh(images: Iterable[int], emotions: Iterable[str]) -> dict[str, Cell]:
    """Those of the pictures that are served now."""
    parts = [
        cell.read(Image.objects.serving().filter(pk__in=chunk), list(emotions)) for chunk in _chunks(images) or [[]]
    ]
    return {emotion: cell.joined([part[emotion] for part in parts]) for emotion in emotions}


def _with_put_off(found: Mapping[str, Cell]) -> dict[str, Cell]:
    standing = Interaction.objects.filter(kind=Kind.NOT_NOW, withdrawn_at__isnull=True).order_by("-id")
    counts = Counter(standing.values_list("image_id", flat=True)[:PUT_OFF_COUNTED])
    ids = np.fromiter(counts.keys(), dtype=np.int64)
    numbers = np.fromiter(counts.values(), dtype=np.float64)
    return {name: each.with_put_off(ids, numbers) for name, each in found.items()}


def _chunks(ids: Iterable[int]) -> list[list[int]]:
    """Of as many as a statement may have parameters."""
    every = sorted(ids)
    return [every[start : start + _PARAMETERS] for start in range(0, len(every), _PARAMETERS)]


def _check(count: int, most: int | None) -> None:
    if most is not None and count > most:
        raise _TooMuchError
