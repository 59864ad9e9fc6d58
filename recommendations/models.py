"""What was offered, what came of it, and what was learnt from it."""

import uuid

from django.conf import settings as garden
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gallery.models import Emotion, Image, Orientation, Visitor


class State(models.TextChoices):
    """Where a taste model stands."""

    LIVE = "live", _("live")
    REPLACED = "replaced", _("replaced")
    REFUSED = "refused", pgettext_lazy("taste model", "refused")
    WAITING = "waiting", pgettext_lazy("taste model", "waiting")


class TasteModel(models.Model):
    """One finished training: a folder of arrays, what it was learnt from, how well it foretells, what became of it."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    folder = models.CharField(_("folder"), max_length=200, help_text=_("Its name in the folder of taste models."))
    learner = models.CharField(_("learner"), max_length=200)
    settings = models.JSONField(_("settings"), default=dict)
    data_hash = models.CharField(_("data hash"), max_length=64)
    metrics = models.JSONField(_("metrics"), default=dict)
    newest_event = models.BigIntegerField(
        _("newest event"), default=0, help_text=_("The id of the last interaction that it was learnt from.")
    )
    created_at = models.DateTimeField(_("learnt"), default=timezone.now)
    active = models.BooleanField(_("active"), default=False)
    verdict = models.JSONField(
        _("verdict"), default=dict, help_text=_("What the gate found: a code, and the numbers behind it.")
    )
    activated_at = models.DateTimeField(_("went live"), null=True, blank=True)
    activated_by = models.ForeignKey(
        garden.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by whom"),
        help_text=_("Empty when it went live by itself, or by a command."),
    )

    class Meta:
        verbose_name = _("taste model")
        verbose_name_plural = _("taste models")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="taste_model_one_active")
        ]

    def __str__(self) -> str:
        return self.folder

    @property
    def state(self) -> State:
        """Told by the other columns, so that it cannot disagree with them."""
        if self.active:
            return State.LIVE
        if self.activated_at:
            return State.REPLACED
        return State.WAITING if self.verdict.get("code") == "held" else State.REFUSED


class TasteHold(models.Model):
    """Somebody chose by hand what ranks: what is learnt meanwhile waits until they let go. One row, or none."""

    by = models.ForeignKey(
        garden.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by whom"),
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("held choice of tastes")
        verbose_name_plural = _("held choices of tastes")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="taste_hold_is_one")]

    def __str__(self) -> str:
        return str(self.since)


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
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
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
    seen_at = models.DateTimeField(pgettext_lazy("slate", "seen"), null=True, blank=True)

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
        permissions = [
            ("export_dataset", "Can export visitors, pictures and likes as a data set"),
            ("import_dataset", "Can import a data set of visitors and likes"),
        ]
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "image"],
                condition=Q(kind=Kind.LIKE, withdrawn_at__isnull=True),
                name="interaction_one_like",
            ),
            models.UniqueConstraint(
                fields=["visitor", "image", "kind"],
                condition=Q(kind__in=[Kind.DISLIKE, Kind.SHARE, Kind.DOWNLOAD], withdrawn_at__isnull=True),
                name="interaction_once",
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
            # What was taken back lately: few among many.
            models.Index("withdrawn_at", condition=Q(withdrawn_at__isnull=False), name="interaction_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.kind
