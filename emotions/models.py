"""What a reader saw in a photo, as numbers. The photo itself is nowhere."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion, Visitor


class Outcome(models.TextChoices):
    """How a look at a photo ended."""

    READ = "read", _("read")
    NO_FACE = "no_face", _("no face")
    FACE_TOO_SMALL = "face_too_small", _("face too small")
    DARK = "dark", _("too dark")
    BLURRED = "blurred", _("blurred")


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
    faces = models.JSONField(_("faces"), default=list, blank=True, help_text=_("Boxes and scores, the largest first."))
    reader = models.CharField(_("reader"), max_length=100)
    reader_version = models.CharField(_("reader's version"), max_length=40)
    correction = models.CharField(  # noqa: DJ001 - null means "the visitor said nothing"
        _("correction"), max_length=9, choices=Emotion.choices, null=True, blank=True
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.READ, emotion__isnull=False, confidence__isnull=False)
                | (
                    ~Q(outcome=Outcome.READ) & Q(emotion__isnull=True, confidence__isnull=True, correction__isnull=True)
                ),
                name="reading_has_an_emotion_iff_read",
            ),
        ]
        indexes = [models.Index("visitor", models.F("id").desc(), name="reading_latest")]

    def __str__(self) -> str:
        return f"{self.felt or self.outcome}"

    @property
    def felt(self) -> str | None:
        """The emotion to go on with: what the visitor said, else what the reader saw."""
        return self.correction or self.emotion
