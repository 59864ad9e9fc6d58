"""WORK: files of claims that ended before a picture named them; removed by themselves, a day after.

Only what a worker of this garden has said it would store, and half-written files, which no picture ever names: nothing
else is removed without an operator, for whom a whole store can look unnamed, after a restore or beside the wrong
database.
"""

from typing import Final

from django.utils import timezone

from gallery import orphans
from generation.models import Attempt, Outcome

# Of one call: each is looked for among the rows of all copies, which takes up to half a second in a large garden.
MOST: Final = 20


def remove() -> list[str]:
    """The names of what it removed."""
    long_ago = timezone.now() - orphans.OLD
    ended = Attempt.objects.exclude(stores="").exclude(outcome=Outcome.RUNNING).filter(ended_at__lt=long_ago)
    removed = [name for name in orphans.parts() if orphans.remove(name)]
    for attempt in ended.order_by("ended_at")[:MOST]:
        if orphans.remove(attempt.stores):
            removed.append(attempt.stores)
        # Gone, named by a picture, or stored again by a later claim, which has a line of its own.
        Attempt.objects.filter(pk=attempt.pk).update(stores="")
    return removed
