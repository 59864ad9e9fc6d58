"""The root's own room: who works."""

from django.contrib import admin

from emotion_garden.models import WorkerBeat
from gallery.admin.readonly import ReadOnlyAdmin


@admin.register(WorkerBeat)
class WorkerBeatAdmin(ReadOnlyAdmin[WorkerBeat]):
    """To look at only: the workers write it themselves."""

    list_display = ("queue", "name", "seen_at")
    ordering = ("queue", "name")
