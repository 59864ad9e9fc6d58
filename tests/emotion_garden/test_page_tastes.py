"""The page “Tastes”: what visitors make of the pictures, which model ranks, and the buttons that change it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from emotion_garden import taste_figures
from gallery.models import Visitor
from recommendations import interactions, rankings
from tests.gallery import factories
from tests.recommendations import shelf

pytestmark = pytest.mark.django_db
PAGE = "/admin/tastes/"


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def operator_client(operator: User) -> Client:
    return _signed_in(operator)


@pytest.fixture
def senior_client(senior_curator: User) -> Client:
    return _signed_in(senior_curator)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def visit(number: int, *, likes: int) -> None:
    """So many visitors are shown three pictures each; in all so many are liked."""
    for _visitor in range(number):
        visitor = Visitor.objects.create()
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
        interactions.seen(visitor=visitor, slate=str(offer.slate))
        for item in offer.items:
            if likes:
                interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
                likes -= 1


def text(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_new_garden_is_told_kindly_what_will_be_here(operator_client: Client) -> None:
    page = text(operator_client)
    assert "Nobody has looked yet" in page
    assert "Popularity puts the pictures in order." in page
    assert "<polyline" not in page


def test_it_tells_how_much_was_liked_by_day_emotion_and_ranker(operator_client: Client) -> None:
    factories.make_rows(6, status="serving")
    factories.make_rows(2, status="serving", emotion="sad")
    visit(4, likes=3)
    shelf.live("one")
    visit(2, likes=3)
    page = text(operator_client)
    assert "<b>33.3 %</b>" in page, "6 of 18"
    assert "25.0 % <i>of 12</i>" in page and "50.0 % <i>of 6</i>" in page
    assert "0 of 2" in page
    assert f'<th scope="row">{datetime.now(UTC):%B} {datetime.now(UTC).day}</th><td>18</td><td>6</td>' in page
    figures = taste_figures.look()
    assert figures.by_emotion()["happy"].of == 18 and figures.by_emotion()["sad"].of == 0
    assert next(seen.shown for seen in figures.seen if seen.emotion == "happy") > 0


def test_what_was_taken_back_is_no_like(operator_client: Client) -> None:
    images = factories.make_rows(3, status="serving")
    visit(1, likes=1)
    assert taste_figures.look().total.hits == 1
    for image in images:
        for visitor in Visitor.objects.all():
            interactions.unlike(visitor=visitor, image=image.code)
    taste_figures.forget()
    assert taste_figures.look().total.hits == 0


def test_a_large_record_is_counted_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_rows(3, status="serving")
    visit(6, likes=18)
    monkeypatch.setattr(taste_figures, "SLATES", 2)
    found = taste_figures.look()
    assert found.every >= 3
    assert 0 < found.total.of < 18 and found.total.percent == 100


def test_new_pictures_that_nobody_saw_lead_to_their_pages(
    operator_client: Client, senior_client: Client, django_assert_max_num_queries: Any
) -> None:
    [new] = factories.make_rows(1, status="serving", showings=0)
    assert f"/admin/gallery/servedimage/{new.pk}/change/" in text(senior_client)
    page = text(operator_client)
    assert f"/pictures/{new.code}/" in page and "servedimage" not in page
    assert "newcomer is owed" in page


@pytest.mark.parametrize("planted", [1, 8])
def test_more_of_everything_costs_the_same_queries(
    planted: int, operator_client: Client, django_assert_max_num_queries: Any
) -> None:
    factories.make_rows(3 * planted, status="serving")
    for number in range(planted):
        shelf.model(f"m{number}")
    visit(planted, likes=planted)
    with django_assert_max_num_queries(24):
        operator_client.get(PAGE)
    with django_assert_max_num_queries(19):
        operator_client.get(PAGE)
