"""A picture we have, in one of four states, and the two rooms that show it."""

import uuid
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gallery.models.emotion import Emotion
from gallery.models.words_index import WordsIndex


class Status(models.TextChoices):
    """Where a picture stands; only curation moves it."""

    POOL = "pool", _("in the pool")
    SERVING = "serving", _("in the serving set")
    REJECTED = "rejected", _("rejected")
    RETIRED = "retired", _("retired")


class Orientation(models.TextChoices):
    """Wider than high, or higher than wide; a square counts as landscape, as in the original."""

    LANDSCAPE = "landscape", _("landscape")
    PORTRAIT = "portrait", _("portrait")


class Safety(models.TextChoices):
    """What a safety checker said; *exempt* is drawn by our own painter, which knows no words."""

    PASSED = "passed", _("passed")
    FLAGGED = "flagged", _("flagged")
    UNCHECKED = "unchecked", _("unchecked")
    EXEMPT = "exempt", _("exempt")


# The verdicts with which a picture may be approved together with others.
SAFE: Final = frozenset({Safety.PASSED, Safety.EXEMPT})


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures, narrowed by adjectives."""

    def serving(self) -> Self:
        """What visitors may see; every visitor-facing query starts here."""
        return self.filter(status=Status.SERVING)

    def pooled(self) -> Self:
        return self.filter(status=Status.POOL)


class Image(models.Model):
    """A picture: its file, what it shows, how it was made, and where it stands."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), max_length=200, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True, editable=False)
    phash = models.CharField(_("perceptual hash"), max_length=16, editable=False, db_index=True)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    orientation = models.GeneratedField(
        expression=models.Case(
            models.When(width__gte=F("height"), then=models.Value(Orientation.LANDSCAPE.value)),
            default=models.Value(Orientation.PORTRAIT.value),
            output_field=models.CharField(max_length=9),
        ),
        output_field=models.CharField(_("orientation"), max_length=9, choices=Orientation.choices),
        db_persist=True,
    )
    emotion = models.CharField(_("emotion"), max_length=9, choices=Emotion.choices)
    favorite = models.CharField(_("favorite"), max_length=100, blank=True, default="")
    caption = models.TextField(_("caption"), blank=True, default="", help_text=_("The prompt as it was rendered."))
    recipe = models.JSONField(_("recipe"), default=dict, blank=True, editable=False)
    seed = models.BigIntegerField(_("seed"), null=True, editable=False)
    model = models.CharField(_("model"), max_length=200, blank=True, default="", editable=False)
    steps = models.PositiveIntegerField(_("steps"), null=True, editable=False)
    batch_code = models.UUIDField(_("batch"), null=True, editable=False, db_index=True)
    family = models.UUIDField(
        _("family"), default=uuid.uuid4, editable=False, db_index=True, help_text=_("Pictures of one pair share it.")
    )
    is_cover = models.BooleanField(
        _("cover"), default=False, editable=False, help_text=_("The one picture that stands for its stack.")
    )
    safety = models.CharField(_("safety"), max_length=9, choices=Safety.choices, default=Safety.UNCHECKED)
    safety_note = models.TextField(
        _("grounds of the safety verdict"),
        blank=True,
        default="",
        editable=False,
        help_text=_("What the checker said, or the reason why none was asked."),
    )
    safety_score = models.FloatField(_("safety score"), null=True, blank=True, editable=False)
    palette = models.CharField(
        _("palette"), max_length=60, blank=True, default="", editable=False, help_text=_("Its main colours, by name.")
    )
    brightness = models.CharField(
        _("brightness"),
        max_length=8,
        blank=True,
        default="",
        editable=False,
        help_text=_("How light it is on the whole."),
    )
    key_tail = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    renditions_due = models.BooleanField(
        _("copies due"), default=False, editable=False, help_text=_("Its smaller copies are still to be made.")
    )
    pruned_at = models.DateTimeField(
        _("pruned"), null=True, blank=True, editable=False, help_text=_("Its files are gone; what was decided stays.")
    )
    likes = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    showings = models.PositiveIntegerField(_("showings"), default=0, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.POOL, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # The recipe's `source` of a picture that nobody rendered here.
    UPLOADED: Final = "upload"

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.POOL, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=Status.POOL) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="image_decided_unless_in_pool",
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_a_size"),
            models.CheckConstraint(
                condition=Q(pruned_at__isnull=True) | Q(status__in=(Status.REJECTED, Status.RETIRED)),
                name="image_pruned_only_when_out",
            ),
            # A worker that froze for minutes and goes on cannot add a second picture of what others made meanwhile.
            models.UniqueConstraint(
                "batch_code", "seed", condition=Q(batch_code__isnull=False), name="image_once_for_a_slot"
            ),
            models.UniqueConstraint("family", condition=Q(is_cover=True), name="image_one_cover_of_a_stack"),
        ]
        indexes = [
            models.Index("status", "emotion", "orientation", F("decided_at").desc(), name="image_cell"),
            # With the day, so that pictures of a day are found without a look at each row.
            models.Index("status", F("id").desc(), "created_at", name="image_room_days"),
            models.Index("status", "favorite", F("id").desc(), name="image_favorite"),
            models.Index("status", "model", F("id").desc(), name="image_model"),
            models.Index("status", "safety", F("id").desc(), name="image_safety"),
            models.Index("status", "emotion", F("id").desc(), name="image_emotion"),
            models.Index("status", F("likes").desc(), F("id").desc(), name="image_liked"),
            models.Index("seed", name="image_seed"),
            models.Index("created_at", name="image_made"),
            WordsIndex(fields=["status", "-id", "caption", "favorite"], name="image_words"),
            # The newest batches of a room, for its menu: without it, a garden of imports would be read whole.
            models.Index("status", F("id").desc(), condition=Q(batch_code__isnull=False), name="image_batches"),
            models.Index("id", condition=Q(renditions_due=True), name="image_renditions_due"),
        ]

    def __str__(self) -> str:
        return self.key_tail

    @property
    def is_safe(self) -> bool:
        """Whether it may be approved together with others."""
        return self.safety in SAFE

    @property
    def is_uploaded(self) -> bool:
        """Whether a person brought it, and no renderer of ours made it."""
        return bool(self.recipe.get("source") == self.UPLOADED)

    @property
    def is_machine_made(self) -> bool:
        """As far as we know: an upload is, when its file said so."""
        return not self.is_uploaded or "digitalSourceType" in self.recipe

    @property
    def is_veiled(self) -> bool:
        """Whether curators see it blurred until they ask for it; what visitors see is no longer hidden from them."""
        return not self.is_safe and self.status != Status.SERVING


class PoolImage(Image):
    """A picture in the pool room: waiting, or rejected there."""

    class Meta:
        proxy = True
        verbose_name = _("pool picture")
        verbose_name_plural = _("pool")
        permissions = [
            ("approve_poolimage", _("Can approve pool pictures into the serving set")),
            ("reject_poolimage", _("Can reject pool pictures")),
            ("approve_unchecked", _("Can approve pictures without a passed safety check")),
            ("upload_poolimage", _("Can upload pictures into the pool")),
            ("correct_poolimage", _("Can correct emotion, favorite and caption of pool pictures")),
            ("judge_likeness", _("Can say which pictures look alike")),
        ]


class ServedImage(Image):
    """A picture in the serving room: served, or retired from there."""

    class Meta:
        proxy = True
        verbose_name = _("served picture")
        verbose_name_plural = _("serving set")
        permissions = [
            ("retire_servedimage", _("Can retire pictures from the serving set")),
            ("restore_servedimage", _("Can restore retired or rejected pictures")),
            ("correct_servedimage", _("Can correct emotion, favorite and caption of served pictures")),
        ]
