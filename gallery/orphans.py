"""Files that no row names: stored by workers that did not live to write the row, of pictures nobody made again."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from gallery import files
from gallery.models import Decision, Image, Kind, Rendition

# Whatever is younger may belong to a worker that is about to write its row.
OLD: Final = timedelta(days=1)
_FOLDER: Final = re.compile("[0-9a-f]{2}")


def find(*, older_than: timedelta = OLD) -> Iterator[str]:
    """Slow: lists the whole store, folder by folder. What is not named as we name files is not ours to remove."""
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:
        # No picture was ever stored.
        return
    for folder in sorted(filter(_FOLDER.fullmatch, folders)):
        _folders, found = default_storage.listdir(folder)
        names = {name for file in found if files.is_name(name := f"{folder}/{file}")}
        for name in sorted(names - _named(folder)):
            if _is_old(name, older_than):
                yield name


def remove(name: str, *, older_than: timedelta = OLD) -> bool:
    """False when it is gone, a row has come to name it meanwhile, or a worker stored it again to name it soon.

    Raises ValueError for a name that is not ours.
    """
    if not files.is_name(name):
        raise ValueError(f"{name} is no name of ours.")
    if name in _named(name.partition("/")[0]) or not _is_old(name, older_than):
        return False
    default_storage.delete(name)
    return True


def age(name: str) -> timedelta:
    """Since it was stored last."""
    return timezone.now() - default_storage.get_modified_time(name)


def _is_old(name: str, than: timedelta) -> bool:
    # Another sweep may have removed it meanwhile.
    return default_storage.exists(name) and age(name) >= than


def _named(folder: str) -> set[str]:
    images = Image.objects.filter(file__startswith=f"{folder}/", pruned_at=None).values_list("file", flat=True)
    renditions = Rendition.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
    # What a replaced picture was before is kept until it is pruned: so long it can be put back.
    replaced = Decision.objects.filter(kind=Kind.REPLACEMENT, before__file__startswith=f"{folder}/")
    return {*images, *renditions, *replaced.values_list("before__file", flat=True)}
