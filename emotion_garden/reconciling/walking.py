"""Through a table while it is written to."""

from collections.abc import Iterator
from typing import Final, TypeVar

from django.db.models import Model, QuerySet

CHUNK: Final = 1000
Row = TypeVar("Row", bound=Model)


def walk(rows: QuerySet[Row]) -> Iterator[Row]:
    """By number, in portions that are read to their end: on SQLite nobody may write who is still reading.

    What comes to stand behind the present place is met, too.
    """
    last = 0
    while portion := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from portion
        last = portion[-1].pk
