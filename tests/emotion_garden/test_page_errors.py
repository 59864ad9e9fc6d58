"""When something is wrong: the garden's own look, in the visitor's language, and never the error itself."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views import defaults

from emotion_garden.urls import urlpatterns as _all
from gallery import marks
from scripts import paint_error_pages
from tests.architecture import addresses

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret of the house")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("the secret of the house")


def closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("the secret of the house")


urlpatterns = [path("broken/", broken), path("suspicious/", suspicious), path("closed/", closed), *_all]
handler400 = "emotion_garden.problems.bad_request"
handler403 = "emotion_garden.problems.not_allowed"
handler404 = "emotion_garden.problems.not_found"
handler500 = "emotion_garden.problems.server_error"
NEVER = "00000000-0000-4000-8000-000000000000"
NUMBERS = ("width", "object_id", "content_type_id", "id", "pk", "search")
SAMPLES = dict.fromkeys(("code", "batch", "group", "image", "version", "template"), NEVER) | dict.fromkeys(NUMBERS, "1")
SAMPLES |= {"ext": "webp", "emotion": "happy", "app_label": "gallery", "url": "x", "action": "approve", "zone": "hall"}
SAMPLES |= {
    "key": "happy/img_20230221-101112_0h.jpeg",
    "place": "img1h.jpeg",
    "fingerprint": "0" * 64,
    "slug": "shipped",
    "name": "img_20230221-101112_0.jpeg",
}
PAINTED = settings.BASE_DIR / "static" / "garden" / "painted"


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


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("address", "status", "picture"),
    [
        ("/suspicious/", 400, "confused"),
        ("/closed/", 403, "closed"),
        ("/no/such/path/", 404, "lost"),
        ("/broken/", 500, "rain"),
    ],
)
def test_each_has_a_painted_picture_and_a_way_back(address: str, status: int, picture: str, language: str) -> None:
    answer = Client(raise_request_exception=False).get(address, headers={"Accept-Language": language})
    assert answer.status_code == status
    assert f"garden/painted/{picture}.webp" in answer.text
    assert re.search(r'class="button" href="/"', answer.text)
    assert f'<html lang="{language}"' in answer.text
    assert "secret" not in answer.text


def test_an_old_form_has_one_too() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "ko"})
    assert "garden/painted/faded.webp" in answer.text


@pytest.mark.urls(__name__)
def test_a_broken_page_asks_nothing_of_the_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert Client(raise_request_exception=False).get("/broken/").status_code == 500


@pytest.mark.urls(__name__)
def test_when_even_its_own_page_breaks_there_are_words_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def also_broken(*_given: object) -> HttpResponse:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(defaults, "server_error", also_broken)
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "Something broke in the garden" in answer.text and "정원에 문제가 생겼어요" in answer.text


@pytest.mark.parametrize("name", sorted(paint_error_pages.PICTURES))
def test_the_pictures_are_small_and_say_that_they_were_drawn_by_rules(name: str) -> None:
    data = (PAINTED / f"{name}.webp").read_bytes()
    assert len(data) <= paint_error_pages.MOST_BYTES
    mark = marks.read(data)
    assert mark is not None and mark.kind == "algorithmicMedia"
    assert mark.recipe is not None and mark.recipe["seed"] == paint_error_pages.PICTURES[name][2]


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(("language", "words"), [("en", "opens another way"), ("ko", "html")])
def test_the_address_of_a_button_is_a_page_for_who_opens_it(client: Client, language: str, words: str) -> None:
    answer = client.get("/reading/", headers={**BROWSER, "Accept-Language": language})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert words in answer.text and f'<html lang="{language}"' in answer.text
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "garden/painted/" in answer.text and 'class="button" href="/"' in answer.text


def test_what_is_sent_to_a_page_gets_one_too(client: Client) -> None:
    answer = client.post("/privacy/", headers=BROWSER)
    assert answer.status_code == 405
    assert "nothing can be sent to it" in answer.text


def test_programs_get_no_page(client: Client) -> None:
    assert client.get("/reading/", headers={"Accept": "*/*"}).content == b""
    assert client.put("/api/v1/garden/", headers=BROWSER)["Content-Type"] == "application/problem+json"


def test_no_address_of_a_button_is_left_blank(client: Client) -> None:
    """Every address there is, opened by hand."""
    for address in addresses.every():
        path = address.filled(SAMPLES)
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code != 405 or "<h1>" in answer.text or path.startswith("/api/"), path
