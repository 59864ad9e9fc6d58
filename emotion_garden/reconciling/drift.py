"""One thing that is not as it should be: of which of six kinds, what, and how it is put right."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The six ways in which a garden drifts."""

    MISSING = "missing_object"
    ORPHAN = "orphan_object"
    HASH = "wrong_hash"
    STALE = "stale_row"
    PAIR = "half_pair"
    ACCESS = "wrong_access"


@dataclass(frozen=True, slots=True)
class Drift:
    """Found; nothing has been changed."""

    kind: Kind
    what: str
    """A file's name, or a row's."""
    sentence: str
    repair: Callable[[], bool] | None = None
    """Whether it is put right now; may raise GardenError with the reason why not. May be called at any time."""
    remedy: str = ""
    """What a person can do where there is no repair, or it fails."""
