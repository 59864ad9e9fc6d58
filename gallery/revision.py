"""The serving revision: how other processes learn that a decision was made."""

from django.db.models import F

from gallery.models import ServingRevision


def current() -> int:
    """One indexed read; 0 before the first decision."""
    return ServingRevision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def rise() -> None:
    """To be the last statement of a transaction: whoever holds this row makes every other decision wait."""
    if not _raised():
        ServingRevision.objects.bulk_create([ServingRevision(pk=1)], ignore_conflicts=True)
        _raised()


def _raised() -> int:
    return ServingRevision.objects.filter(pk=1).update(number=F("number") + 1)
