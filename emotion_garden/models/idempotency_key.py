"""What an earlier same request was answered."""

from django.db import models
from django.utils import timezone


class IdempotencyKey(models.Model):
    """One request with an Idempotency-Key: claimed while it is worked on, answered afterwards, forgotten after a day.

    Key, caller and request are keyed hashes: nothing here lets anybody repeat a request, or tells what was in it.
    """

    name = models.CharField(max_length=64, unique=True)
    request = models.CharField(max_length=64)
    # Raised by each claim; only the last one may write the answer down.
    fence = models.PositiveIntegerField(default=1)
    held_until = models.DateTimeField()
    # Null until there is an answer; 0: it is not kept here, since doing it again gives it again.
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    # Whose data the answer may hold: it goes when they have it erased.
    visitor_code = models.UUIDField(null=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name[:8]
