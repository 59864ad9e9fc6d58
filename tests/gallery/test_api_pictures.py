"""`GET /api/v1/pictures/`: what is found, by whom, and the walk through it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery import paging, search
from gallery.models import Image, Safety, Status
from tests.gallery.factories import make_curator, make_image, make_rows

pytestmark = pytest.mark.django_db
PICTURES = "/api/v1/pictures/"


def ask(client: Client, **question: str) -> Any:
    return client.get(PICTURES, question)


def codes(response: Any) -> list[str]:
    assert response.status_code == 200
    return [item["code"] for item in response.json()["items"]]


def test_a_visitor_finds_served_pictures_and_is_told_what_visitors_see(client: Client) -> None:
    image = make_image(favorite="cat", caption="a cat in a meadow", likes=3)
    for status in (Status.POOL, Status.REJECTED, Status.RETIRED):
        make_image(status=status, caption="a cat in a meadow")
    response = ask(client, q="meadow emotion:happy likes>=3", count="1")
    assert codes(response) == [str(image.code)]
    assert response.json()["count"] == 1
    assert response.json()["next"] is None
    assert set(response.json()["items"][0]) == {
        "code", "url", "thumbnail", "emotion", "favorite", "caption", "orientation", "width", "height", "likes", "made",
    }  # fmt: skip
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("asked", ["safety:passed", "by:curator", "status:pool", "seed:1", "-model:x", "is:safe"])
def test_a_visitor_cannot_find_out_what_is_hidden(client: Client, asked: str) -> None:
    make_image()
    response = ask(client, q=asked)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "bad_search"


def test_staff_find_the_pictures_of_their_rooms_and_all_that_is_known_of_them(
    curator: User, curator_client: Client, stranger_client: Client
) -> None:
    flagged = make_rows(1, safety=Safety.FLAGGED, seed=42)[0]
    served = make_rows(1, status=Status.SERVING, by=curator)[0]
    response = ask(curator_client, q="safety:flagged status:waiting")
    assert codes(response) == [str(flagged.code)]
    assert response.json()["items"][0] | {"seed": 42, "safety": "flagged", "by": None} == response.json()["items"][0]
    assert codes(ask(stranger_client)) == [str(served.code)]
    assert ask(stranger_client, q="safety:flagged").status_code == 422
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    assert codes(ask(curator_client)) == [str(flagged.code)]
    assert ask(curator_client, q=f"code:{served.code}").json()["items"] == []


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        ({"q": "steps:many"}, 422, "bad_search"),
        ({"q": '"open'}, 422, "bad_search"),
        ({"q": "x" * 501}, 422, "bad_search"),
        ({"limit": "0"}, 400, "invalid_question"),
        ({"limit": "101"}, 400, "invalid_question"),
        ({"limit": "²"}, 400, "invalid_question"),
        ({"after": "nonsense"}, 422, "bad_cursor"),
        ({"after": "1:abc"}, 422, "bad_cursor"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_problem_document(
    curator_client: Client, question: dict[str, str], status: int, code: str
) -> None:
    response = ask(curator_client, **question)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"


def test_control_characters_are_no_error(client: Client) -> None:
    image = make_image(caption="a pond")
    assert codes(ask(client, q="a\x00 pond\x1b")) == [str(image.code)]


def test_the_pages_follow_one_another(client: Client, curator: User) -> None:
    images = make_rows(5, status=Status.SERVING, by=curator)
    make_rows(1, status=Status.SERVING, by=curator, emotion="sad")
    seen, address = [], f"{PICTURES}?q=emotion:happy&limit=2"
    while address:
        response: Any = client.get(address)
        seen += codes(response)
        address = response.json()["next"]
    assert seen == [str(image.code) for image in reversed(images)]


def test_a_page_costs_the_same_statements_however_long_it_is(curator_client: Client, curator: User) -> None:
    make_rows(100, status=Status.SERVING, by=curator)
    costs = []
    for limit in ("2", "100"):
        with CaptureQueriesContext(connection) as statements:
            ask(curator_client, limit=limit)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 6


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["add", "drop", "read"]), st.integers(0, 30)), max_size=25))
def test_a_walk_meets_each_picture_that_was_there_and_stays_exactly_once(
    steps: list[tuple[str, int]], curator: User
) -> None:
    Image.objects.all().delete()
    before = {image.pk for image in make_rows(12, by=make_curator())}
    images, after = search.parse("emotion:happy").filter(Image.objects.all()), ""
    seen: list[int] = []
    dropped: set[int] = set()
    for step, number in [*steps, *[("read", 0)] * 20]:
        if step == "add":
            make_rows(1)
        elif step == "drop" and (left := sorted(before - dropped)):
            dropped.add(left[number % len(left)])
            Image.objects.filter(pk__in=dropped).delete()
        elif step == "read" and (after or not seen):
            page = paging.page(images, limit=1 + number % 5, after=after)
            seen += [image.pk for image in page.items]
            after = page.after
            if not after:
                break
    assert len(seen) == len(set(seen))
    assert before - dropped <= set(seen)
