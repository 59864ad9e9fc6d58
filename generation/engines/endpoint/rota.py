"""Whose turn it is: the endpoint with the least to do, among those that have not failed just now."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from generation.engines.endpoint.doors import Door, UnavailableError

# So long an endpoint that has failed is passed over while another one works.
REST_SECONDS: Final = 30.0


class Rota:
    """Shared by all threads that ask."""

    def __init__(self, doors: Sequence[Door]) -> None:
        self._lock = threading.Lock()
        self._doors = list(doors)
        self._calls = [0] * len(doors)
        self._rests_until = [0.0] * len(doors)

    def __len__(self) -> int:
        return len(self._doors)

    def has_one_awake(self) -> bool:
        now = time.monotonic()
        return any(until <= now for until in self._rests_until)

    @contextmanager
    def taken(self) -> Iterator[Door]:
        """The next one; an UnavailableError inside sends it to rest. Where all rest, the first to wake."""
        with self._lock:
            now = time.monotonic()
            number = min(
                range(len(self._doors)), key=lambda one: (max(self._rests_until[one], now), self._calls[one], one)
            )
            self._calls[number] += 1
        rests_until = 0.0
        try:
            yield self._doors[number]
        except UnavailableError:
            rests_until = time.monotonic() + REST_SECONDS
            raise
        finally:
            with self._lock:
                self._calls[number] -= 1
                self._rests_until[number] = rests_until
