"""The pool room: what waits for a curator, and what was rejected."""

from django.contrib import admin
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from gallery.admin import boards, corrections, filters, likeness, stacks, triage, uploads
from gallery.admin.room import RoomAdmin
from gallery.models import PoolImage


@admin.register(PoolImage)
class PoolImageAdmin(RoomAdmin):
    """Approve or reject."""

    standing = filters.PoolStandingFilter
    heading = _("Pool")
    nothing = _("Nothing is waiting. New pictures arrive here as batches are rendered.")

    def get_urls(self) -> list[URLPattern]:
        return [
            *boards.urls(self),
            *triage.urls(self),
            *corrections.urls(self),
            *likeness.urls(self),
            *stacks.urls(self),
            *uploads.urls(self),
            *super().get_urls(),
        ]
