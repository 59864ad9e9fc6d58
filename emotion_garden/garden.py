"""What the gate and the garden ask of readings and pictures."""

from emotions import readings
from gallery.models import Image, Visitor

MOST_FAVORITES = 60


def last_look(visitor: Visitor | None) -> str:
    """The emotion that this visitor's last photo looked like, or that they said it was; empty without one."""
    reading = readings.latest(visitor)
    return (reading.felt or "") if reading is not None else ""


def favorites() -> list[str]:
    """The favorites of which the serving set has pictures."""
    found = Image.objects.serving().exclude(favorite="").order_by("favorite")
    return list(found.values_list("favorite", flat=True).distinct()[:MOST_FAVORITES])
