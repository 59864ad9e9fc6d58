"""How many pictures fit into the memory at once: tried, halved when they do not, and remembered."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Asked = TypeVar("Asked")
Made = TypeVar("Made")


class MemoryFullError(Exception):
    """So many at once do not fit."""


class Batching:
    """Remembers the largest number that fitted. Starts with `most` and never grows: one full memory is enough."""

    def __init__(self, most: int) -> None:
        self.most = most

    def make(self, asked: Sequence[Asked], make: Callable[[Sequence[Asked]], Sequence[Made]]) -> list[Made]:
        """What `make` makes of all that is asked, in order, at most `most` at once; what is made is kept.

        Raises MemoryFullError when not even one fits.
        """
        made: list[Made] = []
        while len(made) < len(asked):
            part = asked[len(made) : len(made) + self.most]
            try:
                made.extend(make(part))
            except MemoryFullError:
                if len(part) == 1:
                    raise
                self.most = len(part) // 2
        return made
