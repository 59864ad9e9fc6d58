"""The buttons of the two rooms: whom each is offered to, what it calls, and the words for what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gallery import curation, deciding
from gallery.deciding import Outcome
from gallery.models import Image, Status


class Decide(Protocol):
    """One of curation's functions."""

    def __call__(self, images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Act:
    """One button."""

    name: str
    label: str | Promise
    permissions: tuple[str, ...]
    decide: Decide
    sources: frozenset[Status]
    """The statuses from which it moves a picture; elsewhere the button would do nothing and is not shown."""
    done: Callable[[int], str]
    alone: bool = False
    """For one picture on its own page, never under the sheet."""
    only_safe: bool = False
    """It leaves pictures without a passed safety check where they are."""


def _approve_unchecked(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    return curation.approve_unchecked(images.get(), by=by, reason=reason)


_APPROVE: Final = Act(
    "approve",
    _("Approve"),
    (curation.APPROVE,),
    curation.approve,
    frozenset({Status.POOL}),
    lambda n: ngettext("%(n)d approved", "%(n)d approved", n) % {"n": n},
    only_safe=True,
)
_APPROVE_UNCHECKED: Final = Act(
    "approve_unchecked",
    _("Approve all the same"),
    (curation.APPROVE, curation.APPROVE_UNCHECKED),
    _approve_unchecked,
    frozenset({Status.POOL}),
    _APPROVE.done,
    alone=True,
)
_REJECT: Final = Act(
    "reject",
    _("Reject"),
    (curation.REJECT,),
    curation.reject,
    frozenset({Status.POOL}),
    lambda n: ngettext("%(n)d rejected", "%(n)d rejected", n) % {"n": n},
)
_RETIRE: Final = Act(
    "retire",
    _("Retire"),
    (curation.RETIRE,),
    curation.retire,
    frozenset({Status.SERVING}),
    lambda n: ngettext("%(n)d retired", "%(n)d retired", n) % {"n": n},
)
_RESTORE: Final = Act(
    "restore",
    _("Restore"),
    (curation.RESTORE,),
    curation.restore,
    frozenset({Status.REJECTED, Status.RETIRED}),
    lambda n: ngettext("%(n)d restored", "%(n)d restored", n) % {"n": n},
)
ACTS: Final[Mapping[str, Act]] = {act.name: act for act in (_APPROVE, _APPROVE_UNCHECKED, _REJECT, _RETIRE, _RESTORE)}

_STANDING: Final[Mapping[str, Callable[[int], str]]] = {
    Status.POOL: lambda n: ngettext("%(n)d is still in the pool", "%(n)d are still in the pool", n) % {"n": n},
    Status.SERVING: lambda n: ngettext("%(n)d was already served", "%(n)d were already served", n) % {"n": n},
    Status.REJECTED: lambda n: ngettext("%(n)d was already rejected", "%(n)d were already rejected", n) % {"n": n},
    Status.RETIRED: lambda n: ngettext("%(n)d was already retired", "%(n)d were already retired", n) % {"n": n},
    deciding.PRUNED: lambda n: (
        ngettext("%(n)d stays: its files were pruned", "%(n)d stay: their files were pruned", n) % {"n": n}
    ),
}


def offered(user: User | AnonymousUser, statuses: frozenset[Status]) -> list[Act]:
    """The buttons for this person under a sheet of pictures in these statuses."""
    return [act for act in pressable(user, statuses) if not act.alone]


def offered_for(user: User | AnonymousUser, image: Image) -> list[Act]:
    """The buttons for this person on one picture's page: without a passed check, another one approves."""
    other = _APPROVE_UNCHECKED if image.is_safe else _APPROVE
    return [act for act in pressable(user, frozenset({Status(image.status)})) if act != other]


def pressable(user: User | AnonymousUser, statuses: frozenset[Status]) -> list[Act]:
    """Every button that this person may press where pictures in these statuses are."""
    return [act for act in ACTS.values() if act.sources & statuses and user.has_perms(act.permissions)]


def words(act: Act, outcome: Outcome) -> str:
    """Such as: *3 approved, 1 was already served, 1 refused: without a passed …*"""
    parts = [act.done(outcome.changed)]
    parts += [_STANDING[status](count) for status, count in sorted(outcome.standing.items())]
    if outcome.refused:
        parts.append(_refused(outcome.refused))
    return f"{', '.join(parts)}."


def undo_words(outcome: Outcome) -> str:
    """Such as: *Undone: 3 pictures are back where they were, 1 was decided again since.*"""
    n = outcome.changed
    parts = [
        ngettext("%(n)d picture is back where it was", "%(n)d pictures are back where they were", n) % {"n": n},
    ]
    if n := outcome.unchanged:
        parts.append(ngettext("%(n)d has moved on since", "%(n)d have moved on since", n) % {"n": n})
    if n := outcome.refused:
        parts.append(_refused(n))
    if n := outcome.denied:
        parts.append(denied(n))
    return f"{', '.join(parts)}."


def denied(n: int) -> str:
    words = ngettext(
        "%(n)d left alone: it stands in a room where you may not correct",
        "%(n)d left alone: they stand in a room where you may not correct",
        n,
    )
    return words % {"n": n}


def _refused(n: int) -> str:
    words = ngettext(
        "%(n)d refused: without a passed safety check it is approved on its own page",
        "%(n)d refused: without a passed safety check each is approved on its own page",
        n,
    )
    return words % {"n": n}
