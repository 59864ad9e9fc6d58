"""Who looks at which picture of the pool at the moment, and who has put which one off."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.models.image import Image


class ReviewLease(models.Model):
    """A picture handed to one curator for a short while; nobody else is handed it until it ends."""

    image = models.OneToOneField(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("handed to")
    )
    tab = models.UUIDField(
        _("tab"), default=uuid.uuid4, help_text=_("One person’s two tabs are handed different pictures, too.")
    )
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("review lease")
        verbose_name_plural = _("review leases")
        indexes = [models.Index("by", "until", name="review_lease_of")]

    def __str__(self) -> str:
        return f"{self.image_id} → {self.by_id}"


class ReviewSkip(models.Model):
    """A picture that a curator has put off: handed to them again only when nothing else waits."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("put off by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("skipped picture")
        verbose_name_plural = _("skipped pictures")
        constraints = [models.UniqueConstraint("image", "by", name="review_skip_once")]

    def __str__(self) -> str:
        return f"{self.image_id} → {self.by_id}"
