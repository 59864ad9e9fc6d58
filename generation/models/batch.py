"""One order of pictures."""

import uuid
from collections.abc import Mapping
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from generation.models.prompt import Prompt


class Lane(models.TextChoices):
    """Interactive work is always claimed before bulk work."""

    INTERACTIVE = "interactive", _("interactive")
    BULK = "bulk", _("bulk")


class BatchState(models.TextChoices):
    """Where an order stands; only conditional updates move it."""

    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


# Every way an order may go; done leads back by a retry of what failed, or by the sweep if something is still queued.
BATCH_STEPS: Final[Mapping[str, frozenset[str]]] = {
    BatchState.RUNNING: frozenset({BatchState.PAUSED, BatchState.DONE, BatchState.CANCELLED}),
    BatchState.PAUSED: frozenset({BatchState.RUNNING, BatchState.DONE, BatchState.CANCELLED}),
    BatchState.DONE: frozenset({BatchState.RUNNING}),
    BatchState.CANCELLED: frozenset(),
}


class BatchQuerySet(models.QuerySet["GenerationBatch"]):
    """Orders, narrowed by adjectives."""

    def open(self) -> Self:
        """Orders that may still change: somebody waits for them."""
        return self.filter(state__in=(BatchState.RUNNING, BatchState.PAUSED))

    def settled(self) -> Self:
        """Orders of which no picture is waiting or being made."""
        return self.exclude(renderings__state__in=("queued", "rendering", "storing"))

    def with_counts(self) -> Self:
        """Adds how many renderings stand in each state, in the same query."""
        return self.annotate(
            n_total=Count("renderings"),
            n_done=Count("renderings", filter=Q(renderings__state="done")),
            n_already_there=Count("renderings", filter=Q(renderings__state="done", renderings__already_there=True)),
            n_failed=Count("renderings", filter=Q(renderings__state="failed")),
            n_queued=Count("renderings", filter=Q(renderings__state="queued")),
            n_rendering=Count("renderings", filter=Q(renderings__state__in=("rendering", "storing"))),
            n_cancelled=Count("renderings", filter=Q(renderings__state="cancelled")),
        )


class GenerationBatch(models.Model):
    """N landscape and N portrait pictures of one prompt; `recipe` holds everything that was asked for."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="batches", verbose_name=_("prompt"))
    favorite = models.CharField(_("favorite"), max_length=100, blank=True, default="")
    recipe = models.JSONField(_("recipe"), default=dict)
    count = models.PositiveIntegerField(_("pairs"), help_text=_("Each pair is one landscape and one portrait picture."))
    lane = models.CharField(_("lane"), max_length=11, choices=Lane.choices, default=Lane.BULK)
    weight = models.SmallIntegerField(
        _("weight"), default=0, help_text=_("Within its lane, waiting work of a larger weight goes first.")
    )
    state = models.CharField(_("state"), max_length=9, choices=BatchState.choices, default=BatchState.RUNNING)
    idempotency_key = models.CharField(
        _("idempotency key"), max_length=200, null=True, blank=True, unique=True, editable=False
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ordered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-id"]
        permissions = [
            ("pause_generationbatch", _("Can pause and resume batches")),
            ("cancel_generationbatch", _("Can cancel batches")),
            ("retry_generationbatch", _("Can have failed renderings of a batch tried again")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="batch_is_not_empty"),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="batch_lane_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=("running", "paused"), ended_at__isnull=True)
                | Q(state__in=("done", "cancelled"), ended_at__isnull=False),
                name="batch_ended_unless_open",
            ),
        ]
        indexes = [
            models.Index("state", name="batch_state"),
            # Whose turn it is: "interactive" sorts after "bulk", so the lane goes downwards.
            models.Index(F("lane").desc(), F("weight").desc(), "id", condition=Q(state="running"), name="batch_turn"),
        ]

    def __str__(self) -> str:
        words = self.prompt.get_emotion_display().capitalize()
        return f"{words} · {self.favorite}" if self.favorite else words
