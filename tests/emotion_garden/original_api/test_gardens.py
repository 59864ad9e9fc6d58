"""POST /garden and /gardenfromDB: both lists, always; addresses that the pages can take apart."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from gallery.models import Visitor
from recommendations.models import Slate
from tests.emotion_garden.original_api.asking import ask, key, parsed, urls
from tests.gallery import factories
from tests.recommendations.test_api_folding import STYLES, learnt

pytestmark = pytest.mark.django_db
SIDES = ("landscape", "portrait")
FAVORITE = "spring,cloudy,day"
BOTH = pytest.mark.parametrize("route", ["/garden", "/gardenfromDB"])


def test_a_favorite_answers_exactly_its_own(client: Client) -> None:
    own = [*factories.make_rows(4, status="serving", favorite=FAVORITE)]
    own += factories.make_rows(4, status="serving", favorite=FAVORITE, orientation="portrait")
    factories.make_rows(2, status="serving")
    factories.make_rows(2, favorite=FAVORITE)
    wish = {"id": "x", "emotion": f"happy/{FAVORITE}", "generation": "adult", "gender": "Male"}
    answer = ask(client, "/gardenfromDB", wish)
    lying, standing = urls(answer, "landscape"), urls(answer, "portrait")
    assert {key(url) for url in [*lying, *standing]} == {f"emotions/{image.key_tail}" for image in own}
    assert (len(lying), len(standing)) == (4, 4)
    assert all(url[url.index(".jpeg") - 1] == "v" for url in standing)
    assert all(url[url.index(".jpeg") - 1] != "v" for url in lying)
    assert parsed(answer)["landscape"][0]["emotion"] == f"happy/{FAVORITE}"


def test_recommended_are_first_the_favorites_and_then_no_other_emotions(client: Client) -> None:
    own = {f"emotions/{image.key_tail}" for image in factories.make_rows(3, status="serving", favorite=FAVORITE)}
    others = {f"emotions/{image.key_tail}" for image in factories.make_rows(4, status="serving")}
    factories.make_rows(4, status="serving", emotion="sad", favorite=FAVORITE)
    answer = ask(
        client, "/garden", {"id": "x", "emotion": f"happy/{FAVORITE}", "generation": "adult", "gender": "Male"}
    )
    told = [key(url) for url in urls(answer, "landscape")]
    assert set(told[:3]) == own
    assert set(told[3:]) <= others


@BOTH
def test_a_favorite_without_pictures_answers_the_emotions(client: Client, route: str) -> None:
    factories.make_rows(2, status="serving", favorite="cat")
    factories.make_rows(1, status="serving", favorite="cat", orientation="portrait")
    answer = ask(client, route, {"emotion": f"happy/{FAVORITE}"})
    assert len(urls(answer, "landscape")) == 2
    assert len(urls(answer, "portrait")) == 1


@BOTH
def test_one_side_without_a_favorite_is_filled_from_the_emotion(client: Client, route: str) -> None:
    factories.make_rows(1, status="serving", favorite=FAVORITE)
    (standing,) = factories.make_rows(1, status="serving", orientation="portrait")
    answer = ask(client, route, {"emotion": f"happy/{FAVORITE}"})
    assert [key(url) for url in urls(answer, "portrait")] == [f"emotions/{standing.key_tail}"]


@BOTH
def test_a_plain_emotion_answers_its_pictures_and_nobody_elses(client: Client, route: str) -> None:
    mine = factories.make_rows(3, status="serving", orientation="portrait")
    mine += factories.make_rows(3, status="serving")
    factories.make_rows(3, status="serving", emotion="sad")
    for status in ("pool", "retired", "rejected"):
        factories.make_rows(1, status=status)
    answer = ask(client, route, {"emotion": "happy"})
    told = {key(url) for side in ("landscape", "portrait") for url in urls(answer, side)}
    assert told == {f"emotions/{image.key_tail}" for image in mine}


@BOTH
def test_an_unknown_emotion_and_an_empty_garden_answer_two_empty_lists(client: Client, route: str) -> None:
    for wish in ("happy", "hungry", "", "HAPPY", "happy/\x00"):
        answer = ask(client, route, {"emotion": wish})
        assert answer.content == b'{"landscape":[],"portrait":[]}'


def test_the_recommended_garden_always_answers(client: Client) -> None:
    factories.make_rows(3, status="serving", emotion="sad")
    assert len(urls(ask(client, "/garden", {"emotion": "happy"}), "landscape")) == 3


def test_looking_makes_no_visitor(client: Client) -> None:
    factories.make_rows(3, status="serving")
    ask(client, "/garden", {"emotion": "happy"})
    ask(client, "/gardenfromDB", {"emotion": "happy"})
    assert not Visitor.objects.exists()


def test_at_most_what_the_original_recommended(client: Client) -> None:
    factories.make_rows(30, status="serving")
    factories.make_rows(30, status="serving", orientation="portrait")
    answer = ask(client, "/garden", {"emotion": "happy"})
    assert len(urls(answer, "landscape")) + len(urls(answer, "portrait")) == 25


def test_addresses_can_be_taken_apart(client: Client) -> None:
    image = factories.make_image(favorite="emotions 50% 꽃")
    (url,) = urls(ask(client, "/gardenfromDB", {"emotion": "happy/emotions 50% 꽃"}), "landscape")
    assert url.startswith("http://testserver/emotions/happy/")
    assert url.count("emotions/") == 1
    assert url.isascii()
    assert " " not in url
    assert "?" not in url
    assert url.endswith("h.jpeg")
    assert url.rindex("emotions") == url.index("emotions")
    assert client.get(url).content == image.file.read()


@BOTH
def test_what_cannot_be_read_is_refused_in_a_sentence(client: Client, route: str) -> None:
    for body in ("", "{", "[]", "[" * 5000, "{}", '{"emotion": 7}', b"\xff"):
        answer = ask(client, route, body)
        assert answer.status_code == 400, body
        assert answer.json()["message"]


def test_a_like_brings_the_likes_of_it_forward_for_this_visitor_alone(client: Client, settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    styles = {name: factories.make_rows(5, status="serving", caption=name, showings=5_000) for name in STYLES}
    factories.make_rows(5, status="serving", emotion="sad", caption="storm", showings=5_000)
    learnt(settings.RECOMMENDATIONS_MODELS / "styles")
    of = {f"emotions/{image.key_tail}": name for name, images in styles.items() for image in images}

    def ranked(each: Client) -> list[str]:
        return [of[key(url)] for url in urls(ask(each, "/garden", {"emotion": "happy"}), "landscape")]

    assert ranked(client)[:5] == ["meadow"] * 5
    name = f"emotions/{styles['storm'][0].key_tail}"
    assert ask(client, "/like", {"itemId": name, "impression": [name]}).content == b"Success"
    # The same question within seconds is the same answer; this is the next visit's.
    Slate.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert ranked(client)[:4] == ["storm"] * 4
    assert ranked(Client())[:5] == ["meadow"] * 5


def test_addresses_of_the_pool_can_be_taken_apart_too(curator_client: Client) -> None:
    images = [factories.make_image(status="pool", favorite="my imgpool", orientation=side) for side in SIDES]
    answer = ask(curator_client, "/retrieve", {"emotion": "happy/my imgpool"})
    for side, letter, image in zip(SIDES, "hv", images, strict=True):
        (url,) = urls(answer, side)
        assert url.rindex("imgPool") == url.index("imgPool") == len("http://testserver/")
        assert url[url.index(".jpeg") - 1] == letter
        assert url.endswith(".jpeg")
        assert not set(url) & set("?# '\"")
        assert curator_client.get(url).content == image.file.read()
