"""Counts that the petals report."""

import pytest

from gallery import tallies
from gallery.models import Image
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db


def counts() -> list[tuple[int, int]]:
    return list(Image.objects.order_by("pk").values_list("likes", "showings"))


def test_counts_are_added_to_each_picture() -> None:
    first, second, _third = make_rows(3)
    tallies.add(likes={first.pk: 1}, showings={first.pk: 1, second.pk: 2})
    tallies.add(likes={first.pk: 1})
    assert counts() == [(2, 1), (0, 2), (0, 0)]


def test_a_like_taken_back_never_goes_below_nothing() -> None:
    first, second = make_rows(2, likes=1)
    tallies.add(likes={first.pk: -1, second.pk: -2})
    assert counts() == [(0, 0), (0, 0)]


def test_nothing_to_add_asks_the_database_nothing(django_assert_num_queries: object) -> None:
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(0):
        tallies.add()
