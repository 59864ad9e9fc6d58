"""The garden: the only package that may import several petals."""

from emotion_garden.celery import app as celery_app

__all__ = ["celery_app"]
