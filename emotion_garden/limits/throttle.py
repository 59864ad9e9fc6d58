"""REST framework's side: a view names its `throttle_scope`, and a `throttle_cost` if a call can cost more than one."""

import math
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from emotion_garden.limits import spending

_COUNTED: Final = "_garden_counted"


class GardenThrottle(BaseThrottle):
    """Every endpoint has a limit; one that names no scope shares "default" with the others."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises TooOftenError rather than saying no, so that the sentence is ours."""
        cost = view.throttle_cost(request) if hasattr(view, "throttle_cost") else 1
        cost -= getattr(request._request, _COUNTED, 0)
        if cost > 0:
            spending.spend(request._request, scope=_scope(view), cost=cost)
        return True


def beforehand(request: HttpRequest, view: Any) -> None:
    """Counts the call before its view is entered, outside of any transaction. Raises TooOftenError."""
    spending.spend(request, scope=_scope(view), cost=1)
    setattr(request, _COUNTED, 1)


def _scope(view: Any) -> str:
    return getattr(view, "throttle_scope", None) or spending.DEFAULT


def say(request: HttpRequest, response: HttpResponse) -> None:
    """The headers RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers) of what was counted."""
    standing: spending.Standing | None = getattr(request, spending.KEPT, None)
    if standing is not None:
        scope, rate, taken = standing
        response.headers["RateLimit-Policy"] = f'"{scope}";q={rate.most};w={rate.seconds}'
        response.headers["RateLimit"] = f'"{scope}";r={taken.left};t={math.ceil(taken.seconds)}'
