"""Counters of several machines: rows of PostgreSQL, by its clock."""

from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from emotion_garden.limits.counting import Taken
from emotion_garden.models import Allowance

# One statement: the row is locked by whoever comes first, and the others' condition is asked again after them.
TAKE: Final = """
INSERT INTO emotion_garden_allowance AS a (name, ends_at, used)
VALUES (%(name)s, clock_timestamp() + make_interval(secs => %(seconds)s), %(cost)s)
ON CONFLICT (name) DO UPDATE SET
    used = CASE WHEN a.ends_at <= clock_timestamp() THEN EXCLUDED.used ELSE a.used + EXCLUDED.used END,
    ends_at = CASE WHEN a.ends_at <= clock_timestamp() THEN EXCLUDED.ends_at ELSE a.ends_at END
WHERE a.ends_at <= clock_timestamp() OR a.used + EXCLUDED.used <= %(most)s
RETURNING used, extract(epoch FROM ends_at - clock_timestamp())
"""
LOOK: Final = """
SELECT used, extract(epoch FROM ends_at - clock_timestamp()) FROM emotion_garden_allowance WHERE name = %(name)s
"""
# Our clock may go before the database's.
SPARED: Final = timedelta(minutes=10)


class Table:
    """One row for each counter; those whose time is over are swept."""

    def take(self, name: bytes, *, cost: int, most: int, seconds: int) -> Taken:
        asked: dict[str, str | int] = {"name": name.hex(), "cost": cost, "most": most, "seconds": seconds}
        if cost > most:
            # The first call of a window would insert it unasked.
            return Taken(granted=False, left=most, seconds=float(seconds))
        with connection.cursor() as cursor:
            cursor.execute(TAKE, asked)
            if row := cursor.fetchone():
                return Taken(granted=True, left=max(most - row[0], 0), seconds=float(row[1]))
            cursor.execute(LOOK, asked)
            used, left = cursor.fetchone() or (most, seconds)
        return Taken(granted=False, left=max(most - used, 0), seconds=max(float(left), 0.0))


def sweep() -> int:
    """Counters whose time is over; how many there were."""
    gone, _each = Allowance.objects.filter(ends_at__lt=timezone.now() - SPARED).delete()
    return gone
