"""Who sends an API request, and whether the browser that sends it means to."""

import copy
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from emotion_garden.keys import opening
from emotion_garden.keys.errors import BadKeyError
from emotion_garden.limits import spending
from emotion_garden.models import ApiKey, KeyHolder
from gallery import visitors

# What a browser says of where a request comes from, and a program does not.
ORIGINS = ("Origin", "Sec-Fetch-Site")
CHALLENGE = 'Bearer realm="garden"'
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class CsrfError(exceptions.PermissionDenied):
    """A browser sent its cookies, but not the proof that our own page asked it to."""

    default_detail = _("This page is too old or not ours. Load it again, then try once more.")
    default_code = "csrf_failed"


class KeyAuthentication(authentication.BaseAuthentication):
    """Programs with a key: `Authorization: Bearer egk_…` or `Api-Key egk_…`.

    It needs no CSRF proof, since no browser sends that header by itself, and it settles who asks: one that does not
    open is refused, however good the session beside it.
    """

    def authenticate(self, request: Request) -> tuple[KeyHolder, ApiKey] | None:
        try:
            holder = opening.holder(request._request)
        except BadKeyError:
            spending.wrong_key(request._request)
            raise
        return None if holder is None else (holder, holder.key)

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class GardenAuthentication(authentication.SessionAuthentication):
    """Browsers need CSRF's proof for unsafe methods; a visitor token does not, since no browser sends it by itself.

    A browser is known by its cookies, and by what it says of where a request comes from: the form of another site comes
    without cookies, and the answer would bring a new visitor's in place of the one that the browser has.
    With a token the session is ignored: otherwise any value in the header would switch the proof off for a curator.
    """

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if request.headers.get(visitors.HEADER):
            return None
        user = _user_of_session(request)
        if request.method not in SAFE and (user is not None or _is_from_a_browser(request)):
            self.enforce_csrf(request)
        return None if user is None else (user, None)

    def enforce_csrf(self, request: Request) -> None:
        # Checked as if it were a PUT: Django then takes the proof from the header X-CSRFToken alone. For a POST it
        # would look into the form first, and so read and parse a whole photo before anybody is known.
        probe = copy.copy(request._request)
        probe.method = "PUT"
        check = authentication.CSRFCheck(_nothing)
        check.process_request(probe)
        if check.process_view(probe, _nothing, (), {}):
            raise CsrfError


def _nothing(request: HttpRequest) -> HttpResponse:
    """CSRFCheck is a middleware and wants a next one; it is never called."""
    return HttpResponse()


def _is_from_a_browser(request: Request) -> bool:
    return visitors.COOKIE in request.COOKIES or any(name in request.headers for name in ORIGINS)


def _user_of_session(request: Request) -> AbstractBaseUser | None:
    user = request._request.user
    return user if user.is_authenticated and user.is_active else None
