"""Who works, and when they were last seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """Who works, on which queue, and when it was last seen; the scheduler is seen on a queue of its own, "beat"."""

    name = models.CharField(_("name"), max_length=200)
    queue = models.CharField(_("queue"), max_length=100)
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        constraints = [models.UniqueConstraint("name", "queue", name="worker_beat_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.queue})"
