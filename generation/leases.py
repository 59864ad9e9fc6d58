"""Leases on slots, renewed by one thread beside the work, whatever an engine or a store does meanwhile."""

import logging
import os
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from django.conf import settings
from django.db import connection

from generation import claims, stopping
from generation.engines.base import Interrupted
from generation.models import BatchState, Rendering

log = logging.getLogger(__name__)

# sysexits.h's EX_SOFTWARE: whoever supervises the worker sees that it did not end by itself.
HUNG: Final = 70


class LeaseLost(Interrupted):
    """Another claim has taken the slot; nothing of ours counts any more."""


class Cancelled(Interrupted):
    """The batch has been cancelled."""


class Stopped(Interrupted):
    """This process has been asked to stop."""


class Lease:
    """The slots of one claim, from the claim until the last of them is stored."""

    def __init__(self, slots: Sequence[Rendering]) -> None:
        self.slots = slots
        self._sign_of_life = time.monotonic()

    def step(self, done: int, total: int) -> None:
        """The engine's callback. Raises LeaseLost, Cancelled or Stopped."""
        if stopping.asked():
            raise Stopped
        self.check(self.slots[0])

    def check(self, slot: Rendering) -> None:
        """Raises LeaseLost or Cancelled. One slot speaks for its claim, whose leases are renewed together."""
        self.live()
        state = Rendering.objects.held(slot).values_list("batch__state", flat=True).first()
        if state is None:
            raise LeaseLost
        if state == BatchState.CANCELLED:
            raise Cancelled

    def live(self) -> None:
        """A sign of life: without one for long, the keeper takes the process for hung."""
        self._sign_of_life = time.monotonic()

    @property
    def silence(self) -> float:
        return time.monotonic() - self._sign_of_life


class Keeper:
    """Renews the leases of this process: `with Keeper() as keeper: lease = keeper.hold(slots)`."""

    def __init__(self) -> None:
        self._leases: set[Lease] = set()
        self._guard = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="leases", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def hold(self, slots: Sequence[Rendering]) -> Lease:
        lease = Lease(slots)
        with self._guard:
            self._leases.add(lease)
        return lease

    def drop(self, lease: Lease) -> None:
        with self._guard:
            self._leases.discard(lease)

    def _keep(self) -> None:
        # A quarter: three renewals may fail before a slot is lost.
        pause = settings.GENERATION_LEASE_SECONDS / 4
        try:
            while not self._over.wait(pause):
                with self._guard:
                    leases = list(self._leases)
                for lease in leases:
                    if lease.silence > settings.GENERATION_PATIENCE_SECONDS:
                        _end_the_process(lease)
                    _renew(lease)
        finally:
            connection.close()


def _renew(lease: Lease) -> None:
    """What has gone to another claim is not renewed; the work notices by itself."""
    try:
        claims.renew(lease.slots)
    except Exception:
        log.warning("The lease of %s could not be renewed this time.", _names(lease), exc_info=True)
        # It may be the connection that is gone; Django opens another only for one that has been closed.
        connection.close()


def _end_the_process(lease: Lease) -> None:
    """An engine that hangs cannot be stopped from outside; without its process, the sweep takes the slots over."""
    log.critical(
        "Rendering %s has given no sign of life for %s s; this worker ends itself.",
        _names(lease),
        settings.GENERATION_PATIENCE_SECONDS,
    )
    logging.shutdown()
    os._exit(HUNG)


def _names(lease: Lease) -> str:
    return ", ".join(str(slot.pk) for slot in lease.slots)
