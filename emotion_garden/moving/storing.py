"""The pictures' files and the learned tastes, between this garden and a folder; every copy is hashed on its way."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from emotion_garden.moving import manifest
from gallery import files
from gallery.models import Decision, Image, Rendition
from gallery.models.decision import Kind
from recommendations.models import TasteModel

PICTURES: Final = "pictures"
TASTES: Final = "tastes"
_BLOCK: Final = 1 << 20
_TASTE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*/[0-9A-Za-z_]+\.(npy|json)")


def named() -> Iterator[str]:
    """What rows name: originals and copies, and what replaced pictures were before, as long as it is kept."""
    yield from Image.objects.filter(pruned_at=None).order_by("pk").values_list("file", flat=True).iterator()
    yield from Rendition.objects.order_by("pk").values_list("file", flat=True).iterator()
    replaced = Decision.objects.filter(kind=Kind.REPLACEMENT).order_by("pk")
    for before in replaced.values_list("before", flat=True).iterator():
        if (name := str(before.get("file", ""))) and default_storage.exists(name):
            yield name


def hash_in(name: str) -> str:
    """The SHA-256 that a picture's name says it has; empty for a name that is none of ours."""
    return Path(name).stem if files.is_name(name) else ""


def fetch(name: str, *, folder: Path) -> bool:
    """From the garden into the folder, unless it is there whole. False: the garden's own file is gone or damaged."""
    place, sha256 = folder / PICTURES / name, hash_in(name)
    if not sha256:
        return False
    if manifest.hash_of(place) == sha256:
        return True
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    found = hashlib.sha256()
    try:
        with default_storage.open(name) as source, part.open("wb") as out:
            while block := source.read(_BLOCK):
                found.update(block)
                out.write(block)
    except FileNotFoundError:
        return False
    if found.hexdigest() != sha256:
        part.unlink()
        return False
    part.replace(place)
    return True


def plant(name: str, *, folder: Path) -> bool:
    """From the folder into the garden, unless it is there whole; whether it was copied."""
    if stored_hash(name) == hash_in(name):
        return False
    with (folder / PICTURES / name).open("rb") as source:
        default_storage.save(name, File(source))
    return True


def stored_hash(name: str) -> str:
    """Of the file in the garden's storage; empty for one that is not there."""
    found = hashlib.sha256()
    try:
        with default_storage.open(name) as source:
            while block := source.read(_BLOCK):
                found.update(block)
    except FileNotFoundError:
        return ""
    return found.hexdigest()


def taste_files() -> list[str]:
    """Folder and file of every learned taste that still has its arrays; an older one is a row only."""
    found = []
    for name in TasteModel.objects.order_by("pk").values_list("folder", flat=True):
        at: Path = settings.RECOMMENDATIONS_MODELS / name
        inside = sorted(at.iterdir()) if at.is_dir() else []
        found += [f"{name}/{file.name}" for file in inside]
    return [name for name in found if is_taste(name)]


def is_taste(name: str) -> bool:
    return _TASTE.fullmatch(name) is not None


def fetch_taste(name: str, *, folder: Path) -> str:
    """The hash of the copy; copied each time, they are few. Empty when a training has swept it meanwhile."""
    place = folder / TASTES / name
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(settings.RECOMMENDATIONS_MODELS / name, place)
    except FileNotFoundError:
        return ""
    return manifest.hash_of(place)


def plant_tastes(folder: Path) -> None:
    """Each folder of arrays appears whole or not at all: a web process may be looking for it."""
    for source in sorted((folder / TASTES).iterdir()) if (folder / TASTES).is_dir() else []:
        place: Path = settings.RECOMMENDATIONS_MODELS / source.name
        if place.is_dir() and all(manifest.hash_of(place / f.name) == manifest.hash_of(f) for f in source.iterdir()):
            continue
        part = place.with_name(f"{place.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source, part)
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
