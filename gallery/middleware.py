"""Gives newcomers their visitor cookie on the way out (see gallery.visitors)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gallery import visitors


class VisitorMiddleware:
    """Sets the signed visitor cookie when a view asked who this is and the request could not say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        visitors.greet(request, response)
        return response
