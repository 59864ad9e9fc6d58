"""WORK: writes this garden into a folder, while it runs; a second run copies what is missing or wrong there."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from emotion_garden.moving import contents, manifest, people, rows, storing
from emotion_garden.moving.errors import UnusableFolderError
from emotion_garden.moving.manifest import Manifest
from emotion_garden.moving.rows import Row

ROWS: Final = "rows"
_NAMES: Final = "pictures.part"
_OURS: Final = {
    manifest.NAME, f"{manifest.NAME}.part", manifest.SUMS, f"{manifest.SUMS}.part", manifest.MISSING,
    f"{ROWS}.part", ROWS, _NAMES, storing.PICTURES, storing.TASTES,
}  # fmt: skip
OnStep = Callable[[str, int], None]


def export(folder: Path, *, on_step: OnStep) -> Manifest:
    """Rows as they stand at one moment, then the files that they name; the manifest last.

    A file that goes while the garden runs on (pruned since) is listed as missing; the next export knows its row, too.
    Raises UnusableFolderError.
    """
    _prepare(folder)
    counts = _write_rows(folder, on_step)
    part = folder / f"{manifest.SUMS}.part"
    with part.open("w", encoding="utf-8") as sums:
        for label in counts:
            name = f"{ROWS}/{label}.jsonl"
            sums.write(f"{manifest.hash_of(folder / name)}  {name}\n")
        tastes = _fetch_tastes(folder, sums)
        pictures, missing = _fetch_pictures(folder, sums, on_step)
    part.replace(folder / manifest.SUMS)
    (folder / _NAMES).unlink()
    found = Manifest(
        migrations=manifest.migrations(),
        rows=counts,
        pictures=pictures,
        missing=missing,
        tastes=tastes,
        sums=manifest.hash_of(folder / manifest.SUMS),
    )
    manifest.write(found, folder=folder)
    return found


def survey() -> dict[str, int]:
    """How many rows there are of what would be exported."""
    return {contents.label(model): model._base_manager.count() for model in contents.models()}


def _prepare(folder: Path) -> None:
    """Without its manifest the folder is no export until this one is finished. It holds what visitors were read to
    feel: for its owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in _OURS)
    if strangers:
        sentence = _("%(folder)s holds other things (%(names)s): choose an empty folder, or one of an earlier export.")
        raise UnusableFolderError(sentence % {"folder": folder, "names": ", ".join(strangers[:5])})
    (folder / manifest.NAME).unlink(missing_ok=True)
    (folder / f"{manifest.NAME}.part").unlink(missing_ok=True)
    shutil.rmtree(folder / f"{ROWS}.part", ignore_errors=True)


def _write_rows(folder: Path, on_step: OnStep) -> dict[str, int]:
    part = folder / f"{ROWS}.part"
    part.mkdir()
    counts = {}
    with _one_moment():
        names = people.names()
        sources: dict[str, Iterable[Row]] = {"auth.group": people.read_groups(), "auth.user": people.read_users()}
        sources |= {contents.label(model): rows.read(model, names=names) for model in contents.models()}
        for label, source in sources.items():
            counts[label] = _write(part / f"{label}.jsonl", map(rows.line, source), partial(on_step, label))
        _write(folder / _NAMES, (f"{name}\n".encode() for name in storing.named()), partial(on_step, _("names")))
    shutil.rmtree(folder / ROWS, ignore_errors=True)
    part.rename(folder / ROWS)
    return counts


def _write(path: Path, lines: Iterable[bytes], on_count: Callable[[int], None]) -> int:
    count = 0
    with path.open("wb") as out:
        for count, line in enumerate(lines, start=1):
            out.write(line)
            if count % rows.CHUNK == 0:
                on_count(count)
    return count


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read inside is from one moment, and nobody is kept from writing meanwhile."""
    if connection.in_atomic_block:
        # Somebody else's transaction decides.
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): our transactions are IMMEDIATE, and the whole garden would wait for this one.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _fetch_tastes(folder: Path, sums: IO[str]) -> int:
    shutil.rmtree(folder / storing.TASTES, ignore_errors=True)
    count = 0
    for name in storing.taste_files():
        if sha256 := storing.fetch_taste(name, folder=folder):
            sums.write(f"{sha256}  {storing.TASTES}/{name}\n")
            count += 1
    return count


def _fetch_pictures(folder: Path, sums: IO[str], on_step: OnStep) -> tuple[int, int]:
    """How many there are, and how many could not be had."""
    count = missing = 0
    with (folder / _NAMES).open(encoding="utf-8") as names, (folder / manifest.MISSING).open("w") as gone:
        for number, line in enumerate(names, start=1):
            name = line.rstrip("\n")
            if storing.fetch(name, folder=folder):
                sums.write(f"{storing.hash_in(name)}  {storing.PICTURES}/{name}\n")
                count += 1
            else:
                gone.write(f"{name}\n")
                missing += 1
            on_step(_("files"), number)
    with (folder / manifest.MISSING).open("rb") as found:
        sums.write(f"{hashlib.file_digest(found, 'sha256').hexdigest()}  {manifest.MISSING}\n")
    return count, missing
