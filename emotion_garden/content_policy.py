"""What browsers may load for our pages: our own files and nothing else; no script or style inside a page."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

# data: for the small drawings inside Django admin's stylesheets.
CONTENT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FEATURES: Final = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"


class ContentPolicyMiddleware:
    """Says so on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        return response
