"""What curators decide: approve (many, or one unchecked), reject, retire, restore, set aside, undo, for every door."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery import corrections, deciding, replacing, revision
from gallery.deciding import Act, Outcome
from gallery.errors import GardenError, NotFoundError
from gallery.models import SAFE, Decision, Image, Kind, ReviewLease, Status

APPROVE: Final = "gallery.approve_poolimage"
APPROVE_UNCHECKED: Final = "gallery.approve_unchecked"
REJECT: Final = "gallery.reject_poolimage"
RETIRE: Final = "gallery.retire_servedimage"
RESTORE: Final = "gallery.restore_servedimage"
# What it takes to put a picture aside from where it stands.
ASIDE: Final[Mapping[Status, str]] = {Status.POOL: REJECT, Status.SERVING: RETIRE}

UNDOABLE: Final = frozenset({Kind.MOVE, Kind.CORRECTION, Kind.REPLACEMENT})

# Who may take a move back: whoever may do it or its opposite.
_UNDOERS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (Status.POOL, Status.SERVING): (APPROVE,),
    (Status.SERVING, Status.POOL): (APPROVE,),
    (Status.POOL, Status.REJECTED): (REJECT, RESTORE),
    (Status.REJECTED, Status.POOL): (REJECT, RESTORE),
    (Status.SERVING, Status.RETIRED): (RETIRE, RESTORE),
    (Status.RETIRED, Status.SERVING): (RETIRE, RESTORE),
}


class ReasonMissingError(GardenError):
    """This cannot be decided without saying why."""

    code = "reason_missing"
    status = 422


class NotUndoableError(GardenError):
    """It is part of the history, but nothing that could be taken back."""

    code = "not_undoable"
    status = 409


class _Locked(NamedTuple):
    """A picture as it stands while its row is locked."""

    pk: int
    status: str
    safety: str
    pruned_at: datetime | None


def approve(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    """From the pool into the serving set: those whose safety check is passed, and exempt ones, whoever asks.

    Raises NotAllowedError.
    """
    return _decide(images, {Status.POOL: Status.SERVING}, APPROVE, Act(by, reason))


def approve_unchecked(image: Image, *, by: User, reason: str) -> Outcome:
    """One flagged or unchecked picture into the serving set, by somebody who has looked at it and says why.

    Raises NotAllowedError, ReasonMissingError.
    """
    deciding.check(by, APPROVE_UNCHECKED)
    if not reason.strip():
        raise ReasonMissingError(_("Say why this picture may be shown although no safety check has passed it."))
    one = Image.objects.filter(pk=image.pk)
    return _decide(one, {Status.POOL: Status.SERVING}, APPROVE, Act(by, reason.strip(), looked_at=True))


def reject(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    """Out of the pool, not to be served. Raises NotAllowedError."""
    return _decide(images, {Status.POOL: Status.REJECTED}, REJECT, Act(by, reason))


def retire(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    """Out of the serving set. Raises NotAllowedError."""
    return _decide(images, {Status.SERVING: Status.RETIRED}, RETIRE, Act(by, reason))


def restore(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    """Retired pictures back into the serving set, rejected ones back into the pool. Raises NotAllowedError."""
    moves = {Status.RETIRED: Status.SERVING, Status.REJECTED: Status.POOL}
    return _decide(images, moves, RESTORE, Act(by, reason))


def set_aside(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    """Rejected from the pool or retired from the serving set, wherever each stands, as one group.

    Raises NotAllowedError before anything moves, when one stands where this person may not decide.
    """
    for status in ASIDE.keys() & set(images.values_list("status", flat=True)):
        deciding.check(by, ASIDE[Status(status)])
    moves = {Status.POOL: Status.REJECTED, Status.SERVING: Status.RETIRED}
    mine = {was: became for was, became in moves.items() if by.has_perm(ASIDE[was])}
    return _decide(images, mine, (REJECT, RETIRE), Act(by, reason))


def decide_seen(seen: Mapping[int, int], *, became: Status, by: User, group: UUID, reason: str = "") -> Outcome:
    """`approve` or `reject` for pictures (id → version) just looked at: nothing changes when one has moved on since.

    The caller names the group, so that a request that comes twice is done once and answered alike.
    Raises NotAllowedError.
    """
    deciding.check(by, APPROVE if became == Status.SERVING else REJECT)
    deciding.check_reason(reason)
    act = Act(by, reason, group=group)
    with transaction.atomic():
        rows = Image.objects.filter(pk__in=seen).order_by("pk").select_for_update(of=("self",))
        versions = dict(rows.values_list("pk", "version"))
        # Only behind the lock: the first of two same requests has been committed by now, or has not begun.
        if done := Decision.objects.filter(group=group).count():
            return Outcome(group, done, 0, 0)
        if versions == seen:
            _decide_chunk(sorted(seen), {Status.POOL: became}, act)
        if act.changed:
            revision.rise()
    return act.outcome()


def undo(group: UUID, *, by: User, as_group: UUID | None = None) -> Outcome:
    """Every picture of a group back to where it was, unless it was decided again since; can itself be undone.

    So are corrections, unless a picture was corrected again since: moves and corrections do not stand in each other's
    way. A caller that may ask twice names the group of the undoing: what it has done already is not done again.
    Raises NotFoundError, NotAllowedError, NotUndoableError.
    """
    decisions = Decision.objects.filter(group=group)
    undo_chunk = _undo_chunk
    for kind, *move in _acts_of(decisions):
        deciding.check(by, *_undoers(kind, *move))
        if kind == Kind.CORRECTION:
            undo_chunk = corrections.take_back
        elif kind == Kind.REPLACEMENT:
            undo_chunk = replacing.take_back
    if as_group is not None and (done := Decision.objects.filter(group=as_group).count()):
        return Outcome(as_group, done, 0, 0)
    act = Act(by, group=as_group or uuid4())
    for pks in deciding.chunks(sorted(decisions.values_list("image_id", flat=True))):
        with transaction.atomic():
            before = act.changed
            undo_chunk(pks, group=group, act=act)
            if act.changed > before:
                revision.rise()
    return act.outcome()


def may_undo(group: UUID, *, by: User) -> bool:
    """Whether `undo` would let them; whether anything is left to undo is another question."""
    try:
        for kind, *move in _acts_of(Decision.objects.filter(group=group)):
            deciding.check(by, *_undoers(kind, *move))
    except GardenError:
        return False
    return True


def _acts_of(decisions: QuerySet[Decision]) -> list[tuple[str, str, str]]:
    """What a group did, as (kind, was, became); it is all of one kind. Raises NotFoundError."""
    found = list(decisions.order_by().values_list("kind", "was", "became").distinct())
    if not found:
        raise NotFoundError(_("There is no such decision to undo."))
    return found


def _undoers(kind: str, was: str, became: str) -> tuple[str, ...]:
    """Who may take it back. Raises NotUndoableError."""
    if kind == Kind.MOVE:
        return _UNDOERS[was, became]
    if kind == Kind.CORRECTION:
        return tuple(corrections.PERMISSIONS.values())
    if kind == Kind.REPLACEMENT:
        return (replacing.PERMISSIONS[became],)
    raise NotUndoableError(_("This cannot be undone: move the picture instead, or correct it."))


def _decide(
    images: QuerySet[Image], moves: Mapping[Status, Status], permission: str | tuple[str, ...], act: Act
) -> Outcome:
    deciding.check(act.by, *((permission,) if isinstance(permission, str) else permission))
    deciding.check_reason(act.reason)
    # The ids first: a filter on the status would match other pictures once the first chunk has moved.
    for pks in deciding.chunks(sorted(set(images.values_list("pk", flat=True)))):
        with transaction.atomic():
            before = act.changed
            _decide_chunk(pks, moves, act)
            if act.changed > before:
                revision.rise()
    return act.outcome()


def _decide_chunk(pks: Sequence[int], moves: Mapping[Status, Status], act: Act) -> None:
    locked = _locked(pks)
    for was, became in moves.items():
        _move([row for row in locked if row.status == was], was, became, act)
    act.standing.update(row.status for row in locked if row.status not in moves)


def _undo_chunk(pks: Sequence[int], *, group: UUID, act: Act) -> None:
    locked = {row.pk: row for row in _locked(pks)}
    later = Decision.objects.filter(image=OuterRef("image"), kind=Kind.MOVE, pk__gt=OuterRef("pk"))
    last = Decision.objects.filter(~Exists(later), group=group, image__in=pks, undone_by=None)
    movable: dict[tuple[str, str], list[_Locked]] = {}
    for image_id, was, became in last.values_list("image_id", "was", "became"):
        if image_id in locked and locked[image_id].status == became:
            movable.setdefault((became, was), []).append(locked.pop(image_id))
    for (status, back), rows in movable.items():
        moved = _move(rows, status, back, act)
        undoing = Decision.objects.filter(group=act.group, image=OuterRef("image")).values("pk")
        Decision.objects.filter(group=group, image__in=moved, undone_by=None).update(undone_by=Subquery(undoing))
    act.standing.update(row.status for row in locked.values())


def _locked(pks: Sequence[int]) -> list[_Locked]:
    """The rows, locked in one order until the transaction ends, so that two curators never decide the same picture.

    SQLite has no row locks; there the transaction is IMMEDIATE and so alone.
    """
    rows = Image.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    return [_Locked(*row) for row in rows.values_list(*_Locked._fields)]


def _move(rows: Sequence[_Locked], was: str, became: str, act: Act) -> list[int]:
    """Moves the locked rows and writes a decision for each; counts those refused. Returns the ids that moved."""
    whole = [row for row in rows if row.pruned_at is None]
    if len(whole) < len(rows):
        act.standing[deciding.PRUNED] += len(rows) - len(whole)
    pks = [row.pk for row in whole if _allowed(row, was, became, act)]
    act.refused += len(whole) - len(pks)
    if not pks:
        return pks
    now = timezone.now()
    waits = became == Status.POOL
    act.changed += Image.objects.filter(pk__in=pks, status=was).update(
        status=became,
        version=F("version") + 1,
        decided_at=None if waits else now,
        decided_by=None if waits else act.by,
    )
    Decision.objects.bulk_create(
        Decision(image_id=pk, was=was, became=became, by=act.by, at=now, reason=act.reason, group=act.group)
        for pk in pks
    )
    if was == Status.POOL:
        ReviewLease.objects.filter(image__in=pks).delete()
    return pks


def _allowed(row: _Locked, was: str, became: str, act: Act) -> bool:
    """No way from the pool to visitors past the safety check but one at a time; an undone undo is no exception."""
    approves = (was, became) == (Status.POOL, Status.SERVING)
    return not approves or row.safety in SAFE or act.looked_at
