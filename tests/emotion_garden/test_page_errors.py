"""When something is wrong: the garden's own look, in the visitor's language, and never the error itself."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from emotion_garden.urls import urlpatterns as _all

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret of the house")


urlpatterns = [path("broken/", broken), *_all]
handler404 = "emotion_garden.problems.not_found"
handler500 = "emotion_garden.problems.server_error"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nothing grows at this address"), ("ko", "아무것도 자라지 않아요")]
)
def test_an_unknown_address(client: Client, language: str, words: str) -> None:
    answer = client.get("/no/such/path/", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert words in answer.text
    assert "garden/frame.css" in answer.text


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("language", "words"), [("en", "Something broke"), ("ko", "정원에 문제가 생겼어요")])
def test_a_broken_page_says_so_and_nothing_more(language: str, words: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/broken/", headers={"Accept-Language": language})
    assert answer.status_code == 500
    assert words in answer.text
    assert "secret" not in answer.text


def test_a_form_without_its_proof_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "ko"})
    assert answer.status_code == 403
    assert "load the page again" in answer.text
