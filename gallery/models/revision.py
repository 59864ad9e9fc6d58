"""The number that tells other processes that the serving set has changed."""

from django.db import models


class ServingRevision(models.Model):
    """One row; each decision raises it as the last statement of its transaction."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="serving_revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
