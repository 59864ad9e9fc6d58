"""POST /like and GET /image, with keys and addresses as the pages send them."""

from uuid import uuid4

import pytest
from django.test import Client

from gallery.models import Image, Visitor
from recommendations.models import Interaction, Kind
from tests.emotion_garden.original_api.asking import ask, key, urls
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def images() -> list[Image]:
    return factories.make_rows(3, status="serving", favorite="a b,c")


def names(client: Client) -> list[str]:
    return urls(ask(client, "/gardenfromDB", {"emotion": "happy/a b,c"}), "landscape")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_like_counts_with_its_impressions(client: Client, images: list[Image], whole: bool, count: int) -> None:
    shown = names(client) if whole else [key(url) for url in names(client)]
    beside = [*shown, shown[0]][:count]
    answer = ask(client, "/like", {"id": "x", "itemId": shown[0], "impression": beside})
    assert (answer.status_code, answer.content) == (200, b"Success")
    assert Interaction.objects.filter(kind=Kind.LIKE).count() == 1
    assert Interaction.objects.filter(kind=Kind.IMPRESSION).count() == len({*beside})


def test_the_second_like_is_still_a_success_and_counts_once(client: Client, images: list[Image]) -> None:
    shown = names(client)
    for _time in range(2):
        assert ask(client, "/like", {"itemId": shown[0], "impression": shown}).content == b"Success"
    assert Image.objects.filter(likes=1).count() == 1


def test_no_request_takes_a_like_back(client: Client, images: list[Image]) -> None:
    """A press more, the same column after the next photo, another picture: what was liked stays so."""
    shown = names(client)
    for liked in (0, 1, 0, 0, 2, 1):
        assert ask(client, "/like", {"itemId": shown[liked], "impression": shown}).content == b"Success"
    for path in ("/garden", "/gardenfromDB"):
        ask(client, path, {"emotion": "happy/a b,c"})
    assert set(Image.objects.values_list("likes", flat=True)) == {1}
    assert {row.kind for row in Interaction.objects.all()} == {Kind.LIKE, Kind.IMPRESSION}


def test_a_list_that_was_loaded_twice_shows_each_picture_once(client: Client, images: list[Image]) -> None:
    """Emotion pressed twice at once puts every picture onto the page twice."""
    doubled = [*names(client), *names(client)]
    assert ask(client, "/like", {"itemId": doubled[3], "impression": doubled[:4]}).content == b"Success"
    assert Interaction.objects.filter(kind=Kind.IMPRESSION).count() == 3
    assert Image.objects.filter(likes=1).count() == 1


@pytest.mark.parametrize(
    "favorite",
    ["my emotions", "emotions", "imgpool", "50% a", "50%25 b", "a+b", "x.jpeg", "a&time=1", "it's", "#1", "?"],
)
def test_any_favorite_can_be_liked_shown_and_told_of_by_the_address_that_we_gave(client: Client, favorite: str) -> None:
    image = factories.make_image(favorite=favorite)
    (url,) = urls(ask(client, "/gardenfromDB", {"emotion": f"happy/{favorite}"}), "landscape")
    for name in (
        url,
        key(url),
        f"emotions/{image.key_tail}" if "%" not in favorite and favorite[0] not in "#?" else url,
    ):
        assert ask(Client(), "/like", {"itemId": name, "impression": [name]}).content == b"Success", name
    assert Image.objects.get().likes == 3
    assert client.get(url).status_code == 200
    assert f"/pictures/{image.code}/" in client.get(f"/image?content={key(url)}").text
    assert f"/pictures/{image.code}/" in client.get("/image", {"content": url}).text


def test_a_window_slid_over_the_whole_garden_is_liked_with_an_id_for_each(client: Client) -> None:
    """As the generator of made-up likes sends them: whole addresses, and another id every time."""
    factories.make_rows(6, status="serving", favorite="a b,c")
    shown = names(client)
    for place in range(len(shown) - 2):
        three = shown[place : place + 3]
        answer = ask(client, "/like", {"id": str(uuid4()), "itemId": three[0], "impression": three})
        assert answer.content == b"Success"
    assert Image.objects.filter(likes=1).count() == 4
    assert Visitor.objects.count() == 1


def test_nobody_likes_in_another_ones_name(client: Client, images: list[Image]) -> None:
    shown = names(client)
    mine = Visitor.objects.create()
    ask(client, "/like", {"id": str(mine.code), "itemId": shown[0], "impression": shown})
    assert not Interaction.objects.filter(visitor=mine).exists()
    assert Visitor.objects.count() == 2


def test_what_is_not_served_cannot_be_liked_and_leaves_no_visitor(client: Client) -> None:
    (pooled,) = factories.make_rows(1)
    for name in (f"emotions/{pooled.key_tail}", f"imgPool/{pooled.key_tail}", "emotions/", "", "\x00", f"{uuid4()}"):
        answer = ask(client, "/like", {"itemId": name, "impression": []})
        assert answer.status_code == 404
        assert answer.json()["message"]
    assert not Visitor.objects.exists()


def test_a_like_without_its_parts_is_refused(client: Client, images: list[Image]) -> None:
    (name, *_rest) = names(client)
    bodies: list[dict[str, object]] = [
        {"itemId": name},
        {"impression": []},
        {"itemId": name, "impression": "x"},
        {"itemId": name, "impression": [1]},
    ]
    for body in bodies:
        assert ask(client, "/like", body).status_code == 400


def test_a_picture_has_a_page_for_others(client: Client) -> None:
    image = factories.make_image()
    answer = client.get("/image", {"content": f"emotions/{image.key_tail}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert f"/pictures/{image.code}/" in answer.text


def test_an_unknown_picture_has_no_page_and_runs_no_script(client: Client) -> None:
    (pooled,) = factories.make_rows(1)
    for content in (f"emotions/{pooled.key_tail}", "'><script>alert(1)</script>", ""):
        answer = client.get("/image", {"content": content})
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text
    assert client.get("/image").status_code == 404
