"""What the walls show: zones, and the pictures chosen for each."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.models.emotion import Emotion
from gallery.models.image import Image, Orientation


class DisplayZone(models.Model):
    """A place with displays. It follows an emotion, or shows the pictures of its slots."""

    name = models.CharField(
        _("name"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Lower-case letters, digits and hyphens only."))],
        help_text=_("Part of the display’s address, such as zone1."),
    )
    follows = models.CharField(
        _("follows"),
        max_length=9,
        choices=Emotion.choices,
        blank=True,
        default="",
        help_text=_("Shows what is served for this emotion, the most liked first. Empty: the chosen pictures."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("display zone")
        verbose_name_plural = _("display zones")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DisplaySlot(models.Model):
    """One place of a zone, and the picture chosen for it."""

    zone = models.ForeignKey(DisplayZone, on_delete=models.CASCADE, related_name="slots", verbose_name=_("zone"))
    orientation = models.CharField(_("orientation"), max_length=9, choices=Orientation.choices)
    ordinal = models.PositiveSmallIntegerField(_("place"))
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))

    class Meta:
        verbose_name = _("display slot")
        verbose_name_plural = _("display slots")
        ordering = ["zone", "orientation", "ordinal"]
        constraints = [models.UniqueConstraint("zone", "orientation", "ordinal", name="display_slot_once")]

    def __str__(self) -> str:
        return f"{self.zone} {self.orientation} {self.ordinal}"


class DisplayChange(models.Model):
    """What somebody changed about a zone, append-only: the choice before can be put back."""

    zone = models.ForeignKey(DisplayZone, on_delete=models.CASCADE, related_name="changes", verbose_name=_("zone"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    before = models.JSONField(
        _("before"), default=dict, help_text=_("The emotion followed, and picture ids: orientation → place → id.")
    )
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        verbose_name = _("change of a display")
        verbose_name_plural = _("changes of displays")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.zone} {self.at:%Y-%m-%d %H:%M}"
