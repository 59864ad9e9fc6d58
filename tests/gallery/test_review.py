"""Triage's leases: nobody is handed what somebody else looks at, and what was decided meanwhile is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from gallery import curation, review
from gallery.deciding import Outcome
from gallery.models import Decision, Image, ReviewLease, Safety, Status
from tests.gallery.factories import make_curator, make_rows

TAB = UUID("7d0c2f0a-0000-4000-8000-000000000001")
OTHER_TAB = UUID("7d0c2f0a-0000-4000-8000-000000000002")
EVERY = Image.objects.all()


def handed(by: User, tab: UUID = TAB, count: int = 10) -> list[int]:
    return [image.pk for image in review.hand_out(EVERY, by=by, tab=tab, count=count)]


def decided(images: list[Image], became: Status = Status.SERVING, **more: Any) -> Outcome:
    seen = {image.pk: image.version for image in images}
    return review.decide(seen, **{"became": became, "group": uuid4(), **more})


@pytest.fixture
def ada(db: Any) -> User:
    return make_curator("ada")


def test_the_oldest_come_first_and_nobody_else_gets_them(curator: User, ada: User) -> None:
    pks = [image.pk for image in make_rows(5)]
    assert handed(curator, count=2) == pks[:2]
    assert handed(ada, OTHER_TAB, count=2) == pks[2:4]
    assert handed(curator, OTHER_TAB, count=4) == pks[4:]


def test_a_tab_that_asks_again_keeps_what_it_holds(curator: User) -> None:
    pks = [image.pk for image in make_rows(5)]
    assert handed(curator, count=2) == handed(curator, count=2) == pks[:2]
    assert handed(curator, count=3) == pks[:3]


def test_what_a_tab_has_given_back_or_left_too_long_goes_to_the_next(curator: User, ada: User) -> None:
    pks = [image.pk for image in make_rows(4)]
    handed(curator, count=2)
    handed(curator, OTHER_TAB, count=2)
    assert handed(ada, uuid4()) == []
    review.release(by=curator, tab=TAB)
    ReviewLease.objects.filter(tab=OTHER_TAB).update(until=timezone.now() - timedelta(seconds=1))
    assert handed(ada, uuid4()) == pks


def test_only_the_pool_is_handed_out_and_a_filter_narrows_it(curator: User) -> None:
    make_rows(1, status=Status.SERVING, by=curator)
    make_rows(1, status=Status.REJECTED, by=curator)
    make_rows(1, emotion="calm")
    sad = make_rows(1, emotion="sad")
    found = review.hand_out(Image.objects.filter(emotion="sad"), by=curator, tab=TAB, count=10)
    assert found == sad


def test_what_is_put_off_waits_until_it_is_asked_for_again(curator: User, ada: User) -> None:
    first, second = (image.pk for image in make_rows(2))
    handed(curator)
    review.put_off([first], by=curator)
    review.put_off([first], by=curator)
    assert handed(curator) == [second]
    assert review.counts(EVERY, by=curator) == {"left": 1, "skipped": 1, "done": 0}
    assert handed(ada, OTHER_TAB) == [first]
    review.release(by=ada, tab=OTHER_TAB)
    review.look_again(by=curator)
    assert handed(curator) == [first, second]


def test_a_decision_names_who_and_why_and_drops_the_lease(curator: User) -> None:
    [image] = make_rows(1)
    handed(curator)
    group = uuid4()
    decided([image], by=curator, group=group, reason="bright")
    assert Decision.objects.values_list("image", "became", "by", "reason", "group").get() == (
        image.pk, Status.SERVING, curator.pk, "bright", group,
    )  # fmt: skip
    assert not ReviewLease.objects.exists()
    assert review.counts(EVERY, by=curator) == {"left": 0, "skipped": 0, "done": 1}


def test_a_decision_from_the_sheet_drops_the_lease_too(curator: User, ada: User) -> None:
    make_rows(3)
    handed(curator)
    curation.reject(EVERY, by=ada)
    assert not ReviewLease.objects.exists()


def test_the_second_of_two_same_requests_changes_nothing_and_is_answered_alike(curator: User) -> None:
    images = make_rows(1)
    group = uuid4()
    outcomes = [decided(images, by=curator, group=group) for _time in range(2)]
    assert outcomes[0] == outcomes[1]
    undone = [curation.undo(group, by=curator, as_group=TAB) for _time in range(2)]
    assert undone[0] == undone[1]
    assert decided(images, by=curator, group=group) == outcomes[0]
    assert Image.objects.get().status == Status.POOL
    assert curation.undo(group, by=curator, as_group=group).changed == 1
    assert Decision.objects.count() == 2


def test_what_somebody_else_has_decided_is_told_in_words(curator: User, ada: User) -> None:
    images = make_rows(1)
    curation.reject(EVERY, by=ada)
    with pytest.raises(review.StaleError, match="Already rejected: decided by ada a moment ago") as told:
        decided(images, by=curator)
    assert told.value.status == 409
    Image.objects.update(decided_at=timezone.now() - timedelta(hours=2))
    with pytest.raises(review.StaleError, match="decided by ada 2\xa0hours ago"):
        decided(images, by=curator)


def test_a_picture_that_went_and_came_back_is_looked_at_again(curator: User, ada: User) -> None:
    images = make_rows(1)
    curation.undo(curation.reject(EVERY, by=ada).group, by=ada)
    with pytest.raises(review.StaleError, match="look again"):
        decided(images, by=curator)
    assert Image.objects.get().status == Status.POOL


def test_a_pair_is_decided_together_but_for_what_somebody_else_holds(curator: User, ada: User) -> None:
    family = uuid4()
    pair, stranger = make_rows(2, family=family), make_rows(1)
    assert decided([*pair, *stranger], by=curator).changed == 2
    held = make_rows(2, family=uuid4())
    review.take([held[1].pk], by=ada, tab=OTHER_TAB)
    assert decided(held, Status.REJECTED, by=curator).changed == 1
    assert set(Image.objects.pooled()) == {*stranger, held[1]}


def test_an_unchecked_one_is_never_approved_here_nor_its_pair_in_its_stead(curator: User) -> None:
    family = uuid4()
    unchecked, safe = (make_rows(1, family=family, safety=safety)[0] for safety in (Safety.FLAGGED, Safety.PASSED))
    outcome = decided([unchecked, safe], by=curator)
    assert (outcome.changed, outcome.refused) == (0, 1)
    assert Image.objects.pooled().count() == 2
    outcome = decided([safe, unchecked], by=curator)
    assert (outcome.changed, outcome.refused) == (1, 1)


def test_after_an_undo_the_tab_has_its_picture_back_unless_somebody_else_was_quicker(curator: User, ada: User) -> None:
    first, second = (image.pk for image in make_rows(2))
    review.take([second], by=ada, tab=OTHER_TAB)
    assert [image.pk for image in review.take([first, second], by=curator, tab=TAB)] == [first]
    assert set(ReviewLease.objects.values_list("image", "by")) == {(first, curator.pk), (second, ada.pk)}


@pytest.mark.django_db(transaction=True)
def test_eight_threads_of_two_curators_decide_every_picture_once(curator: User, record_property: Any) -> None:
    count = 2000 if connection.vendor == "postgresql" else 400
    make_rows(count)
    people = [curator, make_curator("ada")]

    def triage(number: int) -> tuple[list[int], int]:
        by, tab, done, stale = people[number % 2], uuid4(), [], 0
        try:
            while images := review.hand_out(EVERY, by=by, tab=tab, count=10):
                for image in images:
                    try:
                        decided([image], Status.REJECTED if image.pk % 3 else Status.SERVING, by=by)
                        done.append(image.pk)
                    except review.StaleError:
                        stale += 1
        finally:
            connection.close()
        return done, stale

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(triage, range(8)))
    pks = [pk for done, _stale in results for pk in done]
    assert sum(stale for _done, stale in results) == 0
    assert len(pks) == len(set(pks)) == count
    assert Decision.objects.count() == Decision.objects.values("image").distinct().count() == count
    assert not Image.objects.pooled().exists()
    assert not ReviewLease.objects.exists()
    each = sorted(len(done) for done, _stale in results)
    record_property("figures", f"triage: 8 threads, {count} pictures on {connection.vendor}: {each[0]}–{each[-1]} each")
