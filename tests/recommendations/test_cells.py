"""Cells follow what happens: by what has changed, at the next question, and beside the requests when it is much."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gallery import corrections, curation, revision
from gallery.models import Decision, Emotion, Image, Status, Visitor
from recommendations import background, cells, changes, interactions
from recommendations.cell import Cell
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return factories.make_curator()


def cell(emotion: str = "happy") -> Cell:
    [found] = cells.of([emotion], revision=revision.current())
    return found


def those(images: list[Image]) -> Any:
    return Image.objects.filter(pk__in=[image.pk for image in images])


def test_what_is_approved_is_there_at_the_next_question_and_the_other_cells_are_left_alone(by: User) -> None:
    factories.make_rows(30, status="serving")
    waiting = factories.make_rows(3)
    factories.make_rows(4, status="serving", emotion="sad")
    before, sad = cell(), cell("sad")
    curation.approve(those(waiting), by=by)
    with CaptureQueriesContext(connection) as asked:
        after = cell()
    assert set(after.ids) - set(before.ids) == {image.pk for image in waiting}
    assert (np.diff(after.ids) > 0).all()
    assert cell("sad") is sad
    reading = [query["sql"] for query in asked if "caption" in query["sql"]]
    assert len(reading) == 1 and all(str(image.pk) in reading[0] for image in waiting), "All of it was read anew."


def test_what_is_taken_down_or_moved_goes(by: User) -> None:
    images = factories.make_rows(6, status="serving")
    assert cell().size == 6 and cell("sad").size == 0
    curation.retire(those(images[:2]), by=by)
    assert cell().ids.tolist() == [image.pk for image in images[2:]]
    corrections.correct(those(images[2:3]), by=by, emotion="sad")
    assert cell().size == 3 and cell("sad").ids.tolist() == [images[2].pk]
    curation.restore(those(images[:1]), by=by)
    assert cell().ids.tolist() == [images[0].pk, *(image.pk for image in images[3:])]


def test_new_words_are_read(by: User) -> None:
    images = factories.make_rows(3, status="serving", caption="rose")
    before = cell()
    corrections.correct(those(images[1:2]), by=by, caption="rose and dew", favorite="cat")
    after = cell()
    assert after.traits.lengths.tolist() != before.traits.lengths.tolist()
    assert after.matching(favorite="cat", orientation="").tolist() == [1]
    assert after.versions[1] == before.versions[1] + 1 and after.versions[0] == before.versions[0]


def test_a_decision_that_was_committed_late_is_not_missed(by: User) -> None:
    factories.make_rows(2, status="serving")
    curation.approve(those(factories.make_rows(1)), by=by)
    newest = Decision.objects.order_by("-pk")[0]
    Decision.objects.filter(pk=newest.pk).update(id=newest.pk + 40)
    before = cell()
    late = factories.make_rows(1, status="serving")[0]
    Decision.objects.create(
        pk=newest.pk + 7, image=late, was=Status.POOL, became=Status.SERVING, by=by, at=newest.at, group=late.code
    )
    revision.rise()
    assert set(cell().ids) - set(before.ids) == {late.pk}


def test_pictures_that_came_without_a_decision_are_found_by_their_number() -> None:
    factories.make_rows(2, status="serving")
    assert cell().size == 2
    factories.make_rows(5, status="serving")
    revision.rise()
    assert cell().size == 7


def test_another_database_is_read_anew(by: User) -> None:
    curation.approve(those(factories.make_rows(2)), by=by)
    assert cell().size == 2
    Decision.objects.all().delete()
    Image.objects.filter(pk=cell().ids[0]).update(caption="other words, older decisions")
    revision.rise()
    assert len(set(cell().traits.lengths)) == 2


def test_eight_cold_cells_cost_one_query_for_pictures() -> None:
    for emotion in Emotion.values:
        factories.make_rows(2, status="serving", emotion=emotion)
    with CaptureQueriesContext(connection) as asked:
        assert [found.size for found in cells.of(Emotion.values, revision=0)] == [2] * 8
    assert sum("caption" in query["sql"] for query in asked) == 1


def test_counts_are_read_of_those_that_were_met(monkeypatch: pytest.MonkeyPatch) -> None:
    images = factories.make_rows(50, status="serving")
    before = cell()
    monkeypatch.setattr(cells, "FRESH_SECONDS", -1.0)
    monkeypatch.setattr(changes, "LATE_INTERACTIONS", 0)
    interactions.like(visitor=Visitor.objects.create(), image=images[7].code)
    with CaptureQueriesContext(connection) as asked:
        after = cell()
    assert after.likes.sum() == after.likes[7] == 1 and before.likes[7] == 0
    assert after.ids is before.ids
    assert sum('"gallery_image"."likes"' in query["sql"] for query in asked) == 1
    assert len(asked) <= 8


def test_a_recount_puts_right_what_no_meeting_tells_of(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_rows(3, status="serving", likes=5)
    assert cell().likes.tolist() == [5, 5, 5]
    Image.objects.update(likes=2)
    monkeypatch.setattr(cells, "FRESH_SECONDS", -1.0)
    assert cell().likes.tolist() == [5, 5, 5]
    monkeypatch.setattr(cells, "RECOUNT_SECONDS", -1.0)
    assert cell().likes.tolist() == [2, 2, 2]


@pytest.mark.django_db(transaction=True)
def test_many_changes_are_read_beside_the_requests_which_the_old_cells_serve(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = factories.make_curator()
    factories.make_rows(3, status="serving")
    assert cell().size == 3
    monkeypatch.setattr(cells, "READ_AT_ONCE", 4)
    curation.approve(those(factories.make_rows(5)), by=by)
    assert cell().size == 3
    background.wait()
    assert cell().size == 8
    curation.approve(those(factories.make_rows(4)), by=by)
    assert cell().size == 12


@pytest.mark.django_db(transaction=True)
def test_a_large_garden_is_compared_and_recounted_beside_the_requests(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "COUNTED_AT_ONCE", 2)
    monkeypatch.setattr(cells, "COMPARE_SECONDS", -1.0)
    factories.make_rows(3, status="serving")
    assert cell().size == 3
    factories.make_rows(2, status="serving")
    revision.rise()
    assert cell().size == 3
    background.wait()
    assert cell().size == 5
    Image.objects.update(likes=4)
    monkeypatch.setattr(cells, "FRESH_SECONDS", -1.0)
    monkeypatch.setattr(cells, "RECOUNT_SECONDS", -1.0)
    assert cell().likes.sum() == 0
    background.wait()
    assert cells.at_hand()[0].likes.sum() == 20


def test_while_one_thread_brings_them_up_to_date_the_others_do_not_wait(by: User) -> None:
    images = factories.make_rows(3, status="serving")
    assert cell().size == 3
    curation.retire(those(images[:1]), by=by)
    with cells._lock:
        assert cell().size == 3
    assert cell().size == 2


def test_a_cell_remembers_few_answers() -> None:
    factories.make_rows(3, status="serving")
    found = cell()
    for number in range(30):
        found.remembered(number, partial(str, number))
    assert found.remembered(29, str) == "29" and len(found.memories) <= 6
