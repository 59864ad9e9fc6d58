"""The endpoints of feedback, as a browser and a program use them."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gallery import visitors
from gallery.models import Image, Visitor
from recommendations import rankings
from recommendations.models import Interaction, Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def image() -> Image:
    return factories.make_image()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


def put(code: Any, body: Any = None, **headers: Any) -> Any:
    client = headers.pop("client", None) or Client()
    return client.put(f"/api/v1/images/{code}/like/", body or {}, content_type="application/json", headers=headers)


def seen(code: Any, body: Any = None, **headers: Any) -> Any:
    return Client().post(f"/api/v1/slates/{code}/seen/", body or {}, content_type="application/json", headers=headers)


def as_(visitor: Visitor) -> dict[str, str]:
    return {"X-Visitor": visitors.token(visitor)}


def test_a_visitor_likes_and_unlikes(image: Image, visitor: Visitor) -> None:
    for _tap in range(2):
        answer = put(image.code, **as_(visitor))
        assert (answer.status_code, answer.json()) == (200, {"liked": True, "likes": 1})
    assert answer["Cache-Control"] == "private, no-store"
    for _tap in range(2):
        answer = Client().delete(f"/api/v1/images/{image.code}/like/", headers=as_(visitor))
        assert (answer.status_code, answer.json()) == (200, {"liked": False, "likes": 0})


def test_a_like_by_somebody_unknown_makes_their_row_and_cookie(image: Image) -> None:
    client = Client()
    assert put(image.code, client=client).status_code == 200
    assert "garden_visitor" in client.cookies
    assert Interaction.objects.get().visitor == Visitor.objects.get()


def test_a_refused_like_makes_nobody_a_visitor(image: Image, visitor: Visitor) -> None:
    theirs = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    others = rankings.offer(visitor=None, visitor_code=uuid4(), emotion="happy")
    assert put(uuid4()).status_code == 404
    for slate in (str(theirs.slate), others.token, "no slate", "\0"):
        assert put(image.code, {"slate": slate}).status_code in (400, 404)
    assert Visitor.objects.get() == visitor


def test_unliking_by_somebody_unknown_changes_nothing(image: Image) -> None:
    answer = Client().delete(f"/api/v1/images/{image.code}/like/")
    assert (answer.status_code, answer.json()) == (200, {"liked": False, "likes": 0})
    assert not Visitor.objects.exists()


def test_a_browser_must_prove_that_our_page_asked(image: Image) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert put(image.code, client=browser).status_code == 200
    refused = put(image.code, client=browser)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")


def test_a_bad_token_is_refused(image: Image) -> None:
    answer = put(image.code, **{"X-Visitor": "forged"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_visitor")


def test_a_picture_that_is_not_served_is_not_found(visitor: Visitor) -> None:
    for code in (factories.make_image(status="pool").code, uuid4()):
        answer = put(code, **as_(visitor))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.json()["detail"] == "There is no such picture in the garden."


def test_a_like_names_its_slate(image: Image, visitor: Visitor) -> None:
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    assert put(image.code, {"slate": str(offer.slate)}, **as_(visitor)).status_code == 200
    assert Interaction.objects.filter(slate__code=offer.slate).count() == 2
    other = Visitor.objects.create()
    assert put(image.code, {"slate": str(offer.slate)}, **as_(other)).status_code == 404
    assert put(image.code, {"slate": ["no", "text"]}, **as_(visitor)).status_code == 400


def test_a_slate_is_seen_once(image: Image, visitor: Visitor) -> None:
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    assert seen(offer.slate, **as_(visitor)).json() == {"impressions": 1}
    assert seen(offer.slate, **as_(visitor)).json() == {"impressions": 0}
    assert seen(offer.slate, **as_(Visitor.objects.create())).status_code == 404
    assert seen(offer.slate).status_code == 404
    assert Visitor.objects.count() == 2


def test_a_strangers_token_makes_them_known(image: Image) -> None:
    code = uuid4()
    offer = rankings.offer(visitor=None, visitor_code=code, emotion="happy")
    pass_ = {"X-Visitor": visitors.token(Visitor(code=code))}
    assert seen(offer.slate, {"token": offer.token}, **pass_).json() == {"impressions": 1}
    assert Slate.objects.get().visitor.code == code
    assert seen(uuid4(), {"token": offer.token}, **pass_).status_code == 404


def test_anothers_token_leaves_no_row(image: Image) -> None:
    offer = rankings.offer(visitor=None, visitor_code=uuid4(), emotion="happy")
    answer = seen(offer.slate, {"token": offer.token})
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such slate in your garden.")
    assert not Visitor.objects.exists()
