"""What the log says to a learner: visits, pictures, and what speaks for and against them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from django.utils import timezone, translation

from gallery import revision
from gallery.models import Image, Visitor
from recommendations import cells, features, history, interactions, live, rankings, training, visits
from recommendations.models import Interaction, Kind
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create(age_group="adult", gender="female")


@pytest.fixture
def image() -> Image:
    rows = factories.make_rows(1, status="serving", favorite="spring", caption="roses, dew", palette="pink green")
    return rows[0]


def met(visitor: Visitor, image: Image, kind: str, **more: Any) -> Interaction:
    return Interaction.objects.create(visitor=visitor, image=image, kind=kind, emotion="happy", **more)


def weights(**more: float) -> Mapping[str, float]:
    return {"like": 1.0, "share": 1.5, "download": 1.5, "not_now": -0.3, "dislike": -1.0, "impression": -1.0, **more}


def test_learning_and_serving_spell_a_visit_and_a_picture_alike(visitor: Visitor, image: Image) -> None:
    factories.make_rows(3, status="serving", favorite="spring", caption="storm", brightness="dark")
    with translation.override("ko"):
        asked: dict[str, Any] = {"emotion": "happy", "favorite": "spring"}
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, **asked)
        now = visits.now(visitor, **asked)
    for item in offer.items:
        interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
    other = Visitor.objects.create()
    for image in Image.objects.serving():
        interactions.like(visitor=other, image=image.code)
    known = history.read()
    [learnt] = [visit for visit in known.visits if visit.visitor == str(visitor.code)]
    assert set(features.of_visit(learnt)) == set(features.of_visit(now))
    assert "language:ko" in features.of_visit(now) and "favorite:spring" in features.of_visit(now)
    assert f"part:{features.part_of_day(timezone.localtime().hour)}" in features.of_visit(now)
    training.learn(anyway=True)
    model = live.current()
    assert model is not None
    [cell] = cells.of(["happy"], revision=revision.current())
    expected = model.tastes.pictures.sums([features.of_picture(picture) for picture in known.pictures])
    assert [picture.code for picture in known.pictures] == cell.codes
    # The names are added up in another order.
    assert np.allclose(model.pictures(cell).vectors, expected.vectors, atol=1e-6)
    assert {"colour:pink", "colour:green"} <= set(features.of_picture(known.pictures[0]))


def test_a_visit_met_at_another_hour_is_another_visit(visitor: Visitor, image: Image, settings: LazySettings) -> None:
    settings.TIME_ZONE = "Asia/Seoul"
    # One and three in the morning, and noon, in Seoul.
    for hour in (16, 18, 27):
        when = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=hour)
        met(visitor, image, Kind.IMPRESSION, created_at=when)
    assert [visit.hour for visit in history.read().visits] == [0, 12]


def test_events_count_by_their_weights(visitor: Visitor, image: Image, settings: LazySettings) -> None:
    for kind in (Kind.IMPRESSION, Kind.LIKE, Kind.SHARE, Kind.NOT_NOW):
        met(visitor, image, kind)
    settings.RECOMMENDATIONS_WEIGHTS = weights(share=2.0, impression=-0.5)
    known = history.read()
    assert known.likes.weighed().tolist() == [1.0, 2.0] and known.against.weighed().tolist() == [0.3]
    assert len(known.shown) == 1 and known.passed_over == 0.5
    assert known.standing().weighed().tolist() == pytest.approx([2.7])


def test_what_weighs_nothing_is_left_out(visitor: Visitor, image: Image, settings: LazySettings) -> None:
    for kind in (Kind.IMPRESSION, Kind.LIKE, Kind.SHARE, Kind.DISLIKE):
        met(visitor, image, kind)
    settings.RECOMMENDATIONS_WEIGHTS = weights(share=0.0, dislike=0.0, impression=0.0)
    known = history.read()
    assert (len(known.likes), len(known.against), len(known.shown), known.passed_over) == (1, 0, 1, 0.0)


def test_a_dislike_takes_a_like_back(visitor: Visitor, image: Image) -> None:
    for kind in (Kind.LIKE, Kind.DISLIKE):
        met(visitor, image, kind)
    assert not len(history.read().standing())


def test_what_was_withdrawn_says_nothing(visitor: Visitor, image: Image) -> None:
    for kind in (Kind.LIKE, Kind.NOT_NOW):
        met(visitor, image, kind, withdrawn_at=timezone.now())
    known = history.read()
    assert not len(known.likes) and not len(known.against)


def test_other_weights_are_learned_anew_and_the_same_are_not(settings: LazySettings) -> None:
    images = factories.make_rows(6, status="serving")
    for visitor in (Visitor.objects.create() for _visitor in range(2)):
        for image in images[:4]:
            met(visitor, image, Kind.LIKE)
        met(visitor, images[0], Kind.SHARE)
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    assert training.learn_if_changed() and training.learn_if_changed() is None
    settings.RECOMMENDATIONS_WEIGHTS = weights(share=3.0)
    anew = training.learn_if_changed()
    assert anew and anew.settings["weights"]["share"] == 3.0
    settings.RECOMMENDATIONS_LOSS = "bpr"
    assert training.learn_if_changed() and training.learn_if_changed() is None
