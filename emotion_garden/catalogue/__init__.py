"""Every problem that the API can answer: its stable code, what it means, and what to do about it."""

from dataclasses import dataclass
from typing import Final

from emotion_garden.catalogue import doors, photos, pictures, work

# The page that lists them; each problem's `type` leads to its own place there.
PAGE: Final = "/api/problems/"


@dataclass(frozen=True, slots=True)
class Kind:
    """One code. Mostly it has one status; where two parts of the garden use it, both."""

    code: str
    statuses: tuple[int, ...]
    meaning: str
    remedy: str

    @property
    def type(self) -> str:
        return f"{PAGE}#{self.code}"


ALL: Final[dict[str, Kind]] = {
    code: Kind(code, (status,) if isinstance(status, int) else status, meaning, remedy)
    for table in (doors.TABLE, photos.TABLE, pictures.TABLE, work.TABLE)
    for code, (status, meaning, remedy) in table.items()
}


def type_of(code: str) -> str:
    """Where the code is explained; the page itself for one that a later version brings."""
    return ALL[code].type if code in ALL else PAGE
