"""The visitors' list."""

from django.contrib import admin

from gallery.admin.readonly import ReadOnlyAdmin
from gallery.models import Visitor


@admin.register(Visitor)
class VisitorAdmin(ReadOnlyAdmin[Visitor]):
    """To look at only; a visitor is anonymous."""

    list_display = ("code", "age_group", "gender", "created_at")
    list_filter = ("age_group", "gender", "created_at")
    search_fields = ("code",)
    ordering = ("-id",)
    show_full_result_count = False
