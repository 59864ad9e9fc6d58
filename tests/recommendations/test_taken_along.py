"""Shares, downloads and dislikes: recorded once, told to the visitor, and gone with them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gallery import visitors
from gallery.models import Image, Visitor
from recommendations import erasing, interactions, rankings
from recommendations.models import Interaction, Kind
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


@pytest.fixture
def images() -> list[Image]:
    return factories.make_rows(6, status="serving")


def say(kind: str, code: Any, visitor: Visitor | None, body: Any = None, method: str = "put") -> Any:
    headers = {"X-Visitor": visitors.token(visitor)} if visitor else {}
    ask = getattr(Client(), method)
    return ask(f"/api/v1/images/{code}/{kind}/", body or {}, content_type="application/json", headers=headers)


@pytest.mark.parametrize(("kind", "word"), [("share", "shared"), ("download", "downloaded"), ("dislike", "disliked")])
class TestEachOfThem:
    def test_it_is_recorded_once_with_its_slate(
        self, kind: str, word: str, visitor: Visitor, images: list[Image]
    ) -> None:
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
        image = offer.items[1].image
        for _time in range(2):
            answer = say(kind, image.code, visitor, {"slate": str(offer.slate)})
            assert answer.status_code == 200 and answer.json()[word] is True
        [met] = Interaction.objects.filter(kind=kind)
        assert met.slate is not None and (met.slate.code, met.position) == (offer.slate, 1)
        assert Interaction.objects.filter(kind=Kind.IMPRESSION).count() == 3

    def test_a_newcomer_may_say_it_and_is_somebody_then(self, kind: str, word: str, images: list[Image]) -> None:
        assert say(kind, images[0].code, None).status_code == 200
        assert Interaction.objects.get().visitor == Visitor.objects.get()

    def test_of_a_picture_that_is_not_served_nobody_becomes_a_visitor(self, kind: str, word: str) -> None:
        [waiting] = factories.make_rows(1)
        assert say(kind, waiting.code, None).status_code == say(kind, uuid4(), None).status_code == 404
        assert not Visitor.objects.exists()

    def test_the_database_allows_it_once(self, kind: str, word: str, visitor: Visitor, images: list[Image]) -> None:
        met = {"visitor": visitor, "image": images[0], "kind": kind, "emotion": "happy"}
        Interaction.objects.create(**met)
        with pytest.raises(IntegrityError), transaction.atomic():
            Interaction.objects.create(**met)

    def test_the_visitor_is_told_of_it(self, kind: str, word: str, visitor: Visitor, images: list[Image]) -> None:
        say(kind, images[0].code, visitor)
        assert [met["kind"] for met in erasing.told(visitor)["interactions"]] == [kind]


def test_a_dislike_ends_a_like_and_a_like_ends_a_dislike(visitor: Visitor, images: list[Image]) -> None:
    image = images[0]
    interactions.like(visitor=visitor, image=image.code)
    assert say("dislike", image.code, visitor).json() == {"disliked": True, "likes": 0}
    standing = Interaction.objects.filter(withdrawn_at=None)
    assert [met.kind for met in standing] == [Kind.DISLIKE]
    interactions.like(visitor=visitor, image=image.code)
    assert [met.kind for met in standing.all()] == [Kind.LIKE]
    assert Image.objects.get(pk=image.pk).likes == 1


def test_a_dislike_can_be_taken_back(visitor: Visitor, images: list[Image]) -> None:
    say("dislike", images[0].code, visitor)
    assert say("dislike", images[0].code, visitor, method="delete").json() == {"disliked": False, "likes": 0}
    assert not Interaction.objects.filter(withdrawn_at=None).exists()


def test_what_is_disliked_comes_last_in_every_walk(visitor: Visitor, images: list[Image]) -> None:
    say("dislike", images[0].code, visitor)
    Interaction.objects.update(created_at="2026-01-01T00:00:00Z")
    first = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", limit=6)
    assert first.items[-1].image == images[0]
