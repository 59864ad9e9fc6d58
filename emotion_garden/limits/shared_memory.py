"""Counters of one machine: a file of fixed size that all its processes have in their memory.

A counter whose time is over is as good as none, so its place is free again: nothing grows, nothing has to be swept.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from emotion_garden.limits.counting import Taken

# The name, when the window ends, how much was taken; padded to 32 bytes.
PLACE: Final = struct.Struct("<16sdI4x")
ROWS: Final = 8192
# Places in a row; a name stands in one of its row. With all taken by others the one that ends first gives way.
WIDE: Final = 8


class SharedMemory:
    """Eight places in each of 8,192 rows: 2 MB, for some tens of thousands of callers at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        size = ROWS * WIDE * PLACE.size
        # Only ever to this size: of two processes that begin at once, neither cuts off the other's counters.
        os.ftruncate(self._file, size)
        self._memory = mmap.mmap(self._file, size)
        # The lock on the file is the process's, so its threads need one among themselves.
        self._threads = threading.Lock()

    def take(self, name: bytes, *, cost: int, most: int, seconds: int) -> Taken:
        row = int.from_bytes(name[:4], "little") % ROWS
        with self._alone():
            now = time.time()
            place, ends, used = self._find(row, name, now=now)
            # A clock that was put back must not lock anybody out for longer than the window is.
            if not now < ends <= now + seconds:
                ends, used = now + seconds, 0
            granted = used + cost <= most
            if granted:
                used += cost
            PLACE.pack_into(self._memory, place, name, ends, used)
        return Taken(granted, max(most - used, 0), ends - now)

    def _find(self, row: int, name: bytes, *, now: float) -> tuple[int, float, int]:
        """Where the name stands or may stand, and what is counted there; as of now where somebody else's was."""
        first, oldest = row * WIDE * PLACE.size, (float("inf"), 0)
        for place in range(first, first + WIDE * PLACE.size, PLACE.size):
            there, ends, used = PLACE.unpack_from(self._memory, place)
            if there == name:
                return place, ends, used
            oldest = min(oldest, (ends, place))
        return oldest[1], 0.0, 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
