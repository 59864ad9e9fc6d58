"""How each kind of failure is answered: how often it is tried, and after which pause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings

from generation.models import ErrorClass

LONGEST_PAUSE: Final = 300.0


@dataclass(frozen=True, slots=True)
class Policy:
    """Factors on GENERATION_ATTEMPTS and GENERATION_RETRY_SECONDS; no tries at all is one try."""

    tries: float = 1
    pause: float = 1


_USUAL: Final = Policy()
POLICIES: Final[Mapping[str, Policy]] = {
    # The same recipe would end in the same way: only a person's retry makes sense.
    ErrorClass.BAD_RECIPE: Policy(tries=0),
    ErrorClass.BLANK: Policy(tries=0),
    # Alone next time, on a device that has just been cleared: at once.
    ErrorClass.OOM: Policy(pause=0.2),
    # Nobody's fault and over after a while: a store that is away for an hour must not empty the queue.
    ErrorClass.STORAGE: Policy(tries=5),
    # An endpoint that is too busy is helped by waiting.
    ErrorClass.TIMEOUT: Policy(pause=3),
    # Somebody has to put the model, or the checker's, in its place.
    ErrorClass.MODEL: Policy(pause=6),
    ErrorClass.SAFETY: _USUAL,
    ErrorClass.UNKNOWN: _USUAL,
    # Counted apart, in `losses`, by the sweep: a worker that is gone counts nothing itself.
    ErrorClass.WORKER_LOST: Policy(pause=0),
}


def is_last(kind: str, *, attempts: int) -> bool:
    """Whether a slot that has failed so often is set aside."""
    return attempts >= max(1, settings.GENERATION_ATTEMPTS * POLICIES[kind].tries)


def pause(kind: str, *, attempts: int) -> timedelta:
    """Doubles with each attempt."""
    seconds = settings.GENERATION_RETRY_SECONDS * POLICIES[kind].pause * 2 ** min(attempts - 1, 16)
    return timedelta(seconds=min(seconds, LONGEST_PAUSE))
