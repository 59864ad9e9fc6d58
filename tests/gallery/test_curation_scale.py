"""Many pictures and many curators at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gallery import curation, deciding
from gallery.models import Decision, Image, Status
from tests.gallery.factories import make_rows


@pytest.mark.django_db(transaction=True)
def test_two_curators_at_once_decide_each_picture_once_and_the_other_is_told(curator: User) -> None:
    make_rows(1200)

    def decide(number: int) -> tuple[int, int]:
        try:
            act = curation.approve if number % 2 else curation.reject
            outcome = act(Image.objects.all(), by=curator)
            return outcome.changed, outcome.unchanged
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(decide, range(4)))
    assert sum(changed for changed, _unchanged in counts) == 1200
    assert all(changed + unchanged == 1200 for changed, unchanged in counts)
    assert Decision.objects.count() == 1200
    assert Decision.objects.values("image").distinct().count() == 1200
    assert set(Image.objects.values_list("version", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_an_undo_pressed_twice_at_once_happens_once(curator: User) -> None:
    make_rows(20)
    group = curation.approve(Image.objects.all(), by=curator).group

    def undo(_number: int) -> int:
        try:
            return curation.undo(group, by=curator).changed
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(undo, range(4))) == 20
    assert not Image.objects.exclude(status=Status.POOL).exists()


@pytest.mark.django_db
def test_two_thousand_approvals_and_their_undo_take_few_statements(curator: User) -> None:
    """How long they take, of ten thousand in two hundred thousand, is measured: `make benchmark AREA=curation`."""
    make_rows(2000)
    with CaptureQueriesContext(connection) as approving:
        outcome = curation.approve(Image.objects.all(), by=curator)
    with CaptureQueriesContext(connection) as undoing:
        undone = curation.undo(outcome.group, by=curator)
    assert (outcome.changed, undone.changed) == (2000, 2000)
    chunks = 2000 // deciding.CHUNK
    assert len(approving) <= 13 * chunks + 1
    assert len(undoing) <= 16 * chunks + 3
    assert Decision.objects.values("group").distinct().count() == 2, "one press, one group"
