"""Before anything is learnt: a visitor's own first likes move their next slate."""

from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings

from gallery.models import Image, Visitor
from recommendations import beginnings, interactions, rankings
from recommendations.models import Slate
from recommendations.rankings import Offer
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def garden(settings: LazySettings) -> list[Image]:
    """Ten with roses and ten with storms, all liked alike; the words that all have tell nothing."""
    settings.RECOMMENDATIONS_EXPLORATION = 0
    return [
        image
        for words in ("red roses at dawn, flowers", "grey storm over hills, flowers")
        for image in factories.make_rows(10, status="serving", caption=words, showings=40, likes=4)
    ]


def ask(visitor: Visitor, **asked: Any) -> Offer:
    return rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", **asked)


def words(offer: Offer) -> set[str]:
    return {item.image.caption.split()[1] for item in offer.items}


@pytest.mark.parametrize("word", ["roses", "storm"])
def test_the_first_like_moves_the_next_slate(garden: list[Image], word: str) -> None:
    visitor = Visitor.objects.create()
    liked = next(image for image in garden if word in image.caption)
    first = ask(visitor, limit=4)
    interactions.like(visitor=visitor, image=liked.code)
    following = ask(visitor, after=str(first.slate))
    assert words(following) == {word}
    slate = Slate.objects.get(code=following.slate)
    assert slate.taste_model is None and slate.policy == "best of popularity, exploration 0"
    # One like is everybody's, too: which of the two says more is not promised here.
    why = {"Like the pictures that you liked.", "Liked in this garden."}
    assert why & {item.reason for item in following.items}


def test_whoever_did_nothing_gets_what_is_popular(garden: list[Image]) -> None:
    best = garden[13]
    Image.objects.filter(pk=best.pk).update(likes=30)
    offer = ask(Visitor.objects.create())
    assert offer.items[0].image == best
    score = offer.items[0].score
    # From the mean of the pictures.
    assert score is not None and score > 0


def test_a_garden_of_many_pictures_does_not_wait_for_it(monkeypatch: pytest.MonkeyPatch, garden: list[Image]) -> None:
    monkeypatch.setattr(beginnings, "MOST_PICTURES", 19)
    visitor = Visitor.objects.create()
    first = ask(visitor, limit=12)
    interactions.like(visitor=visitor, image=garden[0].code)
    following = ask(visitor, after=str(first.slate))
    assert "Like the pictures that you liked." not in {item.reason for item in following.items}


def test_names_have_always_the_same_vectors_and_hardly_touch() -> None:
    names = [f"word:{number}" for number in range(40)]
    first, again = (beginnings.learnt_of_nothing(names).pictures for _turn in range(2))
    assert (first.vectors == again.vectors).all()
    together = first.vectors @ first.vectors.T / beginnings.REACH**2
    assert np.diag(together) == pytest.approx(1, abs=1e-5)
    assert np.abs(together - np.eye(40)).max() < 0.6
