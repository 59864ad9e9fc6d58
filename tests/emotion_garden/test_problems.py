"""Whatever goes wrong under /api/ is answered as a problem document; a person gets a sentence on a page."""

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from gallery.errors import GardenError, NotAllowedError


class _Asked(serializers.Serializer[Any]):
    limit = serializers.IntegerField(max_value=12)


@api_view(["GET", "POST"])
def _view(request: Request) -> Response:
    if request.method == "POST":
        _Asked(data=request.data).is_valid(raise_exception=True)
    match request.query_params.get("error"):
        case "garden":
            raise NotAllowedError("Only a gardener may do this.")
        case "wait":
            raise exceptions.Throttled(wait=7)
        case "bug":
            raise RuntimeError("the secret inside")
    return Response({})


def _page(request: HttpRequest) -> HttpResponse:
    raise GardenError("That <is> not an emotion.")


urlpatterns = [path("api/v1/tried/", _view), path("tried/", _page)]
handler400 = "emotion_garden.problems.bad_request"
handler403 = "emotion_garden.problems.not_allowed"
handler404 = "emotion_garden.problems.not_found"
handler500 = "emotion_garden.problems.server_error"


@pytest.fixture(autouse=True)
def _addresses(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__


def _problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == status
    assert set(body) >= {"type", "title", "detail", "code"}
    return body


def test_it_says_a_garden_error_with_its_own_code_and_status(client: Client) -> None:
    body = _problem(client.get("/api/v1/tried/?error=garden"), 403)
    assert (body["detail"], body["code"]) == ("Only a gardener may do this.", "not_allowed")


def test_it_names_each_field_that_does_not_fit(client: Client) -> None:
    body = _problem(client.post("/api/v1/tried/", {"limit": 99}, content_type="application/json"), 400)
    assert body["code"] == "invalid"
    assert [(item["field"], item["code"]) for item in body["errors"]] == [("limit", "max_value")]
    assert "limit" in body["detail"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"method": "DELETE"}, 405, "method_not_allowed"),
        ({"method": "POST", "data": "a=b", "content_type": "text/plain"}, 415, "unsupported_media_type"),
        ({"method": "POST", "data": "{", "content_type": "application/json"}, 400, "parse_error"),
    ],
)
def test_it_answers_what_rest_framework_refuses(client: Client, sent: dict[str, Any], status: int, code: str) -> None:
    body = _problem(client.generic(path="/api/v1/tried/", **sent), status)
    assert body["code"] == code


def test_it_says_when_to_come_back(client: Client) -> None:
    response = client.get("/api/v1/tried/?error=wait")
    assert _problem(response, 429)["code"] == "throttled"
    assert response["Retry-After"] == "7"


def test_it_keeps_the_allowed_methods(client: Client) -> None:
    assert "GET" in client.put("/api/v1/tried/")["Allow"]


def test_an_unknown_api_address_is_a_problem_document(client: Client) -> None:
    assert _problem(client.get("/api/v1/nothing/"), 404)["code"] == "not_found"


def test_an_unknown_page_stays_a_page(client: Client) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_a_bug_is_said_without_its_inside() -> None:
    body = _problem(Client(raise_request_exception=False).get("/api/v1/tried/?error=bug"), 500)
    assert body["code"] == "server_error"
    assert "secret" not in json.dumps(body)


def test_an_unknown_host_is_a_problem_document(client: Client) -> None:
    assert _problem(client.get("/api/v1/tried/", headers={"host": "elsewhere.example"}), 400)["code"] == "bad_request"


def test_a_page_says_the_sentence_escaped(client: Client) -> None:
    response = client.get("/tried/")
    assert response.status_code == 400
    assert "That &lt;is&gt; not an emotion." in response.content.decode()


def test_a_missing_slash_leads_on_those_who_ask_and_loses_nothing_of_those_who_send(client: Client) -> None:
    assert client.get("/api/v1/tried").status_code == 301
    assert _problem(client.post("/api/v1/tried", {"limit": 1}), 404)["code"] == "not_found"
