"""A search that a curator keeps under a name: a board that follows the pictures."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Room(models.TextChoices):
    """The two rooms whose pictures are searched."""

    POOL = "pool", _("pool")
    SERVING = "serving", _("serving set")


class SavedSearch(models.Model):
    """A query in the search language, for one room; its own curator's, or everybody's when it is shared."""

    name = models.CharField(_("name"), max_length=80)
    room = models.CharField(_("room"), max_length=7, choices=Room.choices)
    query = models.CharField(_("search"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("kept by")
    )
    is_shared = models.BooleanField(_("shared"), default=False, help_text=_("Every curator sees it."))
    created_at = models.DateTimeField(_("kept"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("by", "room", "name", name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name
