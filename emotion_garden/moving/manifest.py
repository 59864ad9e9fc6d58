"""The paper on top of an export: versions, counts and hashes, written last; without it a folder is no export."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from emotion_garden.moving import contents
from emotion_garden.moving.errors import DamagedExportError, OtherVersionError, UnusableFolderError

FORMAT: Final = 1
NAME: Final = "manifest.json"
# In the form that `sha256sum --check` reads.
SUMS: Final = "SHA256SUMS"
MISSING: Final = "missing.txt"


@dataclass(frozen=True, slots=True)
class Manifest:
    """No time and no name of a machine: two exports of one garden are equal, byte for byte."""

    migrations: Mapping[str, str]
    rows: Mapping[str, int]
    """Model → how many."""
    pictures: int
    missing: int
    """Files that rows name and the storage does not have, or has damaged; `missing.txt` names them."""
    tastes: int
    sums: str
    """SHA-256 of SHA256SUMS, which has the hash of every other file."""
    format: int = FORMAT


def migrations() -> dict[str, str]:
    """The last migration of each app that has a part in a garden."""
    apps_ = {label.partition(".")[0] for label in contents.MOVED}
    applied = MigrationRecorder(connection).applied_migrations()
    return {app: max((name for label, name in applied if label == app), default="") for app in sorted(apps_)}


def write(manifest: Manifest, *, folder: Path) -> None:
    write_whole(folder / NAME, json.dumps(asdict(manifest), indent=1, sort_keys=True).encode() + b"\n")


def read(folder: Path) -> Manifest:
    """Raises UnusableFolderError, OtherVersionError, DamagedExportError; SHA256SUMS is checked, the files are not."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        version = found["format"]
    except FileNotFoundError:
        sentence = _("%(folder)s has no %(name)s: it is no export, or one that was interrupted. Export again.")
        raise UnusableFolderError(sentence % {"folder": folder, "name": NAME}) from None
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedExportError(_("%(name)s cannot be read: %(error)s") % {"name": NAME, "error": error}) from None
    if version != FORMAT:
        sentence = _("The export has format %(format)s; this garden reads format %(ours)d.")
        raise OtherVersionError(sentence % {"format": version, "ours": FORMAT})
    try:
        manifest = Manifest(**found)
    except TypeError as error:
        raise DamagedExportError(_("%(name)s cannot be read: %(error)s") % {"name": NAME, "error": error}) from None
    if hash_of(folder / SUMS) != manifest.sums:
        raise damaged(SUMS)
    return manifest


def check_version(manifest: Manifest) -> None:
    """A garden with other columns would take the rows wrongly. Raises OtherVersionError."""
    here = migrations()
    if manifest.migrations == here:
        return
    differ = sorted(app for app in {*here, *manifest.migrations} if here.get(app) != manifest.migrations.get(app))
    sentence = _(
        "The export stands at %(theirs)s, this garden at %(here)s. "
        "Import with the version that exported it, then update and migrate."
    )
    theirs, ours = (", ".join(f"{app} {of.get(app) or '–'}" for app in differ) for of in (manifest.migrations, here))
    raise OtherVersionError(sentence % {"theirs": theirs, "here": ours})


def sums(folder: Path) -> Iterator[tuple[str, str]]:
    """Hash and path of every file. Raises DamagedExportError."""
    with (folder / SUMS).open(encoding="utf-8") as lines:
        for line in lines:
            sha256, gap, name = line.rstrip("\n").partition("  ")
            # A path that leads out of the folder would let an export read or write anywhere.
            if not gap or len(sha256) != 64 or name.startswith("/") or ".." in name.split("/"):
                raise damaged(SUMS)
            yield sha256, name


def damaged(name: str) -> DamagedExportError:
    sentence = _("%(name)s is missing or is not what was exported. Export again, into the same folder.")
    return DamagedExportError(sentence % {"name": name})


def hash_of(path: Path) -> str:
    """Empty for a file that is not there."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


def write_whole(path: Path, data: bytes) -> None:
    """There wholly or not at all, also after the power is cut."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
