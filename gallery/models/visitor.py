"""Someone in the garden, anonymous."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgeGroup(models.TextChoices):
    """The original's seven generations."""

    TODDLER = "toddler", _("toddler")
    CHILD = "child", _("child")
    TEENAGER = "teenager", _("teenager")
    YOUNG_ADULT = "young-adult", _("young adult")
    ADULT = "adult", _("adult")
    MIDDLE_AGE = "middle-age", _("middle age")
    ELDER = "elder", _("elder")


class Gender(models.TextChoices):
    """Said by the visitor, never needed."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")


class Visitor(models.Model):
    """Someone in the garden; age group and gender are null unless the visitor says so."""

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    age_group = models.CharField(  # noqa: DJ001 - null means "did not say", which is not an empty answer
        _("age group"), max_length=11, choices=AgeGroup.choices, null=True, blank=True
    )
    gender = models.CharField(  # noqa: DJ001
        _("gender"), max_length=6, choices=Gender.choices, null=True, blank=True
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")

    def __str__(self) -> str:
        return str(self.code)
