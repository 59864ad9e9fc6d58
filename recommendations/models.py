"""What was offered, what came of it, and what was learnt from it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion, Image, Orientation, Visitor


class TasteModel(models.Model):
    """One finished training: a folder of arrays, what it was learnt from and how well it foretells."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    folder = models.CharField(_("folder"), max_length=200, help_text=_("Its name in the folder of taste models."))
    learner = models.CharField(_("learner"), max_length=200)
    settings = models.JSONField(_("settings"), default=dict)
    data_hash = models.CharField(_("data hash"), max_length=64)
    metrics = models.JSONField(_("metrics"), default=dict)
    created_at = models.DateTimeField(_("learnt"), default=timezone.now)
    active = models.BooleanField(_("active"), default=False)

    class Meta:
        verbose_name = _("taste model")
        verbose_name_plural = _("taste models")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="taste_model_one_active")
        ]

    def __str__(self) -> str:
        return self.folder


class Slate(models.Model):
    """Pictures offered together to one visitor, in order, and how each of them was chosen."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="+", verbose_name=_("visitor"))
    walk = models.UUIDField(_("walk"), help_text=_("Slates that followed one another share it."))
    after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("after")
    )
    emotion = models.CharField(_("emotion"), max_length=9, choices=Emotion.choices)
    favorite = models.CharField(_("favorite"), max_length=100, blank=True, default="")
    orientation = models.CharField(_("orientation"), max_length=9, choices=Orientation.choices, blank=True, default="")
    question = models.CharField(_("question"), max_length=64, help_text=_("Hash of everything that was asked."))
    policy = models.CharField(_("policy"), max_length=60)
    taste_model = models.ForeignKey(
        TasteModel,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("taste model"),
    )
    candidates_hash = models.CharField(_("candidates hash"), max_length=64)
    rung = models.CharField(_("rung"), max_length=11, help_text=_("How close the pictures are to what was asked."))
    items = models.JSONField(
        _("items"), help_text=_("image (its id), position, score, propensity, reason and repeat of each picture.")
    )
    trail = models.JSONField(
        _("trail"), default=list, help_text=_("Pictures of the walk from before the visitor was known.")
    )
    created_at = models.DateTimeField(_("offered"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("slate")
        verbose_name_plural = _("slates")
        ordering = ["-id"]
        indexes = [
            models.Index("visitor", "question", F("created_at").desc(), name="slate_same_question"),
            models.Index("visitor", "walk", F("id").desc(), name="slate_walk"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class Kind(models.TextChoices):
    """How a visitor met a picture."""

    IMPRESSION = "impression", _("impression")
    LIKE = "like", _("like")
    DISLIKE = "dislike", _("dislike")
    NOT_NOW = "not_now", _("not now")
    SHARE = "share", _("share")
    DOWNLOAD = "download", _("download")


class Interaction(models.Model):
    """A visitor met a picture; append-only but for withdrawal."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="+", verbose_name=_("visitor"))
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))
    slate = models.ForeignKey(
        Slate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("slate")
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    score = models.FloatField(_("score"), null=True, blank=True)
    propensity = models.FloatField(_("propensity"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    emotion = models.CharField(
        _("emotion"), max_length=9, choices=Emotion.choices, help_text=_("What the visitor felt then.")
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "image"],
                condition=Q(kind=Kind.LIKE, withdrawn_at__isnull=True),
                name="interaction_one_like",
            ),
            # The picture first: its standing ones are counted through this index.
            models.UniqueConstraint(
                fields=["image", "visitor"],
                condition=Q(kind=Kind.NOT_NOW, withdrawn_at__isnull=True),
                name="interaction_one_not_now",
            ),
            models.UniqueConstraint(
                fields=["slate", "image"], condition=Q(kind=Kind.IMPRESSION), name="interaction_one_impression"
            ),
            models.CheckConstraint(
                condition=Q(propensity__isnull=True) | Q(propensity__gt=0, propensity__lte=1),
                name="interaction_propensity_is_one",
            ),
        ]
        indexes = [
            models.Index("visitor", "kind", "created_at", name="interaction_of_visitor"),
            models.Index("kind", "id", name="interaction_history"),
        ]

    def __str__(self) -> str:
        return self.kind
