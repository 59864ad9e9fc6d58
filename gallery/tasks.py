"""The doorbells for smaller copies and for look-alikes: what is to be done stands in the rows, and beat rings too."""

import logging
from typing import Final

from celery import shared_task
from django.conf import settings

from gallery import alike, renditions

log = logging.getLogger(__name__)

# Of the time between two sweeps: what else waits in the queue gets its turn, and soon.
SHARE: Final = 0.75


@shared_task
def make_renditions() -> None:
    """A slice; what is left is the next bell's."""
    renditions.make(seconds=settings.CELERY_SWEEP_SECONDS * SHARE)


@shared_task
def find_alike() -> None:
    """A slice; the rest waits for beat, so that two never chase each other over the same pictures for long."""
    alike.find(seconds=settings.CELERY_SWEEP_SECONDS * SHARE)


def ring() -> None:
    """Bells expire, or they would pile up before busy workers. A broker that is down is no error: beat rings again."""
    try:
        make_renditions.apply_async(expires=2 * settings.CELERY_SWEEP_SECONDS)
    except Exception:
        log.warning("The broker did not take the bell for copies; beat will ring again.", exc_info=True)
