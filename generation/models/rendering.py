"""One slot of a batch: a picture that is to be made, and who is making it."""

from collections.abc import Mapping
from typing import Final, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from gallery.models import Image, Orientation
from generation.models.batch import GenerationBatch, Lane


class RenderingState(models.TextChoices):
    """Where a slot stands; only `claims`, `sweeping` and `batches` move it, and only along STEPS."""

    QUEUED = "queued", _("queued")
    RENDERING = "rendering", _("rendering")
    STORING = "storing", _("storing")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


# Every way a slot may go. Back from storing to queued leads only the sweep, a stop or a store that cannot be reached.
STEPS: Final[Mapping[str, frozenset[str]]] = {
    RenderingState.QUEUED: frozenset({RenderingState.RENDERING, RenderingState.CANCELLED}),
    RenderingState.RENDERING: frozenset(
        {
            RenderingState.STORING,
            RenderingState.DONE,  # the picture of an earlier claim was found
            RenderingState.QUEUED,
            RenderingState.FAILED,
            RenderingState.CANCELLED,
        }
    ),
    RenderingState.STORING: frozenset({RenderingState.DONE, RenderingState.QUEUED, RenderingState.FAILED}),
    RenderingState.FAILED: frozenset({RenderingState.QUEUED}),
    RenderingState.DONE: frozenset(),
    RenderingState.CANCELLED: frozenset(),
}
# Somebody holds the slot by a lease.
HELD: Final = (RenderingState.RENDERING.value, RenderingState.STORING.value)


class ErrorClass(models.TextChoices):
    """Why a rendering failed; `engines.base.RenderError.kind` is one of these."""

    OOM = "oom", _("out of memory")
    TIMEOUT = "timeout", _("took too long")
    WORKER_LOST = "worker_lost", _("worker lost")
    SAFETY = "safety", _("no verdict from the safety checker")
    STORAGE = "storage", _("could not be stored")
    BAD_RECIPE = "bad_recipe", _("recipe not understood")
    MODEL = "model", _("model could not be loaded")
    BLANK = "blank", _("one single colour")
    UNKNOWN = "unknown", _("unknown")


class RenderingQuerySet(models.QuerySet["Rendering"]):
    """Slots, narrowed by adjectives."""

    def queued(self) -> Self:
        return self.filter(state=RenderingState.QUEUED)

    def held(self, *slots: "Rendering") -> Self:
        """The slots, while they belong to the claim that they were read by; every write of a worker starts here."""
        ours = Q(pk__in=())
        for slot in slots:
            ours |= Q(pk=slot.pk, fence=slot.fence)
        return self.filter(ours, state__in=HELD)


class Rendering(models.Model):
    """One picture to make. Its seed is fixed when the batch is ordered, so making it again makes the same."""

    batch = models.ForeignKey(
        GenerationBatch, on_delete=models.CASCADE, related_name="renderings", verbose_name=_("batch")
    )
    # Copied from the batch, so that one index leads a claim to the next slot.
    lane = models.CharField(_("lane"), max_length=11, choices=Lane.choices)
    ordinal = models.PositiveIntegerField(_("number"))
    orientation = models.CharField(_("orientation"), max_length=9, choices=Orientation.choices)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    seed = models.BigIntegerField(_("seed"))
    family = models.UUIDField(_("family"), help_text=_("The landscape and the portrait of one pair share it."))
    caption = models.TextField(_("caption"), help_text=_("The prompt as it is rendered."))
    state = models.CharField(_("state"), max_length=9, choices=RenderingState.choices, default=RenderingState.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    losses = models.PositiveIntegerField(
        _("losses"), default=0, help_text=_("How many workers died, or fell silent, while they were making it.")
    )
    fence = models.PositiveIntegerField(
        _("fence"), default=0, help_text=_("Raised by each claim; an older claim's writes are refused.")
    )
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    error_class = models.CharField(
        _("kind of error"), max_length=11, choices=ErrorClass.choices, blank=True, default=""
    )
    error = models.TextField(_("error"), blank=True, default="")
    image = models.ForeignKey(
        Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    already_there = models.BooleanField(
        _("already in the garden"), default=False, help_text=_("The garden had the same picture before this batch.")
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("batch", "ordinal", "orientation", name="rendering_slot_once"),
            models.UniqueConstraint("batch", "seed", name="rendering_seed_once_in_a_batch"),
            models.CheckConstraint(
                condition=Q(state__in=("rendering", "storing"), lease_until__isnull=False)
                | (~Q(state__in=("rendering", "storing")) & Q(lease_until__isnull=True)),
                name="rendering_leased_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("done", "failed", "cancelled"), settled_at__isnull=False)
                | Q(state__in=("queued", "rendering", "storing"), settled_at__isnull=True),
                name="rendering_settled_at_the_end",
            ),
            models.CheckConstraint(
                condition=Q(image__isnull=True) | Q(state="done"), name="rendering_image_only_when_done"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error_class=""), name="rendering_failed_says_why"),
            models.CheckConstraint(
                condition=Q(
                    Exact(F("width") % 8, 0), Exact(F("height") % 8, 0), width__gt=0, height__gt=0, seed__gte=0
                ),
                name="rendering_can_be_made",
            ),
        ]
        indexes = [
            # What a claim walks along, inside the batch whose turn it is.
            models.Index("batch", "id", condition=Q(state="queued"), name="rendering_claim"),
            models.Index("batch", "state", name="rendering_counts"),
            models.Index("lease_until", condition=Q(state__in=("rendering", "storing")), name="rendering_leases"),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}{'h' if self.orientation == Orientation.LANDSCAPE else 'v'}"
