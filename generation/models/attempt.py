"""One claim of one slot by one worker: what became of it is kept, however often the slot is tried."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from generation.models.rendering import ErrorClass, Rendering


class Outcome(models.TextChoices):
    """How a claim ended."""

    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    LOST = "lost", _("lost")
    RELEASED = "released", _("given back")
    CANCELLED = "cancelled", _("cancelled")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Claims, narrowed by adjectives."""

    def running(self) -> Self:
        return self.filter(outcome=Outcome.RUNNING)

    def done(self) -> Self:
        return self.filter(outcome=Outcome.DONE)


class Attempt(models.Model):
    """A line of a slot's history; nothing reads it to decide who owns the slot, that is the fence's matter."""

    rendering = models.ForeignKey(
        Rendering, on_delete=models.CASCADE, related_name="history", verbose_name=_("rendering")
    )
    fence = models.PositiveIntegerField(_("fence"))
    claim = models.UUIDField(_("claim"), help_text=_("Slots that were claimed together share it."))
    worker = models.CharField(_("worker"), max_length=200)
    # Pictures of one shape take about the same time on one worker: what the time left is reckoned from.
    shape = models.CharField(_("shape"), max_length=30, help_text=_("Longer side, shorter side and steps."))
    model = models.CharField(_("model"), max_length=200, blank=True, default="")
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, default=Outcome.RUNNING)
    seconds = models.FloatField(_("seconds"), null=True, blank=True, help_text=_("What this picture cost its worker."))
    error_class = models.CharField(
        _("kind of error"), max_length=11, choices=ErrorClass.choices, blank=True, default=""
    )
    error = models.TextField(_("error"), blank=True, default="")
    stores = models.CharField(
        _("stores"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("The file that it was about to store; empty once a picture names it."),
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("rendering", "fence", name="attempt_once_per_claim"),
            models.CheckConstraint(
                condition=Q(outcome="running", ended_at__isnull=True)
                | (~Q(outcome="running") & Q(ended_at__isnull=False)),
                name="attempt_ended_unless_running",
            ),
        ]
        indexes = [
            models.Index("worker", F("id").desc(), name="attempt_worker"),
            models.Index("shape", F("id").desc(), condition=Q(outcome="done"), name="attempt_shape"),
            models.Index("ended_at", condition=~Q(stores=""), name="attempt_leftovers"),
        ]

    def __str__(self) -> str:
        return f"{self.worker}: {self.get_outcome_display()}"
