"""The ladder: the closest pictures there are, and never an empty garden."""

import pytest

from gallery import revision
from gallery.models import Emotion, Visitor
from recommendations import rankings
from recommendations.rankings import Offer
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def ask(emotion: str, *, favorite: str = "", orientation: str = "", limit: int = 3) -> Offer:
    visitor = Visitor.objects.create()
    return rankings.offer(
        visitor=visitor, visitor_code=visitor.code, emotion=emotion, favorite=favorite, orientation=orientation,
        limit=limit,
    )  # fmt: skip


def serve(count: int, emotion: str, orientation: str = "landscape", favorite: str = "") -> None:
    factories.make_rows(count, status="serving", emotion=emotion, orientation=orientation, favorite=favorite)
    revision.rise()


def kinds(offer: Offer) -> set[tuple[str, str, str]]:
    return {(item.image.emotion, item.image.orientation, item.image.favorite) for item in offer.items}


def test_it_goes_down_rung_by_rung() -> None:
    serve(3, "sad")
    assert (ask("happy").rung, ask("happy").items[0].reason) == ("any", "From elsewhere in the garden.")
    serve(3, "calm")
    assert ask("happy").rung == "neighbour"
    assert ask("happy").items[0].reason == "From a feeling close to yours."
    serve(3, "happy", "portrait")
    assert ask("happy", favorite="cat", orientation="landscape").rung == "orientation"
    serve(3, "happy", "landscape")
    assert ask("happy", favorite="cat", orientation="landscape").rung == "emotion"
    serve(3, "happy", "landscape", "cat")
    offer = ask("happy", favorite="cat", orientation="landscape")
    assert (offer.rung, kinds(offer)) == ("favorite", {("happy", "landscape", "cat")})


def test_the_other_emotions_keep_the_orientation_where_they_can() -> None:
    serve(3, "calm", "landscape")
    serve(3, "calm", "portrait")
    assert kinds(ask("happy", orientation="portrait")) == {("calm", "portrait", "")}


def test_a_favorite_that_runs_out_is_followed_by_the_emotion() -> None:
    serve(2, "happy", favorite="cat")
    serve(5, "happy")
    offer = ask("happy", favorite="cat")
    assert [item.image.favorite for item in offer.items] == ["cat", "cat", ""]
    assert offer.rung == "favorite"


def test_orientations_are_mixed_only_where_a_page_would_stay_empty() -> None:
    serve(2, "happy", "portrait")
    serve(5, "happy", "landscape")
    serve(5, "calm", "portrait")
    shapes = [item.image.orientation for item in ask("happy", orientation="portrait").items]
    assert shapes == ["portrait", "portrait", "landscape"]
    serve(1, "happy", "portrait")
    assert kinds(ask("happy", orientation="portrait", limit=9)) == {("happy", "portrait", "")}


def test_emotions_are_not_mixed_to_fill_a_slate() -> None:
    serve(1, "happy", "portrait")
    serve(5, "calm", "portrait")
    assert kinds(ask("happy", orientation="portrait")) == {("happy", "portrait", "")}


@pytest.mark.parametrize("emotion", Emotion.values)
def test_one_picture_is_enough_for_every_emotion(emotion: str) -> None:
    serve(1, "disgusted", "portrait")
    assert len(ask(emotion, favorite="x", orientation="landscape").items) == 1
