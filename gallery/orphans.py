"""Files that no row names: stored by workers that did not live to write the row, of pictures nobody made again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from gallery.models import Image, Rendition

# Whatever is younger may belong to a worker that is about to write its row.
OLD: Final = timedelta(days=1)


def find(*, older_than: timedelta = OLD) -> Iterator[str]:
    """Slow: lists the whole store, folder by folder."""
    folders, _files = default_storage.listdir("")
    for folder in sorted(folders):
        _folders, files = default_storage.listdir(folder)
        names = {f"{folder}/{file}" for file in files}
        for name in sorted(names - _named(folder)):
            if timezone.now() - default_storage.get_modified_time(name) >= older_than:
                yield name


def remove(name: str) -> bool:
    """False when a row has come to name it meanwhile."""
    if name in _named(name.partition("/")[0]):
        return False
    default_storage.delete(name)
    return True


def _named(folder: str) -> set[str]:
    images = Image.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
    renditions = Rendition.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
    return {*images, *renditions}
