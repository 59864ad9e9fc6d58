"""Celery's entry to learning; beat rings it (see RECOMMENDATIONS_LEARN_MINUTES)."""

import contextlib
import logging

from celery import shared_task

from recommendations import training
from recommendations.errors import BusyError

log = logging.getLogger(__name__)


# Acknowledged at once, unlike our other tasks: Redis would deliver it again after ten minutes while it still learns.
# A training that dies with its worker comes again with the next bell.
@shared_task(acks_late=False)
def learn_tastes() -> None:
    """Quietly nothing when nothing has changed since, when there is too little, or when another one is learning."""
    with contextlib.suppress(BusyError):
        training.learn_if_changed()


def ring() -> bool:
    """Asks a worker to learn now; whether the broker took it. If not, the timer's next bell does the same."""
    try:
        learn_tastes.apply_async(expires=3600)
    except Exception:
        log.warning("The broker did not take the bell for learning tastes.", exc_info=True)
        return False
    return True
