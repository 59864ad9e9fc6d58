"""What beat has the default workers do for the root: forget what is over."""

import logging

from celery import shared_task

from emotion_garden import tidying

log = logging.getLogger(__name__)


@shared_task
def tidy() -> None:
    """Answers kept for repeated requests, and counters whose time is over."""
    if removed := sum(tidying.tidy().values()):
        log.info("Kept answers and counters that are over, removed: %d.", removed)
