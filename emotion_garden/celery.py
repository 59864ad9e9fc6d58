"""Celery, the doorbell: messages only say that there may be work; the rows say what it is."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emotion_garden.settings")

app = Celery("emotion_garden")
app.config_from_object("emotion_garden.celeryconfig")
app.autodiscover_tasks(["emotion_garden", "gallery", "generation", "recommendations"])
app.autodiscover_tasks(["emotion_garden"], related_name="heartbeats")
