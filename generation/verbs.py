"""REQUESTS: the ways in which a batch is steered, told apart by name, and what each would do to one that stands so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from django.contrib.auth.models import User

from generation import batches
from generation.models import BatchState, GenerationBatch
from generation.progress import Progress


class Steer(Protocol):
    """One of the request functions that move a batch."""

    def __call__(self, batch: GenerationBatch, *, by: User | None = None) -> int: ...


@dataclass(frozen=True, slots=True)
class Verb:
    """One way."""

    name: str
    permission: str
    steer: Steer
    effect: Callable[[Progress], int]
    """What `steer` would return for a batch that stands so."""

    def fits(self, now: Progress) -> bool:
        return bool(self.effect(now))


def _open(now: Progress) -> int:
    return int(now.state in (BatchState.RUNNING, BatchState.PAUSED))


def _failed(now: Progress) -> int:
    return 0 if now.state == BatchState.CANCELLED else now.failed


PAUSE: Final = Verb("pause", batches.PAUSE, batches.pause, lambda now: int(now.state == BatchState.RUNNING))
RESUME: Final = Verb("resume", batches.PAUSE, batches.resume, lambda now: int(now.state == BatchState.PAUSED))
RETRY: Final = Verb("retry", batches.RETRY, batches.retry, _failed)
SOONER: Final = Verb("sooner", batches.PAUSE, batches.sooner, _open)
LATER: Final = Verb("later", batches.PAUSE, batches.later, _open)
CANCEL: Final = Verb("cancel", batches.CANCEL, batches.cancel, _open)
REPEATABLE: Final[dict[str, Verb]] = {verb.name: verb for verb in (PAUSE, RESUME, RETRY, CANCEL)}
"""Those that may be said twice: done is done."""
