"""Figures and status over HTTP: the page's numbers and the command's report, for programs of operators."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from emotion_garden.keys import making
from gallery.models import Visitor
from recommendations import interactions, rankings
from tests.gallery import factories
from tests.recommendations import shelf

pytestmark = pytest.mark.django_db
FIGURES, STATUS = "/api/v1/tastes/figures/", "/api/v1/status/"


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def program(operator: User) -> Client:
    secret = making.make(operator, called="x", scopes=making.offered(operator)).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def visit(number: int, *, likes: int) -> None:
    """So many visitors are shown three pictures each; in all so many are liked."""
    for _visitor in range(number):
        visitor = Visitor.objects.create()
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
        interactions.seen(visitor=visitor, slate=str(offer.slate))
        for item in offer.items[:likes]:
            interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
            likes -= 1


def rate(told: dict[str, Any]) -> tuple[int, int]:
    return told["liked"], told["shown"]


def test_it_tells_how_much_was_liked_by_day_emotion_and_ranker(program: Client) -> None:
    factories.make_rows(6, status="serving")
    factories.make_rows(2, status="serving", emotion="sad", showings=0)
    visit(4, likes=3)
    model = shelf.live("one")
    visit(2, likes=3)
    told = program.get(FIGURES).json()
    assert rate(told["total"]) == (6, 18) and told["total"]["percent"] == 33.33
    assert told["total"]["low"] < 33.33 < told["total"]["high"]
    assert [rate(day) for day in told["days"]] == [(0, 0)] * 27 + [(6, 18)]
    emotions = {each["emotion"]: each for each in told["emotions"]}
    assert rate(emotions["happy"]) == (6, 18) and emotions["sad"]["percent"] is None
    assert (emotions["sad"]["served"], emotions["sad"]["unseen"]) == (2, 2)
    assert [(each["version"], *rate(each)) for each in told["rankers"]] == [(str(model.code), 3, 6), (None, 3, 12)]
    assert len(told["newest_unseen"]) >= 2 and {each["emotion"] for each in told["newcomers"]} == set(emotions)


def test_a_garden_that_nobody_has_seen_has_figures_too(program: Client) -> None:
    told = program.get(FIGURES).json()
    assert told["total"] == {"shown": 0, "liked": 0, "percent": None, "low": None, "high": None}
    assert told["rankers"] == []


def test_the_status_is_what_the_command_prints(program: Client) -> None:
    factories.make_rows(3, status="serving", favorite="cat")
    factories.make_rows(2, status="pool")
    shelf.live("one")
    out = StringIO()
    call_command("garden_status", "--json", stdout=out)
    told, printed = program.get(STATUS).json(), json.loads(out.getvalue())
    for each in (told, printed):
        each["tastes"].pop("seconds_ago")
    assert told == printed
    assert (told["pictures"]["served"], told["pictures"]["waiting"]) == (3, 2)


def test_asked_all_day_the_status_counts_for_the_work_that_it_is(program: Client) -> None:
    assert ";r=590;" in program.get(STATUS)["RateLimit"]


def test_each_part_of_the_status_has_to_be_open_to_who_asks(operator: User, client: Client) -> None:
    assert client.get(STATUS).status_code == 401
    scopes = [row for row in making.offered(operator) if row.codename != "view_workerbeat"]
    secret = making.make(operator, called="x", scopes=scopes).secret
    assert client.get(STATUS, headers={"Authorization": f"Bearer {secret}"}).status_code == 403
