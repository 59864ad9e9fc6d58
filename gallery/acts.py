"""The acts of curators by their names, for doors where names are sent: many pictures, each with what came of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar, Final, NamedTuple, Protocol
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gallery import bulk, corrections, curation, deciding, rooms, verdicts
from gallery.bulk import Item, Result, Row
from gallery.deciding import Outcome
from gallery.errors import GardenError, NotAllowedError, NotFoundError
from gallery.models import SAFE, Decision, Image, Kind, Status
from gallery.replacing import PrunedError
from gallery.verdicts import MovedOnError

# A rehearsal, and an undoing that is whole or not at all, hold their rows until they end: so many take 0.3 s.
MOST_TOGETHER: Final = 5000


class AloneError(GardenError):
    """This is decided about one picture at a time."""

    code: ClassVar[str] = "one_at_a_time"
    status: ClassVar[int] = 422


class LargeGroupError(GardenError):
    """Too many to be held at once."""

    code: ClassVar[str] = "large_group"
    status: ClassVar[int] = 422


class UncheckedError(GardenError):
    """No safety check has passed the picture."""

    code: ClassVar[str] = "unchecked"
    status: ClassVar[int] = 409


class ElsewhereError(GardenError):
    """The picture does not stand where this decision takes it from."""

    code: ClassVar[str] = "elsewhere"
    status: ClassVar[int] = 409


class Decide(Protocol):
    """One of curation's functions."""

    def __call__(self, images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome: ...


class Kept(NamedTuple):
    """One decision of a group, and how its picture stands."""

    code: UUID
    pk: int
    status: str
    safety: str
    pruned_at: datetime | None
    undone_by: int | None
    kind: str
    was: str
    became: str


_KEPT: Final = (
    "image__code", "image_id", "image__status", "image__safety", "image__pruned_at",
    "undone_by_id", "kind", "was", "became",
)  # fmt: skip


def _approve_unchecked(images: QuerySet[Image], *, by: User, reason: str = "") -> Outcome:
    image = images.first()
    if image is None:
        deciding.check(by, curation.APPROVE_UNCHECKED)
        return deciding.Act(by).outcome()
    return curation.approve_unchecked(image, by=by, reason=reason)


# What each does, and from where to where it moves a picture.
ACTS: Final[Mapping[str, tuple[Decide, Mapping[str, str]]]] = {
    "approve": (curation.approve, {Status.POOL: Status.SERVING}),
    "approve_unchecked": (_approve_unchecked, {Status.POOL: Status.SERVING}),
    "reject": (curation.reject, {Status.POOL: Status.REJECTED}),
    "retire": (curation.retire, {Status.SERVING: Status.RETIRED}),
    "restore": (curation.restore, {Status.RETIRED: Status.SERVING, Status.REJECTED: Status.POOL}),
}


def decide(
    name: str,
    codes: Sequence[UUID],
    *,
    by: User,
    reason: str = "",
    versions: Mapping[UUID, int] | None = None,
    in_part: bool = False,
    rehearse: bool = False,
) -> Result:
    """One of ACTS for these pictures. Raises AloneError, ItemsRefusedError, and what the act itself raises."""
    act, moves = ACTS[name]
    if name == "approve_unchecked" and len(set(codes)) > 1:
        raise AloneError(_("A picture without a passed safety check is approved by itself: name one."))
    task = bulk.Task(partial(act, by=by, reason=reason), partial(_why, moves=moves), versions or {})
    return bulk.run(codes, task, by=by, in_part=in_part, rehearse=rehearse)


def correct(
    codes: Sequence[UUID],
    *,
    by: User,
    wanted: Mapping[str, str],
    reason: str = "",
    versions: Mapping[UUID, int] | None = None,
    in_part: bool = False,
    rehearse: bool = False,
) -> Result:
    """The same correction of each. Raises ItemsRefusedError, and what `corrections.correct` raises."""
    allowed = corrections.may(by)

    def why(row: Row) -> GardenError | None:
        return None if row.status in allowed else _not_yours()

    def do(images: QuerySet[Image]) -> Outcome:
        return corrections.correct(images, by=by, reason=reason, **wanted)

    task = bulk.Task(do, why, versions or {})
    return bulk.run(codes, task, by=by, in_part=in_part, rehearse=rehearse)


def keep(kept: UUID, codes: Sequence[UUID], *, by: User, in_part: bool = False, rehearse: bool = False) -> Result:
    """One of several that are the same stays; the others leave pool and serving set.

    Raises NotFoundError, ItemsRefusedError, and what `verdicts.keep` raises.
    """

    def do(images: QuerySet[Image]) -> Outcome:
        everyone = list(images)
        one = next((image for image in everyone if image.code == kept), None)
        if one is None:
            raise NotFoundError(_("There is no such picture."))
        return verdicts.keep(one, instead_of=everyone, by=by)

    def why(row: Row) -> GardenError | None:
        return None if row.code == kept else _moved_on()

    # With the kept one among them, so that all are locked in one order.
    everybody = [*codes, *([] if kept in codes else [kept])]
    return bulk.run(everybody, bulk.Task(do, why, {}), by=by, in_part=in_part, rehearse=rehearse)


def undo(group: UUID, *, by: User, in_part: bool = False, rehearse: bool = False) -> Result:
    """What `curation.undo` does. In part and in earnest it commits in portions, so that any number is taken back.

    Raises NotFoundError, LargeGroupError, ItemsRefusedError, and what `curation.undo` raises.
    """
    before = _kept(group, by=by)
    if not before:
        raise NotFoundError(_("There is no such decision to undo."))
    if in_part and not rehearse:
        outcome = curation.undo(group, by=by)
        return bulk.told(outcome, _undone(before, outcome, by=by), rehearse=False)
    if len(before) > MOST_TOGETHER:
        sentence = _("More than %(most)d pictures are only taken back in earnest and in part: send “partial”.")
        raise LargeGroupError(sentence % {"most": MOST_TOGETHER})
    with transaction.atomic():
        outcome = curation.undo(group, by=by)
        items = _undone(before, outcome, by=by)
        if not in_part:
            bulk.require_all(items, places={})
        if rehearse:
            transaction.set_rollback(True)
    return bulk.told(outcome, items, rehearse=rehearse)


def _why(row: Row, moves: Mapping[str, str]) -> GardenError | None:
    """Of a picture that the act has left alone."""
    if row.status in moves:
        return _pruned() if row.pruned_at else _unchecked()
    if row.status in moves.values():
        return None
    sentence = _("This picture is %(status)s, and this decision takes none from there.")
    return ElsewhereError(sentence % {"status": Status(row.status).label})


def _kept(group: UUID, *, by: User) -> list[Kept]:
    """The group's decisions about pictures that this person may know of."""
    seen = Decision.objects.filter(group=group, image__status__in=rooms.open_to(by)).order_by("pk")
    return [Kept(*row) for row in seen.values_list(*_KEPT)]


def _undone(before: Sequence[Kept], outcome: Outcome, *, by: User) -> list[Item]:
    done = bulk.changed(outcome.group)
    now = bulk.statuses([kept.pk for kept in before])
    return [
        Item(kept.code, bulk.CHANGED, now[kept.pk])
        if kept.pk in done
        else bulk.left(kept.code, _why_not_undone(kept, by=by), now[kept.pk])
        for kept in before
    ]


def _why_not_undone(kept: Kept, *, by: User) -> GardenError | None:
    if kept.undone_by is not None:
        return None
    if kept.kind == Kind.CORRECTION:
        return _moved_on() if kept.status in corrections.may(by) else _not_yours()
    if kept.pruned_at:
        return _pruned()
    # The undoing of an undoing: no way leads to visitors past the safety check.
    back = (kept.kind, kept.status, kept.was, kept.became) == (Kind.MOVE, Status.POOL, Status.SERVING, Status.POOL)
    return _unchecked() if back and kept.safety not in SAFE else _moved_on()


def _pruned() -> GardenError:
    return PrunedError(_("This picture was pruned; what was decided about it stays."))


def _unchecked() -> GardenError:
    return UncheckedError(_("No safety check has passed this picture: it is approved by itself, with a reason."))


def _moved_on() -> GardenError:
    return MovedOnError(_("This picture has moved on since; it stays as it is."))


def _not_yours() -> GardenError:
    return NotAllowedError(_("You may not correct pictures of the room where it stands."))
