"""Every problem that the code can answer is in the catalogue, with its status; every one answers as it says."""

import importlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from emotion_garden import catalogue, problems
from gallery.errors import GardenError
from tests.architecture import house


def _below(error: type[GardenError]) -> Iterator[type[GardenError]]:
    yield error
    for each in error.__subclasses__():
        yield from _below(each)


def every_error() -> list[type[GardenError]]:
    for module in house.modules():
        # An engine's errors are its port's; to import it would load PyTorch.
        if "engines" not in module.parts and "GardenError" in module.read_text():
            importlib.import_module(".".join(module.relative_to(house.ROOT).with_suffix("").parts))
    found = [error for error in _below(GardenError) if error.__module__.split(".")[0] in house.APPS]
    assert len(found) > 50
    return found


# What Django and REST framework refuse by themselves, and where a view cannot be asked at all.
FRAMEWORK: list[tuple[Exception, int, str]] = [
    (exceptions.ValidationError({"a": ["no"]}), 400, "invalid"),
    (exceptions.ParseError(), 400, "parse_error"),
    (exceptions.NotAuthenticated(), 401, "not_authenticated"),
    (exceptions.AuthenticationFailed(), 401, "authentication_failed"),
    (exceptions.PermissionDenied(), 403, "not_allowed"),
    (PermissionDenied(), 403, "not_allowed"),
    (exceptions.NotFound(), 404, "not_found"),
    (Http404(), 404, "not_found"),
    (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    (exceptions.NotAcceptable(), 406, "not_acceptable"),
    (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported_media_type"),
    (exceptions.Throttled(wait=3), 429, "throttled"),
    (BadRequest(), 400, "bad_request"),
    (SuspiciousOperation(), 400, "bad_request"),
    (RuntimeError("the secret inside"), 500, "server_error"),
]
_raised: list[Exception] = []


class _Raising(APIView):
    def post(self, request: Request) -> Response:
        raise _raised[-1]


def _plainly(request: HttpRequest) -> HttpResponse:
    raise _raised[-1]


urlpatterns = [path("api/v1/raised/", _Raising.as_view()), path("api/v1/plainly/", _plainly)]
handler400 = "emotion_garden.problems.bad_request"
handler403 = "emotion_garden.problems.not_allowed"
handler404 = "emotion_garden.problems.not_found"
handler500 = "emotion_garden.problems.server_error"


def answered(error: Exception, settings: LazySettings, where: str = "raised") -> tuple[int, dict[str, Any]]:
    settings.ROOT_URLCONF = __name__
    _raised[:] = [error]
    answer = Client(raise_request_exception=False).post(f"/api/v1/{where}/", headers={"X-Request-Id": "the-name-of-it"})
    assert answer["Content-Type"] == problems.MEDIA_TYPE
    body: dict[str, Any] = json.loads(answer.content)
    assert set(body) >= {"type", "title", "status", "detail", "code", "trace_id"}
    assert body["type"] == f"/api/problems/#{body['code']}"
    assert (body["trace_id"], answer["X-Request-Id"]) == ("the-name-of-it",) * 2
    assert body["status"] == answer.status_code
    assert "secret" not in answer.text
    return answer.status_code, body


def _made(error: type[GardenError]) -> GardenError:
    made = error.__new__(error)
    made.sentence = "Why."
    return made


def test_every_error_of_ours_answers_as_the_catalogue_says(settings: LazySettings) -> None:
    statuses: dict[str, set[int]] = defaultdict(set)
    for error in every_error():
        assert error.code in catalogue.ALL, (
            f"{error.__module__}.{error.__qualname__}: what does “{error.code}” mean, and what is to be done about it? "
            "Say it in one of the tables of emotion_garden/catalogue/."
        )
        statuses[error.code].add(error.status)
        for where in ("raised", "plainly"):
            status, body = answered(_made(error), settings, where)
            assert (status, body["code"], body["detail"]) == (error.status, error.code, "Why.")
    said = {code: set(catalogue.ALL[code].statuses) for code in statuses}
    assert said == statuses, "A status differs from its table in emotion_garden/catalogue/."


@pytest.mark.parametrize(("error", "status", "code"), FRAMEWORK, ids=lambda value: type(value).__name__)
def test_what_the_frameworks_refuse_is_a_problem_too(
    settings: LazySettings, error: Exception, status: int, code: str
) -> None:
    got, body = answered(error, settings)
    assert (got, body["code"]) == (status, code)
    assert status in catalogue.ALL[code].statuses


def test_the_tables_speak_of_nothing_that_cannot_happen() -> None:
    real = {error.code for error in every_error()} | {code for _error, _status, code in FRAMEWORK}
    real |= {*problems.CODES.values(), "csrf_failed"}
    assert set(catalogue.ALL) <= real, "Drop what no code answers."
    for kind in catalogue.ALL.values():
        assert kind.meaning.endswith(".") or "`" in kind.meaning, kind.code
        assert kind.remedy.endswith("."), kind.code


def test_every_code_of_the_documentation_is_real() -> None:
    table = (house.ROOT / "docs/api.md").read_text().split("## Refusals")[1].split("## Browsers")[0]
    cells = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ") and line[2].isdigit()]
    codes = {word for cell in cells for word in cell.split("`")[1::2] if word.islower() and "/" not in word} - {
        "errors"
    }
    assert len(codes) > 25
    assert codes <= set(catalogue.ALL), codes - set(catalogue.ALL)
