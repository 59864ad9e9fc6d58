"""What every request passes: large bodies are refused unread, sentences reach their reader, caches forget."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.utils.translation import gettext as _

from emotion_garden import problems
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


class GardenErrorMiddleware:
    """The last net: a sentence that a view did not catch still reaches its reader, with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, GardenError):
            return None
        return problems.refuse(request, status=error.status, detail=error.sentence, code=error.code)
