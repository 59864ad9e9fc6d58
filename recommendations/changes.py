"""What happened to pictures since this process last looked: decisions and meetings, by their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from gallery.models import Decision
from recommendations.models import Interaction

# A number is given before its transaction ends: one that is lower than the newest may be seen later than it.
LATE_DECISIONS: Final = 2_000
LATE_INTERACTIONS: Final = 1_000
LATE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """How far this process has followed. `late` are the last numbers of decisions that it has seen."""

    revision: int
    decision: int
    late: frozenset[int]
    interaction: int
    met_at: datetime


def mark(revision: int) -> Mark:
    """Everything up to now. To be taken before the pictures are read: what happens meanwhile is then read twice."""
    latest = Decision.objects.order_by("-pk").values_list("pk", flat=True)[:LATE_DECISIONS]
    numbers = frozenset(latest)
    return Mark(revision, max(numbers, default=0), numbers, _newest_interaction(), timezone.now())


def decided(since: Mark, *, revision: int) -> tuple[Mark, set[int]] | None:
    """The pictures about which something was decided, by id. None when decisions have vanished: another database."""
    rows = Decision.objects.filter(pk__gt=since.decision - LATE_DECISIONS).order_by("pk")
    found = dict(rows.values_list("pk", "image_id"))
    newest = max(found, default=0)
    if newest < since.decision:
        return None
    late = frozenset(pk for pk in found if pk > newest - LATE_DECISIONS)
    images = {image for pk, image in found.items() if pk not in since.late}
    return replace(since, revision=revision, decision=newest, late=late), images


def met(since: Mark) -> tuple[Mark, set[int]]:
    """The pictures whose likes and showings may have moved."""
    newest, now = _newest_interaction(), timezone.now()
    # An empty order: DISTINCT would count the one of the model's Meta.
    every = Interaction.objects.order_by().values_list("image_id", flat=True)
    new = every.filter(pk__gt=since.interaction - LATE_INTERACTIONS, pk__lte=newest).distinct()
    taken_back = every.filter(withdrawn_at__gt=since.met_at - LATE).distinct()
    return replace(since, interaction=newest, met_at=now), {*new, *taken_back}


def _newest_interaction() -> int:
    newest: Iterable[int] = Interaction.objects.order_by("-pk").values_list("pk", flat=True)[:1]
    return max(newest, default=0)
