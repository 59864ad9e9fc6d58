"""Tastes on disk: a folder of .npy files and a manifest with their hashes, there wholly or not at all."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from recommendations.tastes import Side, Tastes

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
# So young a folder may be one that is being written, or whose row is about to be.
YOUNG_SECONDS: Final = 3600.0
_LOCK: Final = "learning.lock"
_INSTANT: Final = 0.05
_OURS: Final = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}(\.part)?")
_PARTS: Final = ("names", "vectors", "biases")


class CorruptTastesError(Exception):
    """A folder of tastes is missing, damaged, or written by another version of the garden."""


def save(tastes: Tastes, *, folder: Path) -> None:
    """Written aside and renamed: a reader never meets half a model, and a crash leaves only a `.part` folder."""
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    hashes = {}
    for name, array in _arrays(tastes).items():
        path = part / name
        with path.open("wb") as out:
            np.save(out, array, allow_pickle=False)
            out.flush()
            os.fsync(out.fileno())
        hashes[name] = _hash(path)
    (part / MANIFEST).write_text(json.dumps({"format": FORMAT, "files": hashes}, indent=2))
    part.rename(folder)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is in here. The system lets go of the lock of a process that dies, however it dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        is_ours = _locked(lock.fileno())
        if not is_ours:
            time.sleep(_INSTANT)
            is_ours = _locked(lock.fileno())
        yield is_ours


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_busy(folder: Path) -> bool:
    """Whether somebody is in here now. To ask takes the lock for an instant, for which `alone` waits."""
    try:
        with (folder / _LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def sweep(folder: Path, *, old: Collection[str], kept: Collection[str]) -> None:
    """Removes the old ones, and what a process left behind that died before it could write its row."""
    latest = time.time() - YOUNG_SECONDS
    for found in folder.iterdir():
        orphaned = found.name not in kept and _OURS.fullmatch(found.name) and found.stat().st_mtime < latest
        if found.name in old or orphaned:
            shutil.rmtree(found, ignore_errors=True)


def visitors(folder: Path) -> set[str]:
    """The codes of the visitors that a model was learnt from; none for a folder that is gone or unreadable."""
    try:
        names = _array(folder / "visit_names.npy")
    except (OSError, ValueError):
        return set()
    own = (str(name, "ascii", "replace") for name in names if name.startswith(b"visitor:"))
    return {name.partition(":")[2] for name in own}


def remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        shutil.rmtree(folder / name, ignore_errors=True)


def load(folder: Path) -> Tastes:
    """Memory-mapped, so that the processes of one machine share one copy. Raises CorruptTastesError."""
    files = _manifest(folder)
    try:
        for name, expected in files.items():
            if _hash(folder / name) != expected:
                raise CorruptTastesError(f"{folder / name} is not what was saved: its hash differs.")
        return Tastes(visits=_side(folder, "visit"), pictures=_side(folder, "picture"))
    except (OSError, ValueError) as error:
        raise CorruptTastesError(f"{folder} cannot be read: {error}") from error


def glance(folder: Path) -> None:
    """Raises CorruptTastesError for what is gone, cut or of another version; a changed byte only `load` finds."""
    _manifest(folder)
    try:
        _side(folder, "visit"), _side(folder, "picture")
    except (OSError, ValueError) as error:
        raise CorruptTastesError(f"{folder} cannot be read: {error}") from error


def _manifest(folder: Path) -> dict[str, str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        version, files = manifest["format"], dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptTastesError(f"{folder} has no readable {MANIFEST}: {error}") from error
    if version != FORMAT:
        raise CorruptTastesError(f"{folder} has format {version}; this garden reads format {FORMAT}.")
    if set(files) != {f"{which}_{part}.npy" for which in ("visit", "picture") for part in _PARTS}:
        raise CorruptTastesError(f"{folder}/{MANIFEST} names other files than a model has.")
    return files


def _side(folder: Path, which: str) -> Side:
    names, vectors, biases = (_array(folder / f"{which}_{part}.npy") for part in _PARTS)
    if names.dtype.kind != "S" or vectors.ndim != 2 or not names.shape == biases.shape == vectors.shape[:1]:
        raise CorruptTastesError(f"The {which} arrays of {folder} do not belong together.")
    return Side(names, vectors, biases)


def _array(path: Path) -> NDArray[Any]:
    found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


def _arrays(tastes: Tastes) -> dict[str, NDArray[Any]]:
    sides = {"visit": tastes.visits, "picture": tastes.pictures}
    return {f"{which}_{part}.npy": getattr(side, part) for which, side in sides.items() for part in _PARTS}


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
