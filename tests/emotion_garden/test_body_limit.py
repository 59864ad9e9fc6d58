"""Bodies that are too large are refused by their Content-Length, unread."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from emotion_garden.middleware import BodyLimitMiddleware


class _Unreadable:
    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")


def _status(path: str = "/api/v1/readings/", **meta: str) -> tuple[int, str]:
    def view(request: Any) -> Any:
        raise AssertionError("the request went on")

    request = RequestFactory().post(path)
    request.META.pop("CONTENT_LENGTH", None)
    request.META |= {"wsgi.input": _Unreadable(), **meta}
    response = BodyLimitMiddleware(view)(request)
    return response.status_code, response["Content-Type"]


def test_it_refuses_a_body_over_the_limit_unread(settings: LazySettings) -> None:
    assert _status(CONTENT_LENGTH=str(settings.BODY_LIMIT + 1)) == (413, "application/problem+json")


def test_a_page_is_told_in_a_sentence(settings: LazySettings) -> None:
    status, kind = _status("/", CONTENT_LENGTH=str(settings.BODY_LIMIT + 1))
    assert (status, kind.split(";")[0]) == (413, "text/html")


@pytest.mark.parametrize("length", ["-1", "+5", "1e3", "1_0", "٣", "12 ", "ten"])
def test_it_refuses_what_is_not_a_length(length: str) -> None:
    assert _status(CONTENT_LENGTH=length)[0] == 400


def test_it_refuses_a_number_that_python_will_not_read() -> None:
    assert _status(CONTENT_LENGTH="9" * 5000)[0] == 413


def test_it_asks_for_the_length_of_a_chunked_body() -> None:
    assert _status(HTTP_TRANSFER_ENCODING="chunked")[0] == 411


@pytest.mark.parametrize("length", ["", "0", "12"])
def test_it_lets_a_body_within_the_limit_through(length: str) -> None:
    with pytest.raises(AssertionError, match="went on"):
        _status(CONTENT_LENGTH=length)


@pytest.mark.django_db
def test_the_refusal_is_in_the_language_of_its_own_request(settings: LazySettings) -> None:
    """Two requests in one thread: the first must not lend the second its language."""
    settings.BODY_LIMIT = 10

    def refusal(language: str) -> str:
        answer = Client(headers={"Accept-Language": language}).post("/api/v1/visitors/", {"gender": "x" * 20})
        assert answer.status_code == 413
        return str(answer.json()["detail"])

    assert refusal("en").startswith("That is larger than this garden takes.")
    assert "정원" in refusal("ko")
    assert refusal("en").startswith("That is larger than this garden takes.")
