"""The garden for programs."""

from typing import Any

import pytest
from django.test import Client

from gallery import visitors
from gallery.models import Visitor
from recommendations.models import Slate
from tests.emotion_garden.test_page_garden import like_fields, shown
from tests.gallery import factories

pytestmark = pytest.mark.django_db

URL = "/api/v1/garden/"


def ask(client: Client, **query: Any) -> dict[str, Any]:
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_it_answers_with_a_slate_and_its_pictures(client: Client) -> None:
    image = factories.make_image(emotion="happy", favorite="spring,cloudy,day", caption="happy flowers")
    body = ask(client, emotion="happy")
    assert set(body) == {"slate", "items", "rung"}
    (item,) = body["items"]
    assert item.pop("reason")
    assert item == {
        "code": str(image.code),
        "url": f"/pictures/{image.code}/64.jpeg",
        "thumbnail": f"/pictures/{image.code}/64.webp",
        "emotion": "happy",
        "caption": "happy flowers",
        "width": 64,
        "height": 40,
        "liked": False,
        "repeat": False,
    }
    assert client.get(item["url"]).status_code == client.get(item["thumbnail"]).status_code == 200


def test_the_answer_is_nobody_elses(client: Client) -> None:
    factories.make_image()
    answer = client.get(URL, {"emotion": "happy"})
    assert answer["Cache-Control"] == "private, no-store"


def test_a_newcomer_gets_a_row_a_cookie_and_a_stored_slate(client: Client) -> None:
    factories.make_image()
    answer = client.get(URL, {"emotion": "happy"})
    assert visitors.COOKIE in answer.cookies
    assert Visitor.objects.count() == 1
    assert Slate.objects.get().code.hex == answer.json()["slate"].replace("-", "")


def test_a_token_is_enough() -> None:
    factories.make_image()
    visitor = Visitor.objects.create()
    answer = Client().get(URL, {"emotion": "happy"}, headers={"X-Visitor": visitors.token(visitor)})
    assert answer.status_code == 200
    assert visitors.COOKIE not in answer.cookies
    assert Slate.objects.get().visitor == visitor


def test_a_bad_token_is_refused() -> None:
    answer = Client().get(URL, {"emotion": "happy"}, headers={"X-Visitor": "forged"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "invalid_visitor"
    assert not Visitor.objects.exists()


def test_the_same_question_within_seconds_gets_the_same_slate(client: Client) -> None:
    factories.make_images(9, renditions=False)
    assert ask(client, emotion="happy") == ask(client, emotion="happy")


def test_after_walks_on(client: Client) -> None:
    factories.make_images(6, renditions=False)
    first = ask(client, emotion="happy")
    second = ask(client, emotion="happy", after=first["slate"])
    assert not {item["code"] for item in first["items"]} & {item["code"] for item in second["items"]}


def test_orientation_favorite_and_limit_are_heard(client: Client) -> None:
    factories.make_images(3, orientation="landscape")
    factories.make_images(3, orientation="portrait")
    snow = factories.make_image(orientation="portrait", favorite="winter,snowy,day")
    query = {"emotion": "happy", "orientation": "portrait", "favorite": "winter,snowy,day", "limit": 1}
    (item,) = ask(client, **query)["items"]
    assert item["code"] == str(snow.code)


def test_only_served_pictures_leave(client: Client) -> None:
    for status in ("pool", "rejected", "retired"):
        factories.make_image(status=status)
    assert ask(client, emotion="happy")["items"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "unknown_emotion"),
        ({"emotion": "hungry"}, "unknown_emotion"),
        ({"emotion": "happy", "limit": "-3"}, "invalid_question"),
        ({"emotion": "happy", "limit": "0"}, "invalid_question"),
        ({"emotion": "happy", "limit": "many"}, "invalid_question"),
        ({"emotion": "happy", "limit": "9999999"}, "invalid_question"),
        ({"emotion": "happy", "orientation": "round"}, "invalid_question"),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_sentence_and_no_row(
    client: Client, query: dict[str, str], code: str
) -> None:
    answer = client.get(URL, query)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    body = answer.json()
    assert body["code"] == code
    assert body["detail"].endswith(".")
    assert not Visitor.objects.exists()


def test_somebody_elses_slate_is_not_there(client: Client) -> None:
    factories.make_images(6, renditions=False)
    slate = ask(Client(), emotion="happy")["slate"]
    before = Visitor.objects.count()
    answer = client.get(URL, {"emotion": "happy", "after": slate})
    assert answer.status_code == 404
    assert Visitor.objects.count() == before, "a question without an answer makes nobody a visitor"


def test_a_newcomer_walks_on_from_a_page(client: Client) -> None:
    factories.make_images(6, orientation="portrait", renditions=False)
    page = client.get("/garden/happy/").text
    body = ask(client, emotion="happy", orientation="portrait", after=like_fields(page)["slate"])
    assert len(body["items"]) == 3
    assert not {item["code"] for item in body["items"]} & shown(page)
