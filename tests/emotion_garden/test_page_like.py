"""The heart without JavaScript: a form that comes back to the same three pictures."""

from uuid import uuid4

import pytest
from django.test import Client

from gallery.models import Image, Visitor
from recommendations.models import Interaction, Kind
from tests.emotion_garden.test_page_garden import like_fields, shown
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def images() -> list[Image]:
    return factories.make_images(9, orientation="portrait", renditions=False)


def press(client: Client, code: str, **fields: str) -> str:
    answer = client.post(f"/pictures/{code}/like/", fields, follow=True)
    assert answer.status_code == 200
    return str(answer.text)


def test_a_like_comes_back_to_the_same_pictures_with_a_full_heart(client: Client, images: list[Image]) -> None:
    page = client.get("/garden/happy/").text
    code = sorted(shown(page))[0]
    after = press(client, code, wish="like", **like_fields(page))
    assert shown(after) == shown(page)
    assert after.count('aria-pressed="true"') == 1
    assert Image.objects.get(code=code).likes == 1


def test_a_like_counts_the_impressions_of_its_three_pictures(client: Client, images: list[Image]) -> None:
    page = client.get("/garden/happy/").text
    press(client, sorted(shown(page))[0], wish="like", **like_fields(page))
    seen = Interaction.objects.filter(kind=Kind.IMPRESSION).values_list("image__code", flat=True)
    assert {str(code) for code in seen} == shown(page)


def test_a_like_can_be_taken_back(client: Client, images: list[Image]) -> None:
    page = client.get("/garden/happy/").text
    code = sorted(shown(page))[0]
    liked = press(client, code, wish="like", **like_fields(page))
    after = press(client, code, wish="unlike", **like_fields(liked))
    assert 'aria-pressed="true"' not in after
    assert Image.objects.get(code=code).likes == 0


def test_a_double_press_is_one_like(client: Client, images: list[Image]) -> None:
    for _time in range(2):
        press(client, str(images[0].code), wish="like")
    assert Image.objects.get(pk=images[0].pk).likes == 1


def test_pictures_that_are_not_served_cannot_be_liked(client: Client) -> None:
    hidden = factories.make_image(status="pool")
    for code in (hidden.code, uuid4()):
        assert client.post(f"/pictures/{code}/like/", {"wish": "like"}).status_code == 404
    assert not Interaction.objects.exists()


def test_what_is_refused_or_changes_nothing_leaves_no_visitor(client: Client, images: list[Image]) -> None:
    of_another = like_fields(Client().get("/garden/happy/").text)["slate"]
    for code, fields in (
        (uuid4(), {"wish": "like"}),
        (images[0].code, {"wish": "like", "slate": of_another}),
        (images[0].code, {"wish": "like", "slate": str(uuid4())}),
        (images[0].code, {"wish": "unlike"}),
    ):
        client.post(f"/pictures/{code}/like/", fields)
    assert not Visitor.objects.exists()


def test_it_sends_nobody_elsewhere(client: Client, images: list[Image]) -> None:
    for back in (
        "https://elsewhere.example/", "//elsewhere.example/", "///elsewhere.example/", "/\\elsewhere.example/",
        "javascript:alert(1)", "garden", "?x", "é", "picture-file", "/" + "a" * 20_000,
    ):  # fmt: skip
        answer = client.post(f"/pictures/{images[0].code}/like/", {"wish": "like", "next": back})
        assert answer["Location"] == f"/pictures/{images[0].code}/"
    answer = client.post(f"/pictures/{images[0].code}/like/", {"wish": "like", "next": "/garden/happy/?favorite=é"})
    assert answer["Location"] == "/garden/happy/?favorite=%C3%A9"


def test_it_is_protected_against_forged_forms(images: list[Image]) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/pictures/{images[0].code}/like/", {"wish": "like"})
    assert answer.status_code == 403
    assert not Interaction.objects.exists()


def test_a_link_cannot_like(client: Client, images: list[Image]) -> None:
    assert client.get(f"/pictures/{images[0].code}/like/").status_code == 405
