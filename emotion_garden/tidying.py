"""Forgets what the API's doors keep for a while only; done by beat, and by `manage.py tidy_doors`."""

from emotion_garden.limits import table
from emotion_garden.repeats import keeping


def tidy() -> dict[str, int]:
    """How many of each were over; once more is nothing more."""
    return {"answers": keeping.sweep(), "counters": table.sweep()}
