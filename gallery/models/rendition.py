"""A picture's smaller copies, and the claims of the workers that make them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.models.image import Image


class Rendition(models.Model):
    """One width and format of a picture."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    format = models.CharField(_("format"), max_length=4, choices=[("webp", "WebP"), ("jpeg", "JPEG")])
    file = models.FileField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("image", "width", "format", name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.width}.{self.format}"


class RenditionClaim(models.Model):
    """A worker makes, or has failed to make, the copies of a picture; gone when they stand."""

    image = models.OneToOneField(Image, on_delete=models.CASCADE, primary_key=True, related_name="rendition_claim")
    until = models.DateTimeField(_("until"), help_text=_("Before then nobody else takes it up."))
    lost = models.PositiveSmallIntegerField(
        _("lost"), default=0, help_text=_("How many workers took it up and never said how it ended.")
    )
    error = models.TextField(_("error"), blank=True, default="")

    def __str__(self) -> str:
        return f"{self.image_id}: {self.error or self.until}"
