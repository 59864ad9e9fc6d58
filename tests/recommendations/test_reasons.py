"""Why this picture: take the cause away, and the reason (or the place) goes with it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from django.utils import timezone

from gallery.models import Image, Visitor
from recommendations import cells, interactions, rankings, taste_files, tastes
from recommendations.models import Interaction, Kind, Slate, TasteModel
from recommendations.rankings import OfferedItem
from recommendations.tastes import Tastes
from tests.gallery import factories

pytestmark = pytest.mark.django_db

OWN = "Like the pictures that you liked."
OTHERS = "Liked in this garden."
NEW = "Hardly anybody has seen it yet."


@pytest.fixture(autouse=True)
def images(settings: LazySettings) -> list[Image]:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    storms = factories.make_rows(4, status="serving", caption="storm", showings=900, likes=30)
    return [*storms, *factories.make_rows(4, status="serving", caption="roses", showings=900, likes=60)]


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


def learnt(settings: LazySettings, people: dict[str, list[float]]) -> TasteModel:
    """Storms along the first axis, roses along the second, roses a little better; and what is known of people."""
    names = ["emotion:happy", *people]
    vectors = np.array([[0, 0], *people.values()], dtype=np.float32)
    model = Tastes(
        visits=tastes.side(names, vectors, np.zeros(len(names), dtype=np.float32)),
        pictures=tastes.side(
            ["word:storm", "word:roses"], np.eye(2, dtype=np.float32) * 2, np.array([0, 0.1], dtype=np.float32)
        ),
    )
    taste_files.save(model, folder=Path(settings.RECOMMENDATIONS_MODELS) / "one")
    first = Interaction.objects.create(
        visitor=Visitor.objects.create(), image=Image.objects.all()[0], kind=Kind.IMPRESSION, emotion="happy"
    )
    return TasteModel.objects.create(folder="one", learner="test", active=True, newest_event=first.pk)


def ask(visitor: Visitor, **asked: Any) -> list[OfferedItem]:
    return rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", **asked).items


def kept() -> list[str]:
    """As the slate keeps them: of the picture that was liked itself, the page says so instead."""
    return [item["reason"] for item in Slate.objects.order_by("-id")[0].items]


def reasons(items: list[OfferedItem]) -> list[str]:
    return [item.reason for item in items]


def test_likes_since_the_learning_are_named_and_without_them_the_order_is_another(
    images: list[Image], visitor: Visitor, settings: LazySettings
) -> None:
    learnt(settings, {})
    interactions.like(visitor=visitor, image=images[0].code)
    with_it = ask(visitor)
    assert "own" in kept() and {item.image.caption for item in with_it} == {"storm"}
    interactions.unlike(visitor=visitor, image=images[0].code)
    without = ask(visitor, limit=2)
    assert "own" not in kept() and {item.image.caption for item in without} == {"roses"}


def test_likes_that_were_learnt_are_named_and_nobody_else_is_told_so(
    images: list[Image], visitor: Visitor, settings: LazySettings
) -> None:
    interactions.like(visitor=visitor, image=images[0].code)
    learnt(settings, {f"visitor:{visitor.code}": [1.0, 0.0]})
    ask(visitor)
    assert "own" in kept()
    other = ask(Visitor.objects.create())
    assert OWN not in reasons(other) and other[0].image.caption == "roses"


def test_what_was_only_passed_over_is_no_like(images: list[Image], visitor: Visitor, settings: LazySettings) -> None:
    """The own part lifts the storms as well as a like would, but nothing was liked."""
    learnt(settings, {})
    yesterday = timezone.now() - timedelta(days=1)
    Interaction.objects.bulk_create(
        Interaction(visitor=visitor, image=image, kind=Kind.IMPRESSION, emotion="happy", created_at=yesterday)
        for image in images[4:]
        for _time in range(5)
    )
    found = ask(visitor)
    assert {item.image.caption for item in found} == {"storm"} and OWN not in reasons(found)


def test_whoever_only_walked_past_is_not_told_of_likes(visitor: Visitor, settings: LazySettings) -> None:
    """What was passed over is learnt as well, and lifts what is unlike it."""
    learnt(settings, {f"visitor:{visitor.code}": [1.0, 0.0]})
    found = ask(visitor)
    assert found[0].image.caption == "storm" and OWN not in reasons(found)


def test_a_small_part_of_ones_own_is_not_the_reason(visitor: Visitor, settings: LazySettings) -> None:
    learnt(settings, {f"visitor:{visitor.code}": [0.0, 0.01]})
    assert OWN not in reasons(ask(visitor))


def test_liked_by_people_is_said_while_people_like_it(images: list[Image], visitor: Visitor) -> None:
    assert reasons(ask(visitor, limit=1)) == [OTHERS]
    Image.objects.update(likes=0)
    cells.forget()
    assert OTHERS not in reasons(ask(Visitor.objects.create(), limit=8))


def test_hardly_seen_is_said_until_it_has_been_seen(visitor: Visitor, settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 1
    [new] = factories.make_rows(1, status="serving")
    assert [(item.image.pk, item.reason) for item in ask(visitor, limit=1)] == [(new.pk, NEW)]
    Image.objects.filter(pk=new.pk).update(showings=10)
    cells.forget()
    [item] = ask(Visitor.objects.create(), limit=1)
    assert item.reason != NEW


def test_a_reason_that_nobody_gives_any_more_is_left_out_of_an_old_slate(visitor: Visitor) -> None:
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    slate = Slate.objects.get(code=offer.slate)
    slate.items[0]["reason"] = "shape"
    slate.save()
    shown = rankings.recall(visitor=visitor, visitor_code=visitor.code, slate=str(offer.slate)).items
    assert [item.reason for item in shown] == ["", *(item.reason for item in offer.items[1:])]


def test_the_same_pictures_have_the_same_reasons_on_every_screen(visitor: Visitor) -> None:
    """The server does not see the screen: it says nothing of its shape."""
    reasons_of = [{item.reason for item in ask(visitor, orientation=shape)} for shape in ("", "landscape", "portrait")]
    assert all("screen" not in reason for said in reasons_of for reason in said)
