"""Is the place of the pictures there, and does it let us in? For /healthz/ready, with pictures or without."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage

from gallery.models import Image

# Where no picture is, a name that none has; that it is missing is the answer that we hope for.
NOBODY = "health/no-such-picture"
# A bucket says the first of a missing key; the second too, to those who may not list what it has.
FINE = {"NoSuchKey", "AccessDenied"}


def complaints() -> Iterator[str]:
    """Sentences; raises what the storage raises when it cannot be asked at all."""
    newest = Image.objects.order_by("-id").first()
    if isinstance(default_storage, FileSystemStorage):
        yield from _of_the_folder(Path(default_storage.location), is_needed=newest is not None)
    else:
        _ask_the_bucket(str(newest.file.name) if newest else NOBODY)


def _of_the_folder(folder: Path, *, is_needed: bool) -> Iterator[str]:
    if is_needed and not folder.is_dir():
        yield "The folder of the pictures is not there: is its volume mounted?"
        return
    # Before the first picture it is not made yet; then what counts is where it will be made.
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield f"The folder of the pictures cannot be written: {there} does not let this process in."


def _ask_the_bucket(name: str) -> None:
    """Whether this one file is there is no reason to take the whole web away; that the bucket is gone is.

    A HEAD is answered by a number only: 404 and 403 have each a harmless reason, which a GET then tells.
    """
    storage: Any = default_storage
    try:
        if storage.exists(name):
            return
    except Exception as error:
        if _answer(error, "ResponseMetadata").get("HTTPStatusCode") != 403:
            raise
    key = f"{storage.location.strip('/')}/{name}".lstrip("/")
    try:
        storage.connection.meta.client.get_object(Bucket=storage.bucket_name, Key=key)["Body"].close()
    except Exception as error:
        if _answer(error, "Error").get("Code") not in FINE:
            raise


def _answer(error: Exception, part: str) -> dict[str, Any]:
    """Of botocore's ClientError, which knows what the server said; nothing of any other."""
    said: dict[str, dict[str, Any]] = getattr(error, "response", {})
    return said.get(part, {})
