"""Celery's entry to learning; beat rings it (see RECOMMENDATIONS_LEARN_MINUTES)."""

import contextlib

from celery import shared_task

from recommendations import training
from recommendations.errors import BusyError


# Acknowledged at once, unlike our other tasks: Redis would deliver it again after ten minutes while it still learns.
# A training that dies with its worker comes again with the next bell.
@shared_task(acks_late=False)
def learn_tastes() -> None:
    """Quietly nothing when nothing has changed since, when there is too little, or when another one is learning."""
    with contextlib.suppress(BusyError):
        training.learn_if_changed()
