"""What curators do to many pictures at once, with what came of each: whole or in part, done or only rehearsed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gallery import deciding, rooms
from gallery.deciding import Outcome
from gallery.errors import GardenError, NotFoundError
from gallery.models import Decision, Image
from gallery.review import StaleError

# One portion of work, and so one transaction.
MOST: Final = deciding.CHUNK
CHANGED, UNCHANGED, REFUSED = "changed", "unchanged", "refused"


class ItemsRefusedError(GardenError):
    """One of several cannot be done, and so none was."""

    code: ClassVar[str] = "items_refused"
    status: ClassVar[int] = 409

    def __init__(self, sentence: str | Promise, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__(sentence)
        self.errors = list(errors)


class Row(NamedTuple):
    """A picture as it stood while its row was locked, before anything was done."""

    pk: int
    code: UUID
    status: str
    safety: str
    version: int
    pruned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """What came of one picture. `status`: where it stands now; empty where there is none for this person."""

    image: UUID
    outcome: str
    status: str = ""
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of all of them, in the order in which they were named. The group is what `undo` takes."""

    group: UUID | None
    is_rehearsal: bool
    items: list[Item]

    def count(self, outcome: str) -> int:
        return sum(item.outcome == outcome for item in self.items)


@dataclass(frozen=True, slots=True)
class Task:
    """One act for several pictures: what does it, and why it left one alone (None: there was nothing to do)."""

    do: Callable[[QuerySet[Image]], Outcome]
    why: Callable[[Row], GardenError | None]
    versions: Mapping[UUID, int]
    """What the person has looked at, where they say so: a picture that is no longer the same is left alone."""


def run(codes: Sequence[UUID], task: Task, *, by: User, in_part: bool, rehearse: bool) -> Result:
    """All or nothing, unless `in_part`. A rehearsal does it and takes it back, so what it tells is what would happen.

    Raises ItemsRefusedError, and whatever the act itself refuses as a whole.
    """
    wanted = list(dict.fromkeys(codes))
    with transaction.atomic():
        rows = _locked(wanted, by=by)
        current = [row.pk for row in rows.values() if task.versions.get(row.code, row.version) == row.version]
        outcome = task.do(Image.objects.filter(pk__in=current))
        items = _items(wanted, rows, outcome, task, frozenset(current))
        if not in_part:
            require_all(items, places={code: place for place, code in reversed(list(enumerate(codes)))})
        if rehearse:
            transaction.set_rollback(True)
    return told(outcome, items, rehearse=rehearse)


def told(outcome: Outcome, items: list[Item], *, rehearse: bool) -> Result:
    """Without a group when there is nothing that `undo` could take back."""
    is_done = not rehearse and any(item.outcome == CHANGED for item in items)
    return Result(outcome.group if is_done else None, rehearse, items)


def require_all(items: Sequence[Item], *, places: Mapping[UUID, int]) -> None:
    """None of them refused; `places` is where each stands in the request. Raises ItemsRefusedError."""
    refused = [item for item in items if item.outcome == REFUSED]
    if refused:
        sentence = _("Of %(number)d pictures %(refused)d cannot be done, so nothing was changed.")
        said = sentence % {"number": len(items), "refused": len(refused)}
        raise ItemsRefusedError(said, [_error(item, places.get(item.image)) for item in refused[:MOST]])


def changed(group: UUID) -> set[int]:
    """The pictures that an act has changed: the truth is what was written."""
    return set(Decision.objects.filter(group=group).values_list("image_id", flat=True))


def statuses(pks: Sequence[int]) -> dict[int, str]:
    """Where they stand now."""
    return dict(Image.objects.filter(pk__in=pks).values_list("pk", "status"))


def left(code: UUID, error: GardenError | None, status: str) -> Item:
    """A picture that was left as it is."""
    if error is None:
        return Item(code, UNCHANGED, status)
    return Item(code, REFUSED, status, error.code, str(error.sentence))


def _locked(codes: Sequence[UUID], *, by: User) -> dict[UUID, Row]:
    """Those that this person may know of; locked in the order in which all acts lock."""
    known = Image.objects.filter(code__in=codes, status__in=rooms.open_to(by))
    rows = known.order_by("pk").select_for_update(of=("self",)).values_list(*Row._fields)
    return {row.code: row for row in map(Row._make, rows)}


def _items(
    wanted: Sequence[UUID], rows: Mapping[UUID, Row], outcome: Outcome, task: Task, current: frozenset[int]
) -> list[Item]:
    done = changed(outcome.group)
    now = statuses([row.pk for row in rows.values()])
    items = []
    for code in wanted:
        row = rows.get(code)
        if row is None:
            items.append(left(code, NotFoundError(_("There is no such picture.")), ""))
        elif row.pk in done:
            items.append(Item(code, CHANGED, now[row.pk]))
        else:
            items.append(left(code, task.why(row) if row.pk in current else _stale(), now[row.pk]))
    return items


def _stale() -> GardenError:
    return StaleError(_("Somebody has changed this picture since you saw it. Please look again."))


def _error(item: Item, place: int | None) -> dict[str, str]:
    pointer, field = ("#", str(item.image)) if place is None else (f"#/images/{place}", f"images.{place}")
    return {"pointer": pointer, "field": field, "detail": item.detail, "code": item.code}
