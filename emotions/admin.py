"""The room where one sees how faces were read; nothing in it can be changed, and no photo exists."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from emotions.models import EmotionReading
from gallery.admin.readonly import ReadOnlyAdmin


@admin.register(EmotionReading)
class EmotionReadingAdmin(ReadOnlyAdmin[EmotionReading]):
    """Readings, to look at."""

    list_display = ["created_at", "outcome", "emotion", "sure", "correction", "people", "reader", "reader_version"]
    list_filter = ["outcome", "emotion", "correction", "reader", "created_at"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    show_full_result_count = False
    fields = [
        "code", "created_at", "visitor", "outcome", "emotion", "sure", "correction",
        "people", "scores", "faces", "reader", "reader_version",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmotionReading]:
        return super().get_queryset(request).select_related("visitor")

    @admin.display(description=_("confidence"), ordering="confidence")
    def sure(self, reading: EmotionReading) -> str:
        return "–" if reading.confidence is None else f"{localize(round(reading.confidence * 100))} %"

    @admin.display(description=_("faces"))
    def people(self, reading: EmotionReading) -> int:
        return len(reading.faces)
