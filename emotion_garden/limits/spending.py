"""Takes a request out of what its callers have left. Used by REST framework's throttle and by views outside it."""

import hashlib
import hmac
import logging
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from emotion_garden.env import Rate
from emotion_garden.limits import callers
from emotion_garden.limits.counting import Counters, Taken
from emotion_garden.limits.errors import TooOftenError
from emotion_garden.limits.shared_memory import SharedMemory
from emotion_garden.limits.table import Table

DEFAULT: Final = "default"
WRONG: Final = "wrong keys"
KEPT: Final = "garden_limit"
log = logging.getLogger(__name__)


class Standing(NamedTuple):
    """How a caller stands after a request, for the answer's headers."""

    scope: str
    rate: Rate
    taken: Taken


def spend(request: HttpRequest, *, scope: str, cost: int = 1) -> None:
    """Counts this request for each of its callers. Raises TooOftenError, with the seconds to wait."""
    if settings.GARDEN_LIMITS[scope] is not None:
        _spend(request, scope=scope, cost=cost, names=callers.names(request))


def wrong_key(request: HttpRequest) -> None:
    """A key that does not open counts for the address alone. Raises TooOftenError."""
    _spend(request, scope=WRONG, cost=1, names=[(f"address:{callers.address(request)}", True)])


def _spend(request: HttpRequest, *, scope: str, cost: int, names: Iterable[tuple[str, bool]]) -> None:
    rate: Rate | None = settings.GARDEN_LIMITS[scope]
    if rate is None:
        return
    for name, is_shared in names:
        own = Rate(rate.most * settings.GARDEN_LIMIT_ADDRESS, rate.seconds) if is_shared else rate
        standing = Standing(scope, own, _take(f"{scope}:{name}", cost=cost, rate=own))
        _remember(request, standing)
        if not standing.taken.granted:
            raise _too_often(standing)


def counters() -> Counters:
    """On one machine, where SQLite is, its memory; otherwise the database that all machines share."""
    return Table() if connection.vendor == "postgresql" else _of_this_machine(str(settings.GARDEN_LIMITS_FILE))


@cache
def _of_this_machine(path: str) -> Counters:
    return SharedMemory(Path(path))


def _take(name: str, *, cost: int, rate: Rate) -> Taken:
    # Hashed with our secret: the counters are no list of who was here from where.
    digest = hmac.new(settings.SECRET_KEY.encode(), name.encode(), hashlib.sha256).digest()[:16]
    try:
        return counters().take(digest, cost=cost, most=rate.most, seconds=rate.seconds)
    except (OSError, DatabaseError):
        # A full disk or a database that is away must not close the garden by way of its counters.
        log.exception("Calls could not be counted; this one is let in.")
        return Taken(granted=True, left=rate.most, seconds=float(rate.seconds))


def _remember(request: HttpRequest, standing: Standing) -> None:
    """The one with the least left is what the caller should know."""
    kept: Standing | None = getattr(request, KEPT, None)
    if kept is None or standing.taken.left / standing.rate.most <= kept.taken.left / kept.rate.most:
        setattr(request, KEPT, standing)


def _too_often(standing: Standing) -> TooOftenError:
    seconds = max(1, math.ceil(standing.taken.seconds))
    words = {"most": standing.rate.most, "window": standing.rate.seconds, "seconds": seconds}
    sentence = _("That is more than %(most)d in %(window)d seconds. Please try again in %(seconds)d seconds.") % words
    return TooOftenError(sentence, retry_after=seconds)
