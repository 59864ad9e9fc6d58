"""What other people liked since the model was learnt counts within a minute, most of all for newcomers."""

from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings

from gallery import revision
from gallery.models import Image, Visitor
from recommendations import cells, interactions, rates, scores, since, taste_files, tastes, visits
from recommendations.models import Interaction, Kind, TasteModel
from recommendations.tastes import Tastes
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def images(settings: LazySettings) -> list[Image]:
    """Two that thousands have seen, and three newcomers."""
    settings.RECOMMENDATIONS_EXPLORATION = 0
    known = factories.make_rows(2, status="serving", showings=4_000, likes=400)
    return [*known, *factories.make_rows(3, status="serving")]


@pytest.fixture
def model(images: list[Image], settings: LazySettings) -> TasteModel:
    none = np.zeros(1, dtype=np.float32)
    nothing = tastes.side(["emotion:happy"], none[:, None], none)
    folder = Path(settings.RECOMMENDATIONS_MODELS) / "one"
    taste_files.save(Tastes(visits=nothing, pictures=nothing), folder=folder)
    first = Interaction.objects.create(
        visitor=Visitor.objects.create(), image=images[0], kind=Kind.IMPRESSION, emotion="happy"
    )
    return TasteModel.objects.create(folder="one", learner="test", active=True, newest_event=first.pk)


def liked(image: Image, *, times: int, of: int) -> None:
    visitors = Visitor.objects.bulk_create(Visitor() for _time in range(of))
    Interaction.objects.bulk_create(
        Interaction(visitor=each, image=image, kind=Kind.IMPRESSION, emotion="happy") for each in visitors
    )
    Image.objects.filter(pk=image.pk).update(showings=image.showings + of)
    for each in visitors[:times]:
        interactions.like(visitor=each, image=image.code)
    cells.forget()


def values() -> list[float]:
    [cell] = cells.of(["happy"], revision=revision.current())
    scored = scores.of(cell, visit=visits.now(None, emotion="happy"))
    return [round(float(value), 4) for value in scored.values]


def test_before_anything_happened_the_model_says_it_all(model: TasteModel) -> None:
    assert values() == [0, 0, 0, 0, 0]


def test_first_likes_lift_a_newcomer_and_hardly_move_who_is_known(images: list[Image], model: TasteModel) -> None:
    liked(images[2], times=4, of=8)
    liked(images[0], times=4, of=8)
    found = values()
    assert found[2] > 0.5 > 0.02 > found[0] > 0
    assert found[1] == found[3] == found[4] == 0


def test_showings_without_a_like_lower_it(images: list[Image], model: TasteModel) -> None:
    liked(images[3], times=0, of=30)
    assert values()[3] < -0.5


def test_it_is_what_the_term_of_learning_would_be_less_what_it_was(images: list[Image], model: TasteModel) -> None:
    liked(images[2], times=3, of=10)
    [cell] = cells.of(["happy"], revision=revision.current())
    rate = since.like_rate(cell)
    assert rate == pytest.approx((803 + 2) / (8_010 + 20))
    expected = np.log((3 + rates.PATIENCE) / (rate * 10 + rates.PATIENCE))
    assert values()[2] == pytest.approx(expected, abs=1e-3)


def test_what_was_learnt_already_is_not_counted_twice(images: list[Image], model: TasteModel) -> None:
    liked(images[2], times=4, of=8)
    TasteModel.objects.update(newest_event=Interaction.objects.order_by("-pk")[0].pk, code=images[0].code)
    assert values() == [0, 0, 0, 0, 0]


def test_a_model_that_does_not_say_what_it_has_read_is_left_as_it_is(images: list[Image], model: TasteModel) -> None:
    liked(images[2], times=4, of=8)
    TasteModel.objects.update(newest_event=0, code=images[0].code)
    assert values() == [0, 0, 0, 0, 0]


def test_a_like_taken_back_is_none(images: list[Image], model: TasteModel) -> None:
    liked(images[2], times=1, of=1)
    before = values()[2]
    interactions.unlike(visitor=Interaction.objects.get(kind=Kind.LIKE).visitor, image=images[2].code)
    cells.forget()
    TasteModel.objects.update(code=images[0].code)
    assert values()[2] < 0 < before
