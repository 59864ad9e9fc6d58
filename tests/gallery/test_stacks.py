"""Stacks: what belongs together by lineage, its cover, its size."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection

from gallery import stacks
from gallery.errors import NotAllowedError
from gallery.models import Image, Status
from tests.gallery.factories import make_curator, make_rows

LIVE = {Status.POOL, Status.SERVING}


def make_pair(**fields: Any) -> list[Image]:
    family = uuid4()
    return [make_rows(1, family=family, orientation=side, **fields)[0] for side in ("landscape", "portrait")]


@pytest.mark.django_db
def test_a_pair_is_one_stack_and_its_siblings_of_one_prompt_are_others() -> None:
    landscape, portrait = make_pair(caption="roses")
    make_pair(caption="roses")
    assert list(stacks.of(portrait, statuses=LIVE)) == [landscape, portrait]


@pytest.mark.django_db
def test_the_cover_stands_first_and_there_is_one() -> None:
    landscape, portrait = make_pair()
    curator = make_curator()
    for chosen in (portrait, landscape, portrait, portrait):
        stacks.choose_cover(chosen, by=curator)
        assert list(Image.objects.filter(is_cover=True)) == [chosen]
        assert stacks.of(landscape, statuses=LIVE)[0] == chosen


@pytest.mark.django_db
def test_who_may_correct_in_a_room_chooses_its_covers(stranger: User) -> None:
    waiting, served = make_rows(1)[0], make_rows(1, status=Status.SERVING)[0]
    with pytest.raises(NotAllowedError):
        stacks.choose_cover(waiting, by=stranger)
    stranger.user_permissions.set(Permission.objects.filter(codename="correct_poolimage"))
    stranger = User.objects.get(pk=stranger.pk)
    stacks.choose_cover(waiting, by=stranger)
    with pytest.raises(NotAllowedError):
        stacks.choose_cover(served, by=stranger)
    assert [stacks.may_choose(image, by=stranger) for image in (waiting, served)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_two_who_choose_at_once_leave_one_cover() -> None:
    pair = make_pair()
    curator = make_curator()

    def choose(number: int) -> None:
        try:
            stacks.choose_cover(pair[number % 2], by=curator)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(choose, range(8)))
    assert Image.objects.filter(is_cover=True).count() == 1
