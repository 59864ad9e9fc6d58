"""Who is visiting: cookies and tokens that nobody else can make, and rows only when there is something to keep."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from rest_framework.request import Request

from gallery import visitors
from gallery.middleware import VisitorMiddleware
from gallery.models import Visitor
from gallery.visitors import InvalidVisitorError

pytestmark = pytest.mark.django_db


def ask(view: object, request: HttpRequest | None = None) -> tuple[HttpRequest, HttpResponse]:
    """One request through the middleware to a view that does one thing with the visitor."""
    asked = request or RequestFactory().get("/")

    def answer(given: HttpRequest) -> HttpResponse:
        assert callable(view)
        view(given)
        return HttpResponse("ok")

    return asked, VisitorMiddleware(answer)(asked)


def returning(response: HttpResponse, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    return request


def test_a_page_that_asks_for_the_code_sets_a_cookie_and_makes_no_row(settings: LazySettings) -> None:
    settings.VISITOR_COOKIE_SECURE = True
    _request, response = ask(visitors.code_of)
    cookie = response.cookies[visitors.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert cookie["max-age"] == settings.VISITOR_COOKIE_AGE
    assert response["Vary"] == "Cookie, X-Visitor"
    assert not Visitor.objects.exists()


def test_a_page_that_only_looks_sets_nothing() -> None:
    _request, response = ask(visitors.known)
    assert not response.cookies
    assert not Visitor.objects.exists()


def test_a_page_that_does_not_ask_stays_public() -> None:
    _request, response = ask(lambda _request: None)
    assert not response.has_header("Vary")
    assert not response.cookies


def test_the_cookie_brings_the_same_visitor_back_and_is_not_set_again() -> None:
    request, response = ask(visitors.ensure)
    again, second = ask(visitors.ensure, returning(response))
    assert visitors.code_of(request) == visitors.code_of(again)
    assert Visitor.objects.count() == 1
    assert not second.cookies


def test_the_code_becomes_the_visitor() -> None:
    request, response = ask(visitors.code_of)
    assert visitors.known(returning(response)) is None
    visitor = visitors.ensure(returning(response))
    assert visitor.code == visitors.code_of(request)
    assert visitors.known(returning(response)) == visitor


@pytest.mark.parametrize("spoil", ["other code", "other salt", "token", "unsigned", "rubbish"])
def test_a_tampered_cookie_is_treated_as_none_and_replaced(spoil: str) -> None:
    victim = Visitor.objects.create()
    signed = signing.Signer(salt="gallery.visitors.cookie").sign(UUID(int=5).hex)
    request = RequestFactory().get("/")
    request.COOKIES[visitors.COOKIE] = {
        "other code": victim.code.hex + signed[32:],
        "other salt": signing.Signer(salt="other").sign(victim.code.hex),
        "token": visitors.token(victim),
        "unsigned": str(victim.code),
        "rubbish": "🌷:::",
    }[spoil]
    assert visitors.known(request) is None
    _request, response = ask(visitors.ensure, request)
    assert visitors.ensure(request) != victim
    assert response.cookies[visitors.COOKIE].value != request.COOKIES[visitors.COOKIE]


def test_a_token_is_its_visitor_whatever_the_cookie_says() -> None:
    _request, response = ask(visitors.ensure)
    visitor = Visitor.objects.create()
    request = returning(response, **{"X-Visitor": visitors.token(visitor)})
    assert visitors.known(request) == visitors.ensure(request) == visitor
    _request, answer = ask(visitors.code_of, request)
    assert not answer.cookies


@pytest.mark.parametrize("token", ["", "rubbish", "cookie"])
def test_a_bad_token_is_refused(token: str) -> None:
    _request, response = ask(visitors.ensure)
    sent = response.cookies[visitors.COOKIE].value if token == "cookie" else token
    with pytest.raises(InvalidVisitorError, match="X-Visitor"):
        visitors.known(returning(response, **{"X-Visitor": sent}))


def test_rest_frameworks_request_and_djangos_are_one_visitor() -> None:
    request, response = ask(lambda given: visitors.ensure(Request(given)))
    assert visitors.known(request) == Visitor.objects.get()
    assert visitors.COOKIE in response.cookies


@pytest.mark.django_db(transaction=True)
def test_two_first_acts_at_once_with_one_cookie_make_one_row() -> None:
    _request, response = ask(visitors.code_of)

    def act(_number: int) -> UUID:
        try:
            return visitors.ensure(returning(response)).code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(act, range(8)))) == 1
    assert Visitor.objects.count() == 1


def test_a_program_becomes_a_visitor_and_gets_its_token(client: Client) -> None:
    said = {"age_group": "teenager", "gender": "female"}
    response = client.post("/api/v1/visitors/", said, content_type="application/json")
    assert response.status_code == 201
    visitor = Visitor.objects.get()
    assert response.json() == {"visitor": str(visitor.code), "token": visitors.token(visitor)}
    assert (visitor.age_group, visitor.gender) == ("teenager", "female")
    assert "no-store" in response["Cache-Control"]
    request = RequestFactory().get("/", headers={"X-Visitor": response.json()["token"]})
    assert visitors.known(request) == visitor


def test_a_program_that_says_nothing_is_welcome_and_nonsense_is_not(client: Client) -> None:
    assert client.generic("POST", "/api/v1/visitors/").status_code == 201
    response = client.post("/api/v1/visitors/", {"age_group": "old"}, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["code"]
    assert Visitor.objects.get().age_group is None


@pytest.mark.parametrize("body", [r'{"age_group": "\ud800"}', r'{"\udc00": 1}', r'{"age_group": ["\ud800"]}'])
def test_half_of_a_character_is_refused_and_not_repeated(client: Client, body: str) -> None:
    response = client.post("/api/v1/visitors/", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "parse_error")
