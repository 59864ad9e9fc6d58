"""What the gate and the garden ask of readings and pictures."""

from emotions import readings
from gallery import revision
from gallery.models import Image, Visitor

MOST_FAVORITES = 60
# As of which serving revision, and the favorites then.
_served: tuple[int, list[str]] = (-1, [])


def last_look(visitor: Visitor | None) -> str:
    """The emotion that this visitor's last photo looked like, or that they said it was; empty without one."""
    reading = readings.latest(visitor)
    return (reading.felt or "") if reading is not None else ""


def favorites() -> list[str]:
    """The favorites of which the serving set has pictures; read anew when a decision has moved it."""
    global _served
    number = revision.current()
    known, found = _served
    if known != number:
        rows = Image.objects.serving().exclude(favorite="").order_by("favorite")
        found = list(rows.values_list("favorite", flat=True).distinct()[:MOST_FAVORITES])
        _served = (number, found)
    return found


def forget() -> None:
    """As in a fresh process."""
    global _served
    _served = (-1, [])
