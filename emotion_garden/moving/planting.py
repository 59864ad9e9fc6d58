"""WORK: plants an exported garden in an empty one. It may be killed at any point and run again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from emotion_garden.moving import contents, manifest, people, rows, storing
from emotion_garden.moving.errors import DamagedExportError
from emotion_garden.moving.exporting import ROWS, OnStep
from emotion_garden.moving.manifest import Manifest
from emotion_garden.moving.rows import Row
from gallery import revision

_PEOPLE: Final[dict[str, Callable[[Iterator[Row]], None]]] = {
    "auth.group": people.take_groups,
    "auth.user": people.take_users,
}


@dataclass(frozen=True, slots=True)
class Planted:
    """What came of it."""

    manifest: Manifest
    copied: int
    """Files that were not there yet."""
    people: int


def check(folder: Path, *, on_step: OnStep) -> Manifest:
    """Reads every file of the export. Raises UnusableFolderError, OtherVersionError, DamagedExportError."""
    found = manifest.read(folder)
    manifest.check_version(found)
    if set(found.rows) != {*_PEOPLE, *contents.MOVED}:
        raise manifest.damaged(manifest.NAME)
    for number, (sha256, name) in enumerate(manifest.sums(folder), start=1):
        if manifest.hash_of(folder / name) != sha256:
            raise manifest.damaged(name)
        on_step(_("checked"), number)
    return found


def plant(folder: Path, *, on_step: OnStep) -> Planted:
    """Files first, then rows, each kind after what it points at. Raises NotEmptyError, too."""
    found = check(folder, on_step=on_step)
    copied = _plant_files(folder, on_step)
    for label, take in _PEOPLE.items():
        with _rows_of(folder, label).open(encoding="utf-8") as lines:
            take(json.loads(line) for line in lines)
    pks = people.pks()
    for model in contents.models():
        with _rows_of(folder, contents.label(model)).open("rb") as lines:
            for count in rows.take(model, lines, pks=pks):
                on_step(contents.label(model), count)
    rows.restart_numbering()
    # The last: whoever looked at the empty garden looks again.
    revision.rise()
    return Planted(found, copied, len(pks))


def _plant_files(folder: Path, on_step: OnStep) -> int:
    copied = 0
    for number, (_sha256, name) in enumerate(manifest.sums(folder), start=1):
        kind, _slash, rest = name.partition("/")
        if kind == storing.PICTURES:
            if not storing.hash_in(rest):
                raise manifest.damaged(name)
            copied += storing.plant(rest, folder=folder)
        elif kind == storing.TASTES and not storing.is_taste(rest):
            raise manifest.damaged(name)
        on_step(_("files"), number)
    storing.plant_tastes(folder)
    return copied


def _rows_of(folder: Path, label: str) -> Path:
    path = folder / ROWS / f"{label}.jsonl"
    if not path.is_file():
        raise DamagedExportError(_("%(name)s is missing.") % {"name": path})
    return path
