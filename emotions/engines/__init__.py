"""The reader that this garden uses: chosen by setting, built once per process, on the first photo."""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from emotions.engines import base

# Dotted paths, not imports: a web process that has not seen a photo yet carries neither OpenCV nor LiteRT.
READERS = {"fer": "emotions.engines.fer.FerReader"}


def reader() -> base.Reader:
    """Raises base.ReaderError."""
    return _built(settings.EMOTIONS_READER)


@cache
def _built(name: str) -> base.Reader:
    try:
        return cast(base.Reader, import_string(READERS.get(name, name))())
    except (ImportError, AttributeError, TypeError) as error:
        raise base.ReaderError(
            f"EMOTIONS_READER must be {', '.join(READERS)} or the dotted path of a reader, not {name!r}: {error}"
        ) from error
