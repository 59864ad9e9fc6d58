"""The reader that this garden uses: chosen by setting, built once per process, on the first photo."""

import threading
from functools import cache
from typing import Final, cast

from django.conf import settings
from django.utils.module_loading import import_string

from emotions.engines import base

# Dotted paths, not imports: a web process that has not seen a photo yet carries neither OpenCV nor LiteRT.
READERS = {
    "fer": "emotions.engines.fer.FerReader",
    "rekognition": "emotions.engines.rekognition.RekognitionReader",
}
# `cache` lets several threads build at once: four visitors who came first together left 100 MB of models behind.
_one_at_a_time: Final = threading.Lock()
# Known to send nothing away without being loaded: a page that only says so must not load a model.
AT_HOME = {"fer"}


def reader() -> base.Reader:
    """Raises base.ReaderError; always where faces are not read (GARDEN_PROFILE), so that nothing there loads one."""
    if settings.GARDEN_PROFILE != "open":
        raise base.ReaderError(f"Faces are not read where GARDEN_PROFILE is {settings.GARDEN_PROFILE!r}.")
    name = settings.EMOTIONS_READER
    with _one_at_a_time:
        return _built(name, settings.EMOTIONS_REKOGNITION_REGION if name == "rekognition" else None)


def sends_to() -> str:
    """Whom the reader sends photos to; empty when they stay here, and when none can be read."""
    if settings.EMOTIONS_READER in AT_HOME or settings.GARDEN_PROFILE != "open":
        return ""
    try:
        return reader().describe().sends_to
    except base.ReaderError:
        return ""


@cache
def _built(name: str, region: str | None) -> base.Reader:
    try:
        build = import_string(READERS.get(name, name))
        return cast(base.Reader, build() if region is None else build(region))
    except (ImportError, AttributeError, TypeError) as error:
        raise base.ReaderError(
            f"EMOTIONS_READER must be {', '.join(READERS)} or the dotted path of a reader, not {name!r}: {error}"
        ) from error
