"""The doorbells for smaller copies and for look-alikes: what is to be done stands in the rows, and beat rings too."""

import logging
from typing import Final

from celery import shared_task
from django.conf import settings

from gallery import alike, renditions

log = logging.getLogger(__name__)

# What else waits in the queue gets its turn after so long.
SLICE_SECONDS: Final = 1.0
# Longer: it begins with loading what is known of every picture.
LOOK_SECONDS: Final = 20.0


@shared_task
def make_renditions() -> None:
    """A slice, and the next one as a message of its own; not while the store fails, when none is made."""
    if renditions.make(seconds=SLICE_SECONDS) and renditions.waiting():
        ring()


@shared_task
def find_alike() -> None:
    """A slice; the rest waits for beat, so that two never chase each other over the same pictures for long."""
    alike.find(seconds=LOOK_SECONDS)


def ring() -> None:
    """Bells expire, or they would pile up before busy workers. A broker that is down is no error: beat rings again."""
    try:
        make_renditions.apply_async(expires=settings.CELERY_SWEEP_SECONDS)
    except Exception:
        log.warning("The broker did not take the bell for copies; beat will ring again.", exc_info=True)
