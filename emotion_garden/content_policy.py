"""What browsers may do with our pages: load our own files, and nothing inside them; no camera but at the gate."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

# data: for the small drawings inside Django admin's stylesheets.
CONTENT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NEVER: Final = "microphone=(), geolocation=(), payment=(), usb=()"
FEATURES: Final = f"camera=(), {_NEVER}"
# For the one page that has a use for it.
WITH_CAMERA: Final = f"camera=(self), {_NEVER}"


class ContentPolicyMiddleware:
    """Says so on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
