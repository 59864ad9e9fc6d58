"""The root's own room: who works."""

from django.contrib import admin
from django.http import HttpRequest

from emotion_garden.models import WorkerBeat


@admin.register(WorkerBeat)
class WorkerBeatAdmin(admin.ModelAdmin[WorkerBeat]):
    """To look at only: the workers write it themselves."""

    list_display = ("queue", "name", "seen_at")
    ordering = ("queue", "name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: WorkerBeat | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: WorkerBeat | None = None) -> bool:
        return False
