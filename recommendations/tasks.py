"""Celery's entry to learning; beat rings it (see RECOMMENDATIONS_LEARN_MINUTES)."""

from celery import shared_task

from recommendations import training


@shared_task
def learn_tastes() -> None:
    """Quietly nothing when nothing has changed since the last time, or when there is too little to learn from."""
    training.learn_if_changed()
