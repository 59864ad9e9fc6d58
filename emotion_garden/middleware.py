"""What every request passes: large bodies are refused unread, sentences reach their reader, caches forget."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.template import loader
from django.utils.translation import gettext as _

from emotion_garden import problems
from emotion_garden.limits import throttle
from gallery.errors import GardenError


class BodyLimitMiddleware:
    """Refuses a request by its Content-Length, before anything of its body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or ""
        if not stated and request.META.get("HTTP_TRANSFER_ENCODING"):
            # Django reads such a body as empty; better said than a photo that looks like nothing.
            sentence = _("Please say how long the body is: send a Content-Length.")
            return problems.refuse(request, status=411, detail=sentence)
        # isdecimal and ascii, since int() takes "+5", " 5" and "1_0", which a proxy before us may read otherwise.
        if stated and not (stated.isascii() and stated.isdecimal()):
            return problems.refuse(request, status=400, detail=_("The Content-Length is not a length."))
        # The length of the number first: int() itself refuses thousands of digits.
        if len(stated) > 18 or int(stated or 0) > settings.BODY_LIMIT:
            return problems.refuse(request, status=413, detail=problems.too_large())
        return self.get_response(request)


class LimitMiddleware:
    """Tells callers how they stand with what was counted of this request, if anything was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        throttle.say(request, response)
        return response


class UnchangedMiddleware(ConditionalGetMiddleware):
    """Answers of the API that may be kept get an ETag; with If-None-Match an unchanged one is a 304."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return response
        return super().process_response(request, response)


class KeepingMiddleware:
    """Whatever does not say how long it may be kept is not kept: a 404 of today may be a picture tomorrow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class SlashMiddleware(CommonMiddleware):
    """Leads only those who ask to the address with a slash: a redirected POST arrives as a GET, without its photo."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.method in {"GET", "HEAD"} and super().should_redirect_with_slash(request)


class WrongWayMiddleware:
    """A button's address opened as a page, or the other way round: a person gets a page, where Django sends nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_bare = isinstance(response, HttpResponseNotAllowed) and not response.content
        # Programs do not ask for HTML by name.
        if is_bare and "text/html" in request.headers.get("Accept", ""):
            response.content = loader.render_to_string("405.html", {"is_page": "GET" in response["Allow"]})
            # Said already of what was there before, and browsers believe it.
            response["Content-Length"] = str(len(response.content))
        return response


class GardenErrorMiddleware:
    """The last net: a sentence that a view did not catch still reaches its reader, with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, GardenError):
            return None
        return problems.refusal(request, error)
