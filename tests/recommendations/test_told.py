"""Likes of the original's pages: lists of one to four names become slates, and nothing is claimed that nobody knows."""

from typing import Any

import pytest

from gallery import curation
from gallery.errors import NotFoundError
from gallery.models import Image, Visitor
from recommendations import history, rankings, told
from recommendations.models import Interaction, Kind, Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


@pytest.fixture
def images() -> list[Image]:
    rows = factories.make_rows(4, status="serving", emotion="calm")
    for number, image in enumerate(rows):
        image.key_tail = f"calm/spring,cloudy day/img_20230320-121242_{number}h.jpeg"
    Image.objects.bulk_update(rows, ["key_tail"])
    return rows


def key(image: Image) -> str:
    return f"emotions/{image.key_tail}"


def impressions() -> list[tuple[int, int | None]]:
    shown = Interaction.objects.filter(kind=Kind.IMPRESSION).order_by("position")
    return list(shown.values_list("image_id", "position"))


@pytest.mark.parametrize("beside", [[], [0], [2], [0, 1, 2], [3, 0, 1, 2], [0, 0, 1]])
def test_a_list_of_any_length_becomes_one_slate(visitor: Visitor, images: list[Image], beside: list[int]) -> None:
    assert told.like(visitor=visitor, picture=key(images[0]), beside=[key(images[place]) for place in beside])
    slate = Slate.objects.get()
    expected = dict.fromkeys([*beside, 0])
    assert impressions() == [(images[place].pk, at) for at, place in enumerate(expected)]
    like = Interaction.objects.get(kind=Kind.LIKE)
    assert (like.image_id, like.slate_id, like.position) == (images[0].pk, slate.pk, [*expected].index(0))
    assert (slate.policy, slate.taste_model, slate.emotion) == ("told by the client", None, "calm")


def test_it_claims_no_propensity_and_no_score(visitor: Visitor, images: list[Image]) -> None:
    told.like(visitor=visitor, picture=key(images[0]), beside=[key(image) for image in images])
    assert set(Interaction.objects.values_list("propensity", "score")) == {(None, None)}


@pytest.mark.parametrize(
    "told_as",
    [
        "emotions/calm/spring,cloudy day/img_20230320-121242_0h.jpeg",
        "emotions/calm/spring%2Ccloudy%20day/img_20230320-121242_0h.jpeg",
        "/emotions/calm/spring,cloudy%20day/img_20230320-121242_0h.jpeg",
        "https://d3ic6ryvcaoqdy.cloudfront.net/emotions/calm/spring,cloudy%20day/img_20230320-121242_0h.jpeg",
        "https://garden.example/emotions/calm/spring,cloudy day/img_20230320-121242_0h.jpeg?size=1#top",
        "https://garden.example/emotions/calm/spring,cloudy day/img_20230320-121242_0h.jpeg&time=1679314362000",
        " emotions/calm/spring,cloudy day/img_20230320-121242_0h.jpeg\n",
    ],
)
def test_keys_and_addresses_name_the_same_picture(visitor: Visitor, images: list[Image], told_as: str) -> None:
    assert told.like(visitor=visitor, picture=told_as, beside=[told_as, key(images[1])])
    assert [image for image, _position in impressions()] == [images[0].pk, images[1].pk]


@pytest.mark.parametrize(
    "name", ["", "/", "emotions/", "imgPool/calm/a.jpeg", "emotions/\x00", "emotions/\ud800", "http://["]
)
def test_what_is_no_key_of_a_served_picture_is_not_found(visitor: Visitor, images: list[Image], name: str) -> None:
    with pytest.raises(NotFoundError):
        told.like(visitor=visitor, picture=name, beside=[key(images[0])])
    assert not Slate.objects.exists() and not Interaction.objects.exists()


def test_unknown_names_beside_it_are_left_out(visitor: Visitor, images: list[Image], senior_curator: Any) -> None:
    curation.retire(Image.objects.filter(pk=images[3].pk), by=senior_curator)
    beside = ["", "emotions/none.jpeg", "http://[", key(images[3]), key(images[1]), key(images[0])]
    told.like(visitor=visitor, picture=key(images[0]), beside=beside)
    assert [image for image, _position in impressions()] == [images[1].pk, images[0].pk]


def test_several_likes_of_one_page_share_its_slate(visitor: Visitor, images: list[Image]) -> None:
    beside = [key(image) for image in images[:3]]
    assert told.like(visitor=visitor, picture=key(images[0]), beside=beside)
    assert told.like(visitor=visitor, picture=key(images[2]), beside=beside)
    assert not told.like(visitor=visitor, picture=key(images[2]), beside=beside)
    assert Slate.objects.count() == 1 and len(impressions()) == 3
    assert Image.objects.get(pk=images[2].pk).likes == 1


def test_what_was_passed_over_reaches_the_learner(visitor: Visitor, images: list[Image]) -> None:
    told.like(visitor=visitor, picture=key(images[0]), beside=[key(image) for image in images[:3]])
    known = history.read()
    assert known.likes.pictures.tolist() == [0] and known.shown.pictures.tolist() == [0, 1, 2]
    assert known.visits[0].emotion == "calm"


def test_the_pages_of_the_garden_can_show_such_a_slate_again(visitor: Visitor, images: list[Image]) -> None:
    told.like(visitor=visitor, picture=key(images[0]), beside=[key(image) for image in images])
    again = rankings.recall(visitor=visitor, visitor_code=visitor.code, slate=str(Slate.objects.get().code))
    assert [item.image.pk for item in again.items] == [image.pk for image in images]


def test_a_favorite_with_a_sign_of_addresses_in_it_is_found_where_it_comes_encoded(
    visitor: Visitor, images: list[Image]
) -> None:
    Image.objects.filter(pk=images[0].pk).update(key_tail="calm/cats & dogs?/img_20230320-121242_0h.jpeg")
    name = "emotions/calm/cats%20%26%20dogs%3F/img_20230320-121242_0h.jpeg&time=5"
    assert told.like(visitor=visitor, picture=name)
