"""Who renders: this worker's name, and which workers have lost so much that they get no work for a while."""

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, TypeAlias
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

# Claim, slot, outcome, start and end of an attempt that has ended.
_Line: TypeAlias = tuple[UUID, int, str, datetime, datetime | None]


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
    """Set by three deaths in the last ten claims; over some minutes after the latest, so that nobody has to lift it."""
    ended = Attempt.objects.filter(worker=worker).exclude(outcome=Outcome.RUNNING).order_by("-id")
    lines = ended.values_list("claim", "rendering", "outcome", "started_at", "ended_at")[:_LINES]
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


def _lost(lines: Iterable[_Line]) -> tuple[int, datetime | None]:
    """Deaths among the last ten claims, and when the latest was noticed.

    A worker that dies takes several claims along: one is storing, one waits, one is rendering. So a lost claim is
    another death only if it began after the earlier loss had been noticed. One slot counts once however often it
    was lost: a slot that kills whoever takes it is not the worker's fault.
    """
    heads: set[int] = set()
    deaths, noticed, latest = 0, None, None
    for begun, ended, head in sorted(_lost_claims(lines)):
        if head not in heads and (noticed is None or begun > noticed):
            deaths, noticed = deaths + 1, ended
        heads.add(head)
        latest = max(ended, latest or ended)
    return deaths, latest


def _lost_claims(lines: Iterable[_Line]) -> Iterator[tuple[datetime, datetime, int]]:
    """When each began, when its loss was noticed, and the first of its lost slots."""
    claims: dict[UUID, list[_Line]] = {}
    for line in lines:
        claims.setdefault(line[0], []).append(line)
    for taken in islice(claims.values(), JOBS):
        if gone := [line for line in taken if line[2] == Outcome.LOST]:
            yield gone[0][3], max(line[4] or line[3] for line in gone), min(line[1] for line in gone)
