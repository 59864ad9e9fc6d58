"""POST /retrieve, /remove, /removePool and /clearIndex: the curators' pages, their repeats and empty keys."""

import json
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery import curation
from gallery.models import Decision, Image
from tests.emotion_garden.original_api.asking import ask, key, urls
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def where(*images: Image) -> list[str]:
    return [Image.objects.get(pk=image.pk).status for image in images]


def test_the_pool_is_listed_by_exactly_its_folder(curator_client: Client) -> None:
    own = [
        *factories.make_rows(2, favorite="my cat"),
        *factories.make_rows(1, favorite="my cat", orientation="portrait"),
    ]
    factories.make_rows(1)
    factories.make_rows(1, status="serving", favorite="my cat")
    answer = ask(curator_client, "/retrieve", {"emotion": "happy/my cat"})
    told = [*urls(answer, "landscape"), *urls(answer, "portrait")]
    assert {key(url, "imgPool") for url in told} == {f"imgPool/{quote(image.key_tail)}" for image in own}
    assert len(urls(answer, "portrait")) == 1
    assert ask(curator_client, "/retrieve", {"emotion": "hungry"}).content == b'{"landscape":[],"portrait":[]}'


@pytest.mark.parametrize("as_text", [True, False])
def test_remove_takes_both_kinds_down_and_it_can_be_undone(
    senior_client: Client, senior_curator: User, as_text: bool
) -> None:
    served, other = factories.make_rows(2, status="serving", favorite="my cat")
    (waiting,) = factories.make_rows(1)
    names = ["", f"emotions/{quote(served.key_tail)}", f"imgPool/{waiting.key_tail}", "html/garden.html", "emotions/x"]
    for _time in range(2):
        answer = ask(senior_client, "/remove", {"objName": json.dumps(names) if as_text else names})
        assert (answer.status_code, answer.content) == (200, b"")
    assert where(served, other, waiting) == ["retired", "serving", "rejected"]
    for group in set(Decision.objects.filter(by=senior_curator).values_list("group", flat=True)):
        curation.undo(group, by=senior_curator)
    assert where(served, other, waiting) == ["serving", "serving", "pool"]


def test_remove_does_nothing_for_whoever_may_do_half(curator_client: Client) -> None:
    (served,), (waiting,) = factories.make_rows(1, status="serving"), factories.make_rows(1)
    names = [f"emotions/{served.key_tail}", f"imgPool/{waiting.key_tail}"]
    answer = ask(curator_client, "/remove", {"objName": names})
    assert answer.status_code == 403
    assert answer.json()["message"]
    assert where(served, waiting) == ["serving", "pool"]


def test_a_burst_of_remove_pool_is_one_decision_and_spares_what_is_served(curator_client: Client) -> None:
    (served,), (waiting,) = factories.make_rows(1, status="serving"), factories.make_rows(1, favorite="50% a")
    names = ["", f"imgPool/{quote(waiting.key_tail)}", f"imgPool/{served.key_tail}", f"emotions/{served.key_tail}"]
    for _time in range(12):
        assert ask(curator_client, "/removePool", {"objName": names}).content == b""
    assert where(served, waiting) == ["serving", "rejected"]
    assert Decision.objects.filter(image=waiting).count() == 1


def test_clear_index_takes_down_what_is_served_and_never_what_waits(senior_client: Client) -> None:
    (served,), (waiting,) = factories.make_rows(1, status="serving"), factories.make_rows(1)
    for name in (f"emotions/{served.key_tail}", f"imgPool/{waiting.key_tail}", "", f"emotions/{waiting.key_tail}"):
        for _time in range(2):
            answer = ask(senior_client, "/clearIndex", {"objName": name})
            assert (answer.status_code, answer.content) == (200, b"")
    assert where(served, waiting) == ["retired", "pool"]


@pytest.mark.parametrize(
    ("route", "folder", "status"),
    [
        ("/remove", "emotions", "serving"), ("/remove", "imgPool", "pool"),
        ("/removePool", "imgPool", "pool"), ("/clearIndex", "emotions", "serving"),
    ],
)  # fmt: skip
def test_whatever_goes_keeps_its_file_and_is_brought_back_by_one_undo(
    senior_client: Client, senior_curator: User, route: str, folder: str, status: str
) -> None:
    image = factories.make_image(status=status)
    path, picture = f"/{folder}/{image.key_tail}", image.file.read()
    assert senior_client.get(path).content == picture
    name = f"{folder}/{image.key_tail}"
    ask(senior_client, route, {"objName": name if route == "/clearIndex" else [name]})
    assert senior_client.get(path).status_code == 403
    decision = Decision.objects.filter(image=image, by=senior_curator).latest("pk")
    curation.undo(decision.group, by=senior_curator)
    assert senior_client.get(path).content == picture


@pytest.mark.parametrize("route", ["/remove", "/removePool"])
def test_empty_lists_are_fine(senior_client: Client, route: str) -> None:
    for names in ([], [""], "[]", '[""]'):
        assert ask(senior_client, route, {"objName": names}).status_code == 200


@pytest.mark.parametrize("route", ["/remove", "/removePool", "/clearIndex"])
def test_what_cannot_be_read_is_refused(senior_client: Client, route: str) -> None:
    bodies: list[object] = [{}, {"objName": 1}, {"objName": {}}, "x", "[1]"]
    if route != "/clearIndex":
        bodies += [{"objName": "x"}, {"objName": [1]}, {"objName": "[" * 5000}]
    for body in bodies:
        assert ask(senior_client, route, body).status_code == 400, body
