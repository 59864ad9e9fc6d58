"""Cookies ask for CSRF's proof; a visitor token does not; a stranger without either needs none."""

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response


@api_view(["GET", "POST"])
def _who(request: Request) -> Response:
    return Response({"user": request.user.get_username()})


urlpatterns = [path("api/v1/who/", _who)]
PROOF = "a" * 32


@pytest.fixture(autouse=True)
def _addresses(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def _ask(browser: Client, **headers: str) -> tuple[int, str]:
    response = browser.post("/api/v1/who/", headers=headers)
    body = response.json()
    return response.status_code, body.get("user", body.get("code"))


def test_nobody_needs_no_proof(browser: Client) -> None:
    assert _ask(browser) == (200, "")


@pytest.mark.parametrize(
    "said",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_browser_asks_for_proof_even_without_cookies(browser: Client, said: dict[str, str]) -> None:
    assert _ask(browser, **said) == (403, "csrf_failed")
    assert _ask(browser, **said, **{"X-Visitor": "anything"}) == (200, "")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_the_proof_is_taken_from_our_own_pages_only(browser: Client, said: dict[str, str], status: int) -> None:
    browser.cookies["csrftoken"] = PROOF
    assert _ask(browser, **said, **{"X-CSRFToken": PROOF})[0] == status


def test_a_visitor_cookie_asks_for_proof(browser: Client) -> None:
    browser.cookies["garden_visitor"] = "anything"
    assert _ask(browser) == (403, "csrf_failed")
    assert browser.get("/api/v1/who/").status_code == 200


def test_a_visitor_cookie_with_proof_passes(browser: Client) -> None:
    browser.cookies["garden_visitor"] = "anything"
    browser.cookies["csrftoken"] = PROOF
    assert _ask(browser, **{"X-CSRFToken": PROOF}) == (200, "")


def test_a_session_asks_for_proof(browser: Client, curator: User) -> None:
    browser.force_login(curator)
    assert _ask(browser) == (403, "csrf_failed")
    browser.cookies["csrftoken"] = PROOF
    assert _ask(browser, **{"X-CSRFToken": PROOF}) == (200, "curator")


def test_a_token_needs_no_proof_and_switches_the_session_off(browser: Client, curator: User) -> None:
    browser.force_login(curator)
    browser.cookies["garden_visitor"] = "anything"
    assert _ask(browser, **{"X-Visitor": "anything"}) == (200, "")


def test_an_empty_token_is_no_token(browser: Client, curator: User) -> None:
    browser.force_login(curator)
    assert _ask(browser, **{"X-Visitor": ""}) == (403, "csrf_failed")


def test_somebody_who_has_left_is_nobody(browser: Client, curator: User) -> None:
    browser.force_login(curator)
    User.objects.update(is_active=False)
    assert _ask(browser) == (200, "")
