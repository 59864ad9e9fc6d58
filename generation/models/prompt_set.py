"""Templates of prompts, kept together with the words that they choose from."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion


class PromptSet(models.Model):
    """Some templates and their variables: `{"season": ["spring", "summer"]}` is what `$season` chooses from."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("For commands and addresses."))
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True, default="")
    variables = models.JSONField(
        _("variables"),
        blank=True,
        default=dict,
        help_text=_(
            "For each name the values to choose from: {“season”: [“spring”, “summer”]}. $season stands for one."
        ),
    )
    negative = models.TextField(
        _("unwanted words"), blank=True, default="", help_text=_("For every template of the set.")
    )
    takes_turns = models.BooleanField(
        _("templates take turns"),
        default=False,
        help_text=_("Each combination is given to one template, the next to the next. Otherwise to every template."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("prompt set")
        verbose_name_plural = _("prompt sets")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class PromptLine(models.Model):
    """One template of a set; pictures remember its code."""

    prompt_set = models.ForeignKey(
        PromptSet, on_delete=models.CASCADE, related_name="lines", verbose_name=_("prompt set")
    )
    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=100, blank=True, default="")
    emotion = models.CharField(
        _("emotion"),
        max_length=9,
        choices=Emotion.choices,
        blank=True,
        default="",
        help_text=_("Empty: for all eight."),
    )
    template = models.TextField(
        _("template"), help_text=_("{a|b} chooses, {2$$a|b|c} takes two, {3::a|b} prefers a, $season is a variable.")
    )
    favorite = models.CharField(
        _("favorite"), max_length=200, blank=True, default="", help_text=_("Such as “cat” or “$season,$weather,$time”.")
    )
    negative = models.TextField(_("unwanted words"), blank=True, default="")
    pairs = models.PositiveIntegerField(
        _("pairs"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("So many landscapes and so many portraits of each prompt."),
    )
    # The constraint stands on a hash: PostgreSQL cannot index texts of any length.
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("prompt_set", "fingerprint", name="prompt_line_once_in_a_set"),
            models.CheckConstraint(condition=~Q(template=""), name="prompt_line_has_words"),
            models.CheckConstraint(condition=Q(pairs__gt=0), name="prompt_line_has_pairs"),
            models.CheckConstraint(
                condition=Q(emotion="") | Q(emotion__in=Emotion.values), name="prompt_line_emotion_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.template
