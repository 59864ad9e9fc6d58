"""What a reader saw in a photo, as numbers. The photo itself is nowhere."""

import uuid
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion, Visitor

MOST_GUESSES: Final = 3
LEAST_GUESS: Final = 0.1


class Outcome(models.TextChoices):
    """How a look at a photo ended."""

    READ = "read", _("read")
    UNSURE = "unsure", _("unsure")
    NO_FACE = "no_face", _("no face")
    FACE_TOO_SMALL = "face_too_small", _("face too small")
    DARK = "dark", _("too dark")
    BLURRED = "blurred", _("blurred")


class Calibration(models.Model):
    """How a reader's scores become a confidence, fitted on labelled photos of this place: one row for each version."""

    reader = models.CharField(_("reader"), max_length=100)
    reader_version = models.CharField(_("reader's version"), max_length=40)
    temperature = models.FloatField(_("temperature"))
    photos = models.PositiveIntegerField(_("photos"))
    error_before = models.FloatField(_("calibration error before"))
    error_after = models.FloatField(_("calibration error after"))
    fitted_at = models.DateTimeField(_("fitted"), auto_now=True)

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        constraints = [
            models.UniqueConstraint("reader", "reader_version", name="calibration_once"),
            models.CheckConstraint(condition=Q(temperature__gt=0), name="calibration_temperature_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.reader_version}: {self.temperature:.2f}"


class EmotionReading(models.Model):
    """One look at one photo: the faces' boxes and scores, the chosen emotion, and what the visitor said to it."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    visitor = models.ForeignKey(
        Visitor, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("visitor")
    )
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome.choices)
    emotion = models.CharField(  # noqa: DJ001 - null means "nothing was read", which is no emotion
        _("looks"), max_length=9, choices=Emotion.choices, null=True, blank=True
    )
    confidence = models.FloatField(_("confidence"), null=True, blank=True, help_text=_("The model's own, 0 to 1."))
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    faces = models.JSONField(
        _("faces"), default=list, blank=True, help_text=_("Boxes, scores and features, the largest first.")
    )
    chosen = models.PositiveSmallIntegerField(
        _("chosen face"), default=0, help_text=_("Its place among the faces; 0 is the largest.")
    )
    calibrated = models.BooleanField(
        _("calibrated"),
        default=False,
        help_text=_("Whether the confidence was fitted on labelled photos of this place."),
    )
    reader = models.CharField(_("reader"), max_length=100)
    reader_version = models.CharField(_("reader's version"), max_length=40)
    correction = models.CharField(  # noqa: DJ001 - null means "the visitor said nothing"
        _("correction"), max_length=9, choices=Emotion.choices, null=True, blank=True
    )
    consent = models.CharField(
        _("consent"),
        max_length=12,
        blank=True,
        default="",
        help_text=_("The version of the notice that the photo was given under; empty: a program sent it."),
    )
    sent_to = models.CharField(
        _("sent to"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("To whom the reader sent the photo; empty: it did not leave the garden."),
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.READ, emotion__isnull=False, confidence__isnull=False)
                | Q(outcome=Outcome.UNSURE, emotion__isnull=True, confidence__isnull=False)
                | (
                    ~Q(outcome__in=[Outcome.READ, Outcome.UNSURE])
                    & Q(emotion__isnull=True, confidence__isnull=True, correction__isnull=True)
                ),
                name="reading_has_an_emotion_iff_read",
            ),
        ]
        indexes = [models.Index("visitor", models.F("id").desc(), name="reading_latest")]

    def __str__(self) -> str:
        return f"{self.felt or self.outcome}"

    @property
    def guesses(self) -> list[str]:
        """The emotions that the face looks like most, the likeliest first: what somebody is asked who is not told."""
        ranked = sorted(self.scores, key=lambda name: self.scores[name], reverse=True)
        return [name for name in ranked[:MOST_GUESSES] if self.scores[name] >= LEAST_GUESS]

    @property
    def felt(self) -> str | None:
        """The emotion to go on with: what the visitor said, else what the reader saw."""
        return self.correction or self.emotion
