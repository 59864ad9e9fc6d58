"""Who renders: this worker's name, and which workers have lost so much that they get no work for a while."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from generation.models import Attempt, Outcome

JOBS: Final = 10
# What processes are called that are no workers: commands.
HERE: Final = "here@"
MOST_LOSSES: Final = 3
# Lines of history that are read for the last ten claims, each of which may have taken many slots.
_LINES: Final = 200

_own_name = ""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A worker that gets no work until then."""

    worker: str
    losses: int
    until: datetime


def call(name: str) -> None:
    """Gives this process its name; a worker's stays the same when it is started again on the same machine."""
    global _own_name
    _own_name = name


def name() -> str:
    return _own_name or f"{HERE}{socket.gethostname()}"


def own_quarantine() -> Quarantine | None:
    """This worker's. A command that somebody watches has none: whoever kills it three times knows why."""
    return quarantine(_own_name) if _own_name else None


def quarantine(worker: str) -> Quarantine | None:
    """Set by three losses in the last ten claims; over some minutes after the latest, so that nobody has to lift it."""
    ended = Attempt.objects.filter(worker=worker).exclude(outcome=Outcome.RUNNING).order_by("-id")
    lines = ended.values_list("claim", "rendering", "outcome", "ended_at")[:_LINES]
    lost, latest = _lost(lines)
    until = (latest or timezone.now()) + timedelta(seconds=settings.GENERATION_QUARANTINE_SECONDS)
    if lost < MOST_LOSSES or until <= timezone.now():
        return None
    return Quarantine(worker=worker, losses=lost, until=until)


def quarantined() -> list[Quarantine]:
    since = timezone.now() - timedelta(seconds=settings.GENERATION_QUARANTINE_SECONDS)
    lately = Attempt.objects.filter(outcome=Outcome.LOST, ended_at__gt=since).order_by("worker")
    names = lately.exclude(worker__startswith=HERE).values_list("worker", flat=True).distinct()
    return [found for worker in names if (found := quarantine(worker)) is not None]


def _lost(lines: Iterable[tuple[UUID, int, str, datetime | None]]) -> tuple[int, datetime | None]:
    """Losses among the last ten claims, and when the latest was.

    One slot counts once however often it was lost: a slot that kills whoever takes it is not the worker's fault.
    """
    claims: dict[UUID, list[tuple[int, str, datetime | None]]] = {}
    for claim, slot, outcome, at in lines:
        claims.setdefault(claim, []).append((slot, outcome, at))
    heads: set[int] = set()
    latest: datetime | None = None
    for taken in islice(claims.values(), JOBS):
        if gone := [(slot, at) for slot, outcome, at in taken if outcome == Outcome.LOST]:
            heads.add(min(slot for slot, _at in gone))
            latest = latest or max(at for _slot, at in gone if at is not None)
    return len(heads), latest
