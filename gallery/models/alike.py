"""What is computed of how pictures look: may be thrown away, it is found again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gallery.models.image import Image


class Look(models.Model):
    """How a picture looks, in a few bytes (see gallery/likeness.py)."""

    image = models.OneToOneField(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))
    sha256 = models.CharField("SHA-256", max_length=64, help_text=_("Of the file that it was taken from."))
    prints = models.BinaryField(_("prints"), help_text=_("Empty when the file could not be read."))
    is_compared = models.BooleanField(_("compared"), default=False)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        indexes = [models.Index("id", condition=Q(is_compared=False), name="look_to_compare")]

    def __str__(self) -> str:
        return self.sha256[:8]


class AlikePair(models.Model):
    """Two pictures that look alike to a machine; what a curator says of them is a LikenessVerdict."""

    one = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("the earlier picture"))
    other = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("the later picture"))
    distance = models.PositiveSmallIntegerField(_("bits apart"))

    class Meta:
        verbose_name = _("pair that looks alike")
        verbose_name_plural = _("pairs that look alike")
        constraints = [
            models.UniqueConstraint("one", "other", name="alike_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="alike_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}"
