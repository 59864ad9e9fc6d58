"""The port of the counters: take so much out of what is left, or be refused, in one step."""

from typing import NamedTuple, Protocol


class Taken(NamedTuple):
    """What became of one try."""

    granted: bool
    left: int
    seconds: float
    """Until the counter begins anew."""


class Counters(Protocol):
    """Somewhere to count. A window begins with its first call and lasts its time; nothing is granted beyond `most`."""

    def take(self, name: bytes, *, cost: int, most: int, seconds: int) -> Taken:
        """`name` has 16 bytes. Atomic, whoever else takes at the same moment."""
