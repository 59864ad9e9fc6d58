"""The serving room: what visitors see, and what was retired."""

from django.contrib import admin
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from gallery.admin import boards, corrections, filters, stacks
from gallery.admin.room import RoomAdmin
from gallery.models import ServedImage


@admin.register(ServedImage)
class ServedImageAdmin(RoomAdmin):
    """Retire or restore."""

    standing = filters.ServedStandingFilter
    heading = _("Serving set")
    nothing = _("Nothing is served yet. Approve pictures in the pool, and they appear here and in the garden.")

    def get_urls(self) -> list[URLPattern]:
        return [*boards.urls(self), *corrections.urls(self), *stacks.urls(self), *super().get_urls()]
