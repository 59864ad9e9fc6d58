"""What curators did, append-only."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.models.image import Image, Status


class Kind(models.TextChoices):
    """What a decision did to the picture."""

    MOVE = "move", _("moved")
    CORRECTION = "correction", _("corrected")
    REPLACEMENT = "replacement", _("file replaced")
    UPLOAD = "upload", _("uploaded")


class Decision(models.Model):
    """One curator's action on one picture; a bulk action shares one `group`."""

    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("picture"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices, default=Kind.MOVE)
    was = models.CharField(_("was"), max_length=8, choices=Status.choices)
    became = models.CharField(_("became"), max_length=8, choices=Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    at = models.DateTimeField(_("when"))
    before = models.JSONField(
        _("before"), default=dict, blank=True, help_text=_("The corrected fields as they were; empty for a move.")
    )
    after = models.JSONField(
        _("after"), default=dict, blank=True, help_text=_("The corrected fields as they became; empty for a move.")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    group = models.UUIDField(_("group"), default=uuid.uuid4)
    undone_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undoes", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint("group", "image", name="decision_once_per_group")]
        indexes = [
            models.Index("image", models.F("id").desc(), name="decision_history"),
            models.Index("by", "at", name="decision_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
