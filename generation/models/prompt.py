"""Words to render, for one emotion."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion


class Prompt(models.Model):
    """What is to be seen, and what is not; batches that ask for the same words share one prompt."""

    emotion = models.CharField(_("emotion"), max_length=9, choices=Emotion.choices)
    template = models.TextField(_("words"))
    negative = models.TextField(_("unwanted words"), blank=True, default="")
    # The constraint stands on a hash: PostgreSQL cannot index texts of any length.
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("first ordered"), auto_now_add=True)

    class Meta:
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(template=""), name="prompt_has_words")]

    def __str__(self) -> str:
        return self.template
