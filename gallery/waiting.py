"""Requests that wait for something hold a thread of the web: only some of a process's may, at one time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Places:
    """Of one kind of waiting, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.taken = 0

    @contextmanager
    def one(self, *, of: int) -> Iterator[bool]:
        """Whether there was one; whoever got none goes on without waiting."""
        with self._lock:
            may_wait = self.taken < of
            self.taken += may_wait
        try:
            yield may_wait
        finally:
            with self._lock:
                self.taken -= may_wait
