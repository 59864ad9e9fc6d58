"""Files that no row names: whole ones whose worker did not live to write the row, and those it was writing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from gallery import files, storages
from gallery.models import Decision, Image, Kind, Rendition

# Whatever is younger may belong to a worker that is about to write its row.
OLD: Final = timedelta(days=1)
_FOLDER: Final = re.compile("[0-9a-f]{2}")
_PART: Final = re.compile(re.escape(storages.PARTS) + "/[0-9a-f]{32}")


def find(*, older_than: timedelta = OLD) -> Iterator[str]:
    """Slow: lists the whole store, folder by folder. What is not named as we name files is not ours to remove."""
    folders, _files = _listed("")
    for folder in sorted(filter(_FOLDER.fullmatch, folders)):
        names = {name for file in _listed(folder)[1] if files.is_name(name := f"{folder}/{file}")}
        for name in sorted(names - _named(folder)):
            if _is_old(name, older_than):
                yield name
    yield from parts(older_than=older_than)


def parts(*, older_than: timedelta = OLD) -> Iterator[str]:
    """What was being written when its process died: quick to find, and never a picture."""
    for file in sorted(_listed(storages.PARTS)[1]):
        if _PART.fullmatch(name := f"{storages.PARTS}/{file}") and _is_old(name, older_than):
            yield name


def remove(name: str, *, older_than: timedelta = OLD) -> bool:
    """False when it is gone, a row has come to name it meanwhile, or a worker stored it again to name it soon.

    Raises ValueError for a name that is not ours.
    """
    if not files.is_name(name) and not _PART.fullmatch(name):
        raise ValueError(f"{name} is no name of ours.")
    if name in _named(name.partition("/")[0]) or not _is_old(name, older_than):
        return False
    default_storage.delete(name)
    return True


def age(name: str) -> timedelta:
    """Since it was stored last."""
    return timezone.now() - default_storage.get_modified_time(name)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Its folders and its files; none where nothing was ever stored."""
    try:
        found: tuple[list[str], list[str]] = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return found


def _is_old(name: str, than: timedelta) -> bool:
    # Another sweep may have removed it meanwhile.
    return default_storage.exists(name) and age(name) >= than


def _named(folder: str) -> set[str]:
    images = Image.objects.filter(file__startswith=f"{folder}/", pruned_at=None).values_list("file", flat=True)
    renditions = Rendition.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
    # What a replaced picture was before is kept until it is pruned: so long it can be put back.
    replaced = Decision.objects.filter(kind=Kind.REPLACEMENT, before__file__startswith=f"{folder}/")
    return {*images, *renditions, *replaced.values_list("before__file", flat=True)}
