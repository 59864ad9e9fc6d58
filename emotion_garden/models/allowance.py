"""How much of what somebody may do has been done."""

from django.db import models


class Allowance(models.Model):
    """One counter of one caller, where several machines share PostgreSQL (emotion_garden.limits)."""

    name = models.CharField(max_length=32, primary_key=True)
    ends_at = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
