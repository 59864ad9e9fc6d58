"""What all acts of curators share: who, why, one group; done in portions; an outcome that says what came of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError, NotAllowedError

LONGEST_REASON: Final = 200
# One transaction each: on SQLite the other writers wait so long (about 25 ms), and no longer.
CHUNK: Final = 500
# Where a picture stands that cannot move any more: its files have gone, what was decided stays.
PRUNED: Final = "pruned"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one action did. The group is what `undo` takes."""

    group: UUID
    changed: int
    unchanged: int
    refused: int
    """Left alone because they have no passed safety check: each needs `approve_unchecked`."""
    standing: Mapping[str, int] = field(default_factory=dict)
    """Where the unchanged ones stand: status, or PRUNED → how many."""
    denied: int = 0
    """Left alone because this person may not correct pictures where they stand."""


@dataclass(slots=True)
class Act:
    """One action while it runs: who, when, why, and what came of it so far."""

    by: User
    reason: str = ""
    looked_at: bool = False
    """One picture, at full size, with a reason: no safety check has to speak for it."""
    group: UUID = field(default_factory=uuid4)
    changed: int = 0
    refused: int = 0
    denied: int = 0
    standing: Counter[str] = field(default_factory=Counter)

    def outcome(self) -> Outcome:
        return Outcome(self.group, self.changed, self.standing.total(), self.refused, dict(self.standing), self.denied)


def check(by: User, *permissions: str) -> None:
    """One of them is enough. Raises NotAllowedError."""
    if not any(by.has_perm(permission) for permission in permissions):
        raise NotAllowedError(_("You do not have the permission to decide this."))


def check_reason(reason: str) -> None:
    """Raises GardenError."""
    if len(reason) > LONGEST_REASON:
        raise GardenError(_("A reason has at most %(most)d characters.") % {"most": LONGEST_REASON})


def chunks(pks: Sequence[int], *, size: int = CHUNK) -> Iterator[Sequence[int]]:
    return (pks[start : start + size] for start in range(0, len(pks), size))
