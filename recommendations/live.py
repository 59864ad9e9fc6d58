"""The active taste model in this process: loaded once, swapped when another row becomes active."""

import logging
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from uuid import UUID

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from recommendations import background, cells, folding, since, taste_files
from recommendations.cell import Cell
from recommendations.models import TasteModel
from recommendations.since import Since
from recommendations.tastes import Sum, Tastes, Vectors

RETRY_SECONDS: Final = 60.0
# Files of more bytes, or more pictures to add up, are beside the requests what one model after the other waits for.
LOADED_AT_ONCE: Final = 16_000_000
ADDED_AT_ONCE: Final = 20_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures of a cell in a model's terms, in the cell's order."""

    ids: NDArray[np.int64]
    versions: NDArray[np.int32]
    vectors: Vectors
    biases: Vectors

    @cached_property
    def mean(self) -> NDArray[np.float64]:
        """Of the vectors and, last, of the biases."""
        return np.append(self.vectors.mean(axis=0, dtype=np.float64), self.biases.mean(dtype=np.float64))

    @cached_property
    def spread(self) -> NDArray[np.float64]:
        """How vectors and biases vary together: what any visit's scores vary by follows from it."""
        size = self.vectors.shape[1]
        found = np.empty((size + 1, size + 1))
        found[:size, :size] = self.vectors.T @ self.vectors
        found[size, :size] = found[:size, size] = self.vectors.T @ self.biases
        found[size, size] = self.biases @ self.biases
        return found / max(1, self.ids.size) - np.outer(self.mean, self.mean)


@dataclass(eq=False)
class Live:
    """A loaded model, and the pictures of the cells that it was asked about."""

    pk: int
    code: UUID
    tastes: Tastes
    newest_event: int = 0
    known: dict[str, Pictures] = field(default_factory=dict)
    _since: Since | None = None

    @cached_property
    def precision(self) -> float:
        """How closely visitors lie around zero."""
        return folding.precision_of(self.tastes)

    def pictures(self, cell: Cell) -> Pictures:
        """Added up once; later only what has changed. A million pictures then cost one dot product."""
        found = self.known.get(cell.emotion)
        if found is None or found.ids is not cell.ids:
            found = self.known[cell.emotion] = self._followed(found, cell)
        return found

    def since(self) -> Since:
        """What became of pictures since it was learnt, no older than the counts."""
        if self._since is None or time.monotonic() - self._since.read_at > cells.FRESH_SECONDS:
            self._since = since.read(self.newest_event)
        return self._since

    def _followed(self, before: Pictures | None, cell: Cell) -> Pictures:
        same = np.zeros(cell.size, dtype=bool)
        if before is not None and before.ids.size:
            at = np.minimum(np.searchsorted(before.ids, cell.ids), before.ids.size - 1)
            same = (before.ids[at] == cell.ids) & (before.versions[at] == cell.versions)
        if before is None or not same.any():
            return _of(cell, cell.traits.sums(self.tastes.pictures))
        vectors, biases = before.vectors[at], before.biases[at]
        new = np.flatnonzero(~same)
        added = cell.traits.taken(new).sums(self.tastes.pictures)
        vectors[new], biases[new] = added.vectors, added.biases
        return _of(cell, Sum(vectors, biases))


_live: Live | None = None
_failed: tuple[UUID, float] | None = None


def current() -> Live | None:
    """The active model, by one indexed read. If its files are damaged, the one before stays live; the log says so.

    A large one is loaded and added up beside the requests, which are answered by the one before until it is ready.
    """
    global _live
    row = TasteModel.objects.filter(active=True).values_list("pk", "code", "folder", "newest_event").first()
    if row is None:
        _live = None
        return None
    live = _live
    if (live is None or live.code != row[1]) and not _just_failed(row[1]):
        if _is_small(row[2]):
            _swap(*row)
        else:
            background.start("loading tastes", lambda: _swap(*row))
    return _live


def forget() -> None:
    """As in a fresh process."""
    global _live, _failed
    _live = _failed = None


def _of(cell: Cell, added: Sum) -> Pictures:
    # Factor by factor: a visit's dot product with all of them then takes half the time.
    return Pictures(cell.ids, cell.versions, np.asfortranarray(added.vectors), added.biases)


def _swap(pk: int, code: UUID, folder: str, newest_event: int) -> None:
    """The next model serves only when it knows the pictures that the one before knew."""
    global _live, _failed
    try:
        made = Live(pk, code, taste_files.load(settings.RECOMMENDATIONS_MODELS / folder), newest_event)
    except taste_files.CorruptTastesError as error:
        _failed = (code, time.monotonic())
        _log.error("The active taste model is not loaded; the one before stays live. %s", error)
        return
    for cell in cells.at_hand():
        made.pictures(cell)
    _live = made


def _just_failed(code: UUID) -> bool:
    """Whether loading this one was tried and failed within the last minute; hashing files costs time."""
    return _failed is not None and _failed[0] == code and time.monotonic() - _failed[1] < RETRY_SECONDS


def _is_small(folder: str) -> bool:
    """Whether loading it is a matter of milliseconds. Files that cannot be looked at are for `_swap` to complain of."""
    try:
        size = sum(path.stat().st_size for path in (settings.RECOMMENDATIONS_MODELS / folder).iterdir())
    except OSError:
        size = 0
    return size <= LOADED_AT_ONCE and sum(cell.size for cell in cells.at_hand()) <= ADDED_AT_ONCE
