"""Whatever anybody sends: no 500, no status that the description does not name, no body that it does not describe.

Schemathesis makes the calls up from `/api/schema/`, so an endpoint is asked from the day that it is described.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from django.conf import LazySettings
from django.db import transaction

from emotion_garden.env import Rate
from tests.emotion_garden import fuzz_house, fuzzing
from tests.emotion_garden.fuzzing import Known, Operation
from tests.emotion_garden.rights import House

pytestmark = pytest.mark.django_db
CALLS: Final = 5000
CHUNKS: Final = 4
Inside = tuple[Known, dict[str, dict[str, str]]]


def share(chunk: int) -> tuple[list[Operation], int]:
    """The operations of one chunk, and how often each role asks each of them."""
    every = fuzzing.operations()
    return every[chunk::CHUNKS], math.ceil(CALLS / len(fuzz_house.ROLES) / len(every))


@pytest.fixture
def inside(house: House, settings: LazySettings) -> Iterator[Inside]:
    settings.EMOTIONS_READER = "tests.emotions.readers.ConfusedReader"
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    # A stream of events tells what is new, and ends; an order that is made up stays small.
    settings.GENERATION_EVENTS_SECONDS, settings.GENERATION_MOST_PICTURES = 0, 20
    with transaction.atomic():
        yield fuzz_house.furnish(house)
        transaction.set_rollback(True)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("role", fuzz_house.ROLES)
def test_every_answer_is_one_that_the_description_names(
    role: str, chunk: int, inside: Inside, record_property: Callable[[str, object], None]
) -> None:
    known, headers = inside
    asked, times = share(chunk)
    tallies = [fuzzing.fuzz(each, role=role, times=times, headers=headers[role], known=known) for each in asked]
    statuses = sum((tally.statuses for tally in tallies), Counter())
    record_property("figures", f"fuzz as {role}, chunk {chunk}: {dict(sorted(statuses.items()))}")
    broken = [tally.broken for tally in tallies if tally.broken]
    assert not broken, "\n".join(broken)
    assert statuses.total() == times * len(asked)
    # It got past the doors.
    assert any(status < 300 for status in statuses)


def test_they_are_five_thousand_calls() -> None:
    shares = [share(chunk) for chunk in range(CHUNKS)]
    assert sum(len(asked) * times for asked, times in shares) * len(fuzz_house.ROLES) >= CALLS


def test_so_it_is_when_too_many_come(inside: Inside, settings: LazySettings) -> None:
    known, headers = inside
    settings.GARDEN_LIMITS = dict.fromkeys(settings.GARDEN_LIMITS, Rate(2, 60))
    settings.GARDEN_LIMIT_ADDRESS = 1
    statuses: Counter[int] = Counter()
    for operation in fuzzing.operations():
        tally = fuzzing.fuzz(operation, role="visitor", times=4, headers=headers["visitor"], known=known)
        assert not tally.broken, tally.broken
        statuses += tally.statuses
    assert statuses[429] > statuses.total() / 4
