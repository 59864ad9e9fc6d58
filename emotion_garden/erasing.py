"""All that the garden knows of one visitor: counted, told, and erased."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from emotion_garden.repeats import keeping
from emotions import readings
from gallery import visitors
from gallery.models import Visitor
from recommendations import erasing as tastes


def count(visitor: Visitor) -> dict[str, int]:
    return {"readings": readings.count(visitor), **tastes.count(visitor)}


def told(visitor: Visitor) -> dict[str, Any]:
    """Everything, as values that JSON can carry."""
    return {
        "visitor": visitor.code,
        "first_seen": visitor.created_at,
        "age_group": visitor.age_group,
        "gender": visitor.gender,
        "readings": readings.told(visitor),
        **tastes.told(visitor),
    }


def unseen(since: datetime) -> QuerySet[Visitor]:
    """Visitors of whom nothing new was kept from then on."""
    quiet = Visitor.objects.filter(created_at__lt=since)
    for module in (readings, tastes):
        quiet = quiet.exclude(pk__in=module.visitors_since(since))
    return quiet.order_by("pk")


def erase(visitor: Visitor) -> None:
    """In small bites first, so that nobody waits; then, with the door held, what came meanwhile and the visitor."""
    _erase_all(visitor)
    with transaction.atomic():
        visitors.hold(visitor)
        _erase_all(visitor)
        visitors.forget(visitor)


def _erase_all(visitor: Visitor) -> None:
    keeping.forget(visitor.code)
    readings.erase(visitor)
    tastes.erase(visitor)
