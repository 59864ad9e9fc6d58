"""Where a prompt of a batch came from."""

from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gallery.models import Image
from generation.models.batch import GenerationBatch


class ExpansionQuerySet(models.QuerySet["Expansion"]):
    """Expansions, narrowed by adjectives."""

    def behind(self, image: Image) -> Self:
        """Those that this picture was made from; another order of the same words and seed makes no second picture."""
        return self.filter(batch__renderings__image=image, batch__renderings__ordinal=F("ordinal")).distinct()


class Expansion(models.Model):
    """The template behind the pictures of one pair."""

    batch = models.ForeignKey(
        GenerationBatch, on_delete=models.CASCADE, related_name="expansions", verbose_name=_("batch")
    )
    ordinal = models.PositiveIntegerField(_("number"))
    prompt_set = models.SlugField(_("prompt set"), max_length=60)
    line = models.UUIDField(_("code of the template"))
    # As it was: the set may have been changed or deleted since.
    template = models.TextField(_("template"))
    seed = models.BigIntegerField(
        _("seed of the list"), null=True, help_text=_("Empty: every combination in order, not a random list.")
    )
    index = models.PositiveBigIntegerField(_("number in the list"))
    values = models.JSONField(_("chosen values"), default=dict)

    objects = ExpansionQuerySet.as_manager()

    class Meta:
        verbose_name = _("expansion")
        verbose_name_plural = _("expansions")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("batch", "ordinal", name="expansion_once_per_pair")]

    def __str__(self) -> str:
        return f"{self.prompt_set} {self.index}"
