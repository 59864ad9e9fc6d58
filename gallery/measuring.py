"""WORK: colours and light of pictures that came before these were measured, one at a time; may be repeated at will."""

import logging
import math
import time

from django.core.files.storage import default_storage

from gallery import colours, files
from gallery.models import Image

log = logging.getLogger(__name__)


def measure(*, seconds: float = math.inf) -> int:
    """Of how many pictures, until the time is up. What cannot be read is passed over until next time."""
    until, made, last = time.monotonic() + seconds, 0, 0
    waiting = Image.objects.filter(brightness="", pruned_at=None).order_by("pk")
    while time.monotonic() < until and (found := list(waiting.filter(pk__gt=last)[:16])):
        for image in found:
            last = image.pk
            made += _measured(image)
    return made


def _measured(image: Image) -> int:
    try:
        with default_storage.open(str(image.file.name)) as stored:
            pixels = files.glimpsed(stored.read()).pixels
    except (OSError, files.UnreadablePictureError) as error:
        log.warning("The colours of picture %s are not measured: %s", image.pk, error)
        return 0
    # Only while it has this file: another one was measured when it came.
    same = Image.objects.filter(pk=image.pk, sha256=image.sha256)
    return same.update(**colours.told(pixels))
