"""A slot's lease, renewed on a thread of its own while an engine works, whatever the engine does."""

import logging
import os
import threading
import time
from types import TracebackType
from typing import Final, Self

from django.conf import settings
from django.db import DatabaseError, connection

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
    """Holds a slot while its picture is made: `with Lease(slot) as lease: engine.render(…, lease.step)`."""

    def __init__(self, slot: Rendering) -> None:
        self._slot = slot
        self._over = threading.Event()
        self._sign_of_life = time.monotonic()
        self._keeper = threading.Thread(target=self._keep, name=f"lease-{slot.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._keeper.join()

    def step(self, done: int, total: int) -> None:
        """The engine's callback. Raises LeaseLost, Cancelled or Stopped."""
        self._sign_of_life = time.monotonic()
        if stopping.asked():
            raise Stopped
        state = Rendering.objects.held(self._slot).values_list("batch__state", flat=True).first()
        if state is None:
            raise LeaseLost
        if state == BatchState.CANCELLED:
            raise Cancelled

    def secure(self) -> None:
        """A full lease for what comes next, which has no steps. Raises LeaseLost, Cancelled or Stopped."""
        self.step(1, 1)
        if not claims.renew(self._slot):
            raise LeaseLost

    def _keep(self) -> None:
        # A quarter: three renewals may fail before the slot is lost.
        pause = settings.GENERATION_LEASE_SECONDS / 4
        try:
            while not self._over.wait(pause):
                if time.monotonic() - self._sign_of_life > settings.GENERATION_PATIENCE_SECONDS:
                    self._end_the_process()
                if not self._renewed():
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        try:
            return claims.renew(self._slot)
        except DatabaseError:
            log.warning("The lease of rendering %s could not be renewed this time.", self._slot.pk, exc_info=True)
            return True

    def _end_the_process(self) -> None:
        """An engine that hangs cannot be stopped from outside; without its process, the sweep takes the slot over."""
        log.critical(
            "Rendering %s has given no sign of life for %s s; this worker ends itself.",
            self._slot.pk,
            settings.GENERATION_PATIENCE_SECONDS,
        )
        logging.shutdown()
        os._exit(HUNG)
