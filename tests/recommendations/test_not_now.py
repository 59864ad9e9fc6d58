"""“Not now”: it comes last for the rest of the walk, it counts softly, and it can be taken back."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client

from gallery import curation
from gallery.errors import NotFoundError
from gallery.models import Image, Status, Visitor
from recommendations import cells, interactions, rankings
from recommendations.models import Interaction, Kind
from recommendations.rankings import Offer
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


def ask(visitor: Visitor, **asked: Any) -> Offer:
    return rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", **asked)


def shown(offer: Offer) -> list[int]:
    return [item.image.pk for item in offer.items]


def served(count: int, **fields: Any) -> list[Image]:
    return factories.make_rows(count, status="serving", **fields)


def test_a_picture_that_was_put_off_does_not_come_again_in_this_walk(visitor: Visitor) -> None:
    served(7)
    offer = ask(visitor)
    unwanted = offer.items[0].image
    assert interactions.put_off(visitor=visitor, image=unwanted.code, slate=str(offer.slate))
    for _step in range(6):
        offer = ask(visitor, after=str(offer.slate))
        assert len(offer.items) == 3
        assert unwanted.pk not in shown(offer)


def test_nor_in_a_new_walk_of_the_same_visit(visitor: Visitor) -> None:
    images = served(4)
    interactions.put_off(visitor=visitor, image=images[2].code)
    assert set(shown(ask(visitor))) == {image.pk for image in images if image != images[2]}


def test_a_garden_of_put_off_pictures_is_not_empty(visitor: Visitor) -> None:
    images = served(2)
    for image in images:
        interactions.put_off(visitor=visitor, image=image.code)
    assert set(shown(ask(visitor))) == {image.pk for image in images}


def test_taken_back_it_may_come_again(visitor: Visitor) -> None:
    (image,) = served(1)
    served(3)
    interactions.put_off(visitor=visitor, image=image.code)
    assert interactions.wishes(visitor, [image]).put_off == {image.code}
    assert interactions.call_back(visitor=visitor, image=image.code)
    assert not interactions.call_back(visitor=visitor, image=image.code)
    assert interactions.wishes(visitor, [image]).put_off == frozenset()
    assert image.pk in shown(ask(visitor, limit=4))


def test_said_twice_it_is_one_event_and_its_slate_was_seen(visitor: Visitor) -> None:
    served(3)
    offer = ask(visitor)
    told = [
        interactions.put_off(visitor=visitor, image=offer.items[1].image.code, slate=str(offer.slate)) for _ in "ab"
    ]
    assert told == [True, False]
    event = Interaction.objects.get(kind=Kind.NOT_NOW)
    assert (event.position, event.slate and event.slate.code) == (1, offer.slate)
    assert Interaction.objects.filter(kind=Kind.IMPRESSION).count() == 3


def test_the_database_itself_refuses_a_second_one(visitor: Visitor) -> None:
    image = factories.make_image()
    Interaction.objects.create(visitor=visitor, image=image, kind=Kind.NOT_NOW, emotion="happy")
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.create(visitor=visitor, image=image, kind=Kind.NOT_NOW, emotion="sad")


def test_a_like_takes_it_back_and_a_like_stays(visitor: Visitor) -> None:
    image = factories.make_image()
    interactions.put_off(visitor=visitor, image=image.code)
    interactions.like(visitor=visitor, image=image.code)
    assert interactions.wishes(visitor, [image]) == interactions.Wishes(liked=frozenset({image.code}))
    interactions.put_off(visitor=visitor, image=image.code)
    assert image.code in interactions.wishes(visitor, [image]).liked
    assert interactions.likes(image.code) == 1


def test_it_counts_softly_against_the_picture_for_everybody(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    images = served(2, showings=20, likes=5)
    interactions.put_off(visitor=Visitor.objects.create(), image=images[0].code)
    cells.forget()
    assert shown(ask(Visitor.objects.create(), limit=2)) == [images[1].pk, images[0].pk]
    # Softly: a single like more weighs it up.
    Image.objects.filter(pk=images[0].pk).update(likes=6)
    cells.forget()
    assert shown(ask(Visitor.objects.create(), limit=2))[0] == images[0].pk


@pytest.mark.parametrize("status", [Status.POOL, Status.RETIRED])
def test_what_is_not_served_does_not_exist(visitor: Visitor, status: str) -> None:
    image = factories.make_image(status=status)
    for act in (interactions.put_off, interactions.call_back):
        with pytest.raises(NotFoundError, match="no such picture"):
            act(visitor=visitor, image=image.code)


def test_it_can_be_taken_back_after_a_take_down(visitor: Visitor) -> None:
    image = factories.make_image()
    interactions.put_off(visitor=visitor, image=image.code)
    curation.retire(Image.objects.all(), by=factories.make_curator())
    assert interactions.call_back(visitor=visitor, image=image.code)


def test_the_endpoint(client: Client) -> None:
    image = factories.make_image()
    address = f"/api/v1/images/{image.code}/not-now/"
    for _time in range(2):
        answer = client.put(address, {}, content_type="application/json")
        assert answer.json() == {"put_off": True}
        assert answer["Cache-Control"] == "private, no-store"
    assert Interaction.objects.filter(kind=Kind.NOT_NOW).count() == 1
    assert client.delete(address).json() == {"put_off": False}
    assert Interaction.objects.get().withdrawn_at is not None


def test_what_is_refused_leaves_no_visitor(client: Client) -> None:
    image = factories.make_image()
    asked: list[tuple[Any, dict[str, str]]] = [(uuid4(), {}), (image.code, {"slate": str(uuid4())})]
    for code, body in asked:
        answer = client.put(f"/api/v1/images/{code}/not-now/", body, content_type="application/json")
        assert answer.status_code == 404
    assert client.delete(f"/api/v1/images/{image.code}/not-now/").status_code == 200
    assert not Visitor.objects.exists()
