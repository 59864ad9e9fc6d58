"""WORK: the users of a data set become visitors: anonymous codes, what they said of themselves, what they felt last."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID, uuid5

from django.db import transaction

from emotions.models import EmotionReading, Outcome
from gallery.models import Visitor
from recommendations.datasets import tables, words

# The codes of users whose ids are no UUIDs are made of this and the id: the same in every import.
NAMESPACE: Final = UUID("6b1f6a0e-2f0d-5c5e-9d0b-7a3c3f8d1e42")
READER: Final = "data set"
# Rows in one transaction: a live garden's visitors wait no longer than that for their turn.
CHUNK: Final = 500
OnStep = Callable[[str, int], None]
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class User:
    """One line of users.csv."""

    code: UUID
    age_group: str | None
    gender: str | None
    felt: str


@dataclass(slots=True)
class Planted:
    """What came of the lines; `completed`: visitors who were here and had not said what the data set says."""

    new: int = 0
    completed: int = 0
    readings: int = 0


def code(user: str) -> UUID:
    """A UUID as it is; of any other id always the same one."""
    try:
        return UUID(user)
    except ValueError:
        return uuid5(NAMESPACE, user)


def users(folder: Path) -> Iterator[User]:
    """Nobody if there is no users.csv. Raises DatasetError."""
    if (folder / tables.USERS).is_file():
        for row in tables.rows(folder, tables.USERS, needed=["USER_ID"]):
            yield User(code(row.need("USER_ID")), words.age_group(row), words.gender(row), words.felt(row))


def plant(folder: Path, *, on_step: OnStep) -> Planted:
    """Some users in each transaction; run again, it goes on where it was interrupted."""
    planted, done = Planted(), 0
    for chunk in chunks(users(folder)):
        with transaction.atomic():
            _plant({user.code: user for user in chunk}, planted)
        on_step(tables.USERS, done := done + len(chunk))
    return planted


def ensure(codes: Iterable[UUID]) -> int:
    """Rows for users who stand in the interactions only; how many are new."""
    wanted = dict.fromkeys(codes)
    known = set(Visitor.objects.filter(code__in=wanted).values_list("code", flat=True))
    return len(Visitor.objects.bulk_create([Visitor(code=one) for one in wanted if one not in known]))


def chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    left = iter(lines)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _plant(given: dict[UUID, User], planted: Planted) -> None:
    known = {visitor.code: visitor for visitor in Visitor.objects.filter(code__in=given)}
    changed = [visitor for visitor in known.values() if _complete(visitor, given[visitor.code])]
    new = [
        Visitor(code=user.code, age_group=user.age_group, gender=user.gender)
        for user in given.values()
        if user.code not in known
    ]
    planted.new += len(Visitor.objects.bulk_create(new))
    Visitor.objects.bulk_update(changed, ["age_group", "gender"])
    planted.completed += len(changed)
    planted.readings += _read({one.pk: given[one.code].felt for one in Visitor.objects.filter(code__in=given)})


def _complete(visitor: Visitor, user: User) -> bool:
    """Whether the data set knew more. What a visitor said here stays."""
    before = (visitor.age_group, visitor.gender)
    visitor.age_group = visitor.age_group or user.age_group
    visitor.gender = visitor.gender or user.gender
    return (visitor.age_group, visitor.gender) != before


def _read(felt: dict[int, str]) -> int:
    """The emotion as a reading by nobody's reader, for those who have none yet. How sure it was is not told: 0."""
    known = set(EmotionReading.objects.filter(visitor__in=felt).values_list("visitor_id", flat=True))
    readings = [
        EmotionReading(visitor_id=pk, outcome=Outcome.READ, emotion=emotion, confidence=0.0, reader=READER)
        for pk, emotion in felt.items()
        if emotion and pk not in known
    ]
    return len(EmotionReading.objects.bulk_create(readings))
