"""Likes and impressions: each counts once, and only its owner takes it back."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from gallery import curation
from gallery.errors import NotFoundError
from gallery.models import Image, Status, Visitor
from recommendations import interactions, rankings
from recommendations.models import Interaction, Kind, Slate
from tests.gallery import factories


@pytest.fixture
def visitor(db: Any) -> Visitor:
    return Visitor.objects.create()


def offered(visitor: Visitor, **asked: Any) -> rankings.Offer:
    return rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", **asked)


def at_once(work: Callable[[], Any], *, times: int = 6) -> list[Any]:
    answers: list[Any] = []
    gate = threading.Barrier(times)

    def run() -> None:
        gate.wait()
        try:
            answers.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_like_is_counted_once(visitor: Visitor) -> None:
    image = factories.make_image()
    assert interactions.like(visitor=visitor, image=image.code)
    assert not interactions.like(visitor=visitor, image=image.code)
    assert interactions.wishes(visitor, [image]).liked == {image.code}
    assert interactions.likes(image.code) == 1
    assert interactions.wishes(Visitor.objects.create(), [image]).liked == frozenset()


def test_a_like_can_be_taken_back_and_given_again(visitor: Visitor) -> None:
    image = factories.make_image()
    interactions.like(visitor=visitor, image=image.code)
    assert interactions.unlike(visitor=visitor, image=image.code)
    assert not interactions.unlike(visitor=visitor, image=image.code)
    assert interactions.likes(image.code) == 0
    assert interactions.like(visitor=visitor, image=image.code)
    assert interactions.likes(image.code) == 1
    assert Interaction.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_nobody_takes_back_anothers_like(visitor: Visitor) -> None:
    image = factories.make_image()
    interactions.like(visitor=visitor, image=image.code)
    assert not interactions.unlike(visitor=Visitor.objects.create(), image=image.code)
    assert not interactions.unlike(visitor=None, image=image.code)
    assert interactions.likes(image.code) == 1


@pytest.mark.parametrize("status", [Status.POOL, Status.REJECTED, Status.RETIRED])
def test_only_served_pictures_can_be_liked(visitor: Visitor, status: str) -> None:
    image = factories.make_image(status=status)
    with pytest.raises(NotFoundError, match="no such picture"):
        interactions.like(visitor=visitor, image=image.code)
    with pytest.raises(NotFoundError):
        interactions.unlike(visitor=visitor, image=image.code)
    assert not Interaction.objects.exists()


def test_a_like_can_be_taken_back_after_the_picture_was_taken_down(visitor: Visitor) -> None:
    image = factories.make_image()
    interactions.like(visitor=visitor, image=image.code)
    curation.retire(Image.objects.all(), by=factories.make_curator())
    assert interactions.unlike(visitor=visitor, image=image.code)
    with pytest.raises(NotFoundError):
        interactions.unlike(visitor=visitor, image=image.code)


def test_a_like_remembers_the_slate_and_counts_it_as_seen(visitor: Visitor) -> None:
    factories.make_rows(3, status="serving")
    offer = offered(visitor)
    item = offer.items[2]
    interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
    like = Interaction.objects.get(kind=Kind.LIKE)
    assert (like.position, like.score, like.propensity) == (2, item.score, item.propensity)
    assert like.emotion == "happy" and like.slate is not None and like.slate.code == offer.slate
    assert Interaction.objects.filter(kind=Kind.IMPRESSION).count() == 3
    assert set(Image.objects.values_list("showings", flat=True)) == {1}


def test_a_like_is_felt_in_the_emotion_of_the_visit(visitor: Visitor) -> None:
    image = factories.make_image(emotion="calm")
    offer = offered(visitor)
    assert offer.rung == "neighbour"
    interactions.like(visitor=visitor, image=image.code, slate=str(offer.slate))
    assert Interaction.objects.get(kind=Kind.LIKE).emotion == "happy"


def test_a_slate_that_did_not_hold_the_picture_is_not_credited(visitor: Visitor) -> None:
    other = factories.make_image(emotion="sad")
    factories.make_image()
    offer = offered(visitor)
    interactions.like(visitor=visitor, image=other.code, slate=str(offer.slate))
    like = Interaction.objects.get(kind=Kind.LIKE)
    assert like.slate is None and like.emotion == "sad"


def test_anothers_slate_does_not_exist(visitor: Visitor) -> None:
    image = factories.make_image()
    theirs = str(offered(Visitor.objects.create()).slate)
    for slate in (theirs, str(uuid4()), "garbage"):
        with pytest.raises(NotFoundError, match="no such slate"):
            interactions.like(visitor=visitor, image=image.code, slate=slate)
        with pytest.raises(NotFoundError, match="no such slate"):
            interactions.seen(visitor=visitor, slate=slate)
    assert not Interaction.objects.exists()


def test_the_database_itself_refuses_a_second_like(visitor: Visitor) -> None:
    image = factories.make_image()
    Interaction.objects.create(visitor=visitor, image=image, kind=Kind.LIKE, emotion="happy")
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.create(visitor=visitor, image=image, kind=Kind.LIKE, emotion="sad")


@pytest.mark.django_db(transaction=True)
def test_taps_at_the_same_moment_count_once() -> None:
    visitor, image = Visitor.objects.create(), factories.make_image()
    assert sorted(at_once(lambda: interactions.like(visitor=visitor, image=image.code))) == [False] * 5 + [True]
    assert interactions.likes(image.code) == 1
    assert sorted(at_once(lambda: interactions.unlike(visitor=visitor, image=image.code))) == [False] * 5 + [True]
    assert interactions.likes(image.code) == 0


@pytest.mark.django_db(transaction=True)
def test_questions_at_the_same_moment_get_one_slate_and_one_set_of_impressions() -> None:
    visitor = Visitor.objects.create()
    factories.make_rows(9, status="serving")
    assert len({offer.slate for offer in at_once(lambda: offered(visitor))}) == 1
    slate = str(Slate.objects.get().code)
    assert sorted(at_once(lambda: interactions.seen(visitor=visitor, slate=slate))) == [0] * 5 + [3]
    assert sum(Image.objects.values_list("showings", flat=True)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_token_told_many_times_at_once_is_one_slate() -> None:
    visitor = Visitor.objects.create()
    factories.make_rows(9, status="serving")
    token = rankings.offer(visitor=None, visitor_code=visitor.code, emotion="happy").token
    assert sorted(at_once(lambda: interactions.seen(visitor=visitor, slate=token))) == [0] * 5 + [3]
    assert Slate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_the_same_pictures_is_counted_to_the_last_one() -> None:
    images = factories.make_rows(4, status="serving")
    crowd = iter([Visitor.objects.create() for _visitor in range(6)])

    def visit() -> int:
        visitor = next(crowd)
        offer = offered(visitor, limit=4)
        interactions.like(visitor=visitor, image=images[0].code)
        interactions.like(visitor=visitor, image=images[3].code, slate=str(offer.slate))
        return interactions.seen(visitor=visitor, slate=str(offer.slate))

    assert at_once(visit) == [0] * 6
    assert list(Image.objects.order_by("pk").values_list("showings", "likes")) == [(6, 6), (6, 0), (6, 0), (6, 6)]
