"""The active taste model in this process: loaded once, swapped when another row becomes active."""

import logging
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings

from recommendations import features, taste_files
from recommendations.cells import Cell
from recommendations.features import Picture
from recommendations.models import TasteModel
from recommendations.tastes import Sum, Tastes

RETRY_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Live:
    """A loaded model, and the cells' pictures in its terms, by the cells' emotion and digest."""

    pk: int
    code: UUID
    tastes: Tastes
    cells: dict[str, tuple[str, Sum]]

    def pictures(self, cell: Cell) -> Sum:
        """Added up once for each state of the cell: thousands of pictures then cost one dot product."""
        digest, found = self.cells.get(cell.emotion, ("", None))
        if found is None or digest != cell.digest:
            found = self.tastes.pictures.sums(_rows(cell))
            self.cells[cell.emotion] = (cell.digest, found)
        return found


_live: Live | None = None
_failed: tuple[UUID, float] | None = None


def current() -> Live | None:
    """The active model, by one indexed read. If its files are damaged, the one before stays live; the log says so."""
    global _live
    row = TasteModel.objects.filter(active=True).values_list("pk", "code", "folder").first()
    if row is None:
        _live = None
        return None
    pk, code, folder = row
    live = _live
    if (live is None or live.code != code) and not _just_failed(code):
        live = _live = _loaded(pk, code, folder) or live
    return live


def forget() -> None:
    """As in a fresh process."""
    global _live, _failed
    _live = _failed = None


def _just_failed(code: UUID) -> bool:
    """Whether loading this one was tried and failed within the last minute; hashing files costs time."""
    return _failed is not None and _failed[0] == code and time.monotonic() - _failed[1] < RETRY_SECONDS


def _loaded(pk: int, code: UUID, folder: str) -> Live | None:
    global _failed
    try:
        return Live(pk, code, taste_files.load(settings.RECOMMENDATIONS_MODELS / folder), {})
    except taste_files.CorruptTastesError as error:
        _failed = (code, time.monotonic())
        _log.error("The active taste model is not loaded; the one before stays live. %s", error)
        return None


def _rows(cell: Cell) -> list[list[str]]:
    favorites = cell.favorites.tolist()
    return [
        features.of_picture(Picture(code, cell.emotion, favorite, caption))
        for code, favorite, caption in zip(cell.codes, favorites, cell.captions, strict=True)
    ]
