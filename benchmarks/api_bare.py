"""The server that `benchmarks.api` asks: the product's application, and beside it views that somebody wrote by hand.

Behind `/bare/` stands Django as `startproject` sets it up, without REST framework and without any middleware of ours.
The views there read the same rows and call the same functions: what they lack is the API around them (limits, keys,
CSRF by how one is known, problems, tags, names of requests, refusals field by field).
"""

import json
from typing import Any, Final
from uuid import UUID

from benchmarks import scratch  # isort: skip - the garden before its models
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from emotion_garden import windows
from emotion_garden.env import Rate
from emotion_garden.urls import urlpatterns as product
from gallery import visitors
from recommendations import interactions, rankings

BARE: Final = "/bare/"
STARTPROJECT: Final = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
assert scratch.FOLDER  # noqa: S101


def garden(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    asked = request.GET
    try:
        limit = int(asked.get("limit", "3"))
    except ValueError:
        return JsonResponse({"message": "limit"}, status=400)
    visitor = visitors.ensure(request)
    offer = rankings.offer(
        visitor=visitor,
        visitor_code=visitor.code,
        emotion=asked.get("emotion", ""),
        favorite=asked.get("favorite", ""),
        orientation=asked.get("orientation", ""),
        limit=limit,
        after=asked.get("after", ""),
    )
    items = [windows.described(item) for item in offer.items]
    return JsonResponse({"slate": str(offer.slate), "rung": offer.rung, "items": items})


@csrf_exempt
def like(request: HttpRequest, code: UUID) -> HttpResponse:
    if request.method != "PUT":
        return HttpResponseNotAllowed(["PUT"])
    try:
        slate = str(json.loads(request.body).get("slate", ""))
    except (ValueError, AttributeError):
        return JsonResponse({"message": "body"}, status=400)
    interactions.like(visitor=visitors.ensure(request), image=code, slate=slate)
    return JsonResponse({"liked": True, "likes": interactions.likes(code)})


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    *product,
    path("bare/garden/", garden),
    path("bare/images/<uuid:code>/like/", like),
    path("bare/nothing/", nothing),
]


def _handlers() -> tuple[WSGIHandler, WSGIHandler]:
    """Each reads the list of middleware once, when it is made. Everything is counted, and nothing is refused."""
    settings.ROOT_URLCONF = __name__
    settings.GARDEN_LIMITS = dict.fromkeys(settings.GARDEN_LIMITS, Rate(10**9, 60))
    ours = WSGIHandler()
    with override_settings(MIDDLEWARE=STARTPROJECT):
        return ours, WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    handler = bare if environ["PATH_INFO"].startswith(BARE) else ours
    return handler(environ, start_response)


ours, bare = _handlers()
