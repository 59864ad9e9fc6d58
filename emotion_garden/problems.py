"""Every refusal as a sentence: RFC 9457 problem documents under /api/, plain pages elsewhere."""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions, views
from rest_framework.response import Response

from emotion_garden import catalogue, tracing
from emotion_garden.original_api import names
from gallery.errors import GardenError

MEDIA_TYPE = "application/problem+json"
# Stable codes for what Django and REST framework refuse by themselves; a GardenError brings its own.
CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    411: "length_required",
    413: "too_large",
    415: "unsupported_media_type",
    429: "throttled",
    500: "server_error",
}
# A problem tells of one moment: nobody may keep it. The challenge of a 401 names what a key and a visitor send.
HEADERS = {"Cache-Control": "no-store"}
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="garden", X-Visitor realm="garden"'}

# Of nothing but itself, in both languages.
LAST_WORDS = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Emotion Garden</title><h1>Something broke in the garden</h1><p>Please try again in a moment. "
    '<a href="/">Back to the gate</a></p><p lang="ko">정원에 문제가 생겼어요. 잠시 뒤에 다시 시도해 주세요.</p></html>'
)
_R = TypeVar("_R", bound=HttpResponse)
logger = logging.getLogger(__name__)


def document(*, status: int, detail: str | Promise, code: str = "") -> dict[str, Any]:
    code = code or CODES.get(status, "bad_request")
    known = catalogue.ALL.get(code)
    return {
        "type": catalogue.type_of(code),
        "title": known.meaning.rstrip(".") if known else HTTPStatus(status).phrase,
        "status": status,
        "detail": str(detail),
        "code": code,
        "trace_id": tracing.current(),
    }


def headers(*, status: int) -> dict[str, str]:
    return HEADERS | CHALLENGE if status == HTTPStatus.UNAUTHORIZED else dict(HEADERS)


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST framework's exception handler. None lets the error go on to become a 500 (and a line in the log)."""
    if isinstance(error, GardenError):
        views.set_rollback()
        told = document(status=error.status, detail=error.sentence, code=error.code)
        # Of an act for several: which of them, and why.
        if errors := getattr(error, "errors", None):
            told["errors"] = errors
        return _with_patience(_response(told), error)
    if isinstance(error, RequestDataTooBig):
        return _response(document(status=413, detail=too_large()))
    found = views.exception_handler(error, dict(context))
    if found is None:
        return None
    body = document(status=found.status_code, detail=_sentence(error, found.data), code=_code(error))
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = list(_flat(error.get_full_details()))
        body["detail"] = " ".join(item["detail"] for item in body["errors"])
    response = _response(body)
    for name, value in found.headers.items():
        if name.lower() != "content-type":
            response[name] = value
    return response


def refusal(request: HttpRequest, error: GardenError) -> HttpResponse:
    """The same for a sentence that was raised where no view is."""
    response = refuse(request, status=error.status, detail=error.sentence, code=error.code)
    return _with_patience(response, error)


def refuse(request: HttpRequest, *, status: int, detail: str | Promise, code: str = "") -> HttpResponse:
    """Says no outside REST framework: a problem document to a program, the sentence on a page to a person.

    To the original's clients the sentence in their own form.
    """
    if names.is_route(request.path_info):
        return JsonResponse({"message": str(detail)}, status=status, headers=HEADERS)
    body = document(status=status, detail=detail, code=code)
    if _is_api(request):
        return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers(status=status))
    context = {"title": HTTPStatus(status).phrase, "sentence": body["detail"], "status": status}
    page = loader.render_to_string("refusal.html", context)
    return HttpResponse(page, status=status, headers=headers(status=status))


def too_large() -> str:
    sentence = _("That is larger than this garden takes. A photo from a phone, made smaller or not at all, is fine.")
    most = _("It takes at most %(most)s at once.") % {"most": filesizeformat(settings.BODY_LIMIT)}
    return f"{sentence} {most}"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404"""
    if _is_api(request):
        return refuse(request, status=404, detail=_("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: Django suspects the request; what exactly stays in the log."""
    if isinstance(exception, RequestDataTooBig):
        return refuse(request, status=413, detail=too_large())
    if _is_api(request) or names.is_route(request.path_info):
        return refuse(request, status=400, detail=_("This request could not be understood."))
    return defaults.bad_request(request, exception)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403"""
    if _is_api(request):
        return refuse(request, status=403, detail=_("You may not do this."))
    return defaults.permission_denied(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: the error itself is in the log, never in the answer."""
    if _is_api(request) or names.is_route(request.path_info):
        return refuse(request, status=500, detail=_("Something broke in the garden. It has been written down."))
    try:
        return defaults.server_error(request)
    except Exception:
        # What broke the first page may break this one, too: a manifest that is gone, a catalogue, a template.
        logger.exception("The page that says that something broke is broken, too.")
        return HttpResponseServerError(LAST_WORDS, headers=HEADERS)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _response(body: dict[str, Any]) -> Response:
    status = body["status"]
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers(status=status))


def _with_patience(response: _R, error: GardenError) -> _R:
    """An error that passes says when to ask again, in seconds."""
    if seconds := getattr(error, "retry_after", None):
        response["Retry-After"] = str(seconds)
    return response


def _code(error: Exception) -> str:
    """The error's own code where it is more exact than its status ("csrf_failed"), else that of the status."""
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    code = getattr(error, "default_code", "")
    return code if code in {"parse_error", "csrf_failed", "authentication_failed"} else ""


def _sentence(error: Exception, data: object) -> str:
    if isinstance(data, dict) and "detail" in data:
        return str(data["detail"])
    return str(error)


def _flat(details: object, *, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """REST framework's nested details as one list of {pointer, field, detail, code}."""
    if isinstance(details, dict) and "message" in details and "code" in details:
        field = ".".join(path)
        about = "" if field in {"", "non_field_errors"} else f"{field}: "
        steps = [part.replace("~", "~0").replace("/", "~1") for part in path if part != "non_field_errors"]
        pointer = "#" + "".join(f"/{step}" for step in steps)
        told = f"{about}{details['message']}"
        yield {"pointer": pointer, "field": field, "detail": told, "code": str(details["code"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flat(inner, path=(*path, str(name)))
    elif isinstance(details, list):
        for place, inner in enumerate(details):
            # A list of plain errors is about the field; one of nested ones is about the field's entries.
            entry = (str(place),) if isinstance(inner, dict) and "message" not in inner else ()
            yield from _flat(inner, path=(*path, *entry))
