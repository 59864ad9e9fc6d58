"""What a curator said about two pictures that look alike: remembered for ever, by their bytes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Likeness(models.TextChoices):
    """The two things that can be said of a pair."""

    SAME = "same", _("the same picture")
    DIFFERENT = "different", _("two pictures")


class LikenessVerdict(models.Model):
    """*These two are (not) the same.* By SHA-256, so that it holds for pictures that come again."""

    one = models.CharField("SHA-256", max_length=64)
    other = models.CharField(_("the other’s SHA-256"), max_length=64, db_index=True)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Likeness.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name = _("likeness verdict")
        verbose_name_plural = _("likeness verdicts")
        constraints = [
            models.UniqueConstraint("one", "other", name="likeness_verdict_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likeness_verdict_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one[:8]} {self.verdict} {self.other[:8]}"
