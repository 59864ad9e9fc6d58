"""`/api/schema/`, `/api/docs/` and `/api/problems/`: the description, and the two pages made of it."""

from functools import cache
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

from emotion_garden import catalogue

TYPES: Final = {"json": "application/vnd.oai.openapi+json", "yaml": "application/vnd.oai.openapi"}


def described() -> dict[str, Any]:
    """The whole description, in English whoever asks."""
    with override("en"):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@cache
def written(form: str) -> bytes:
    """Made once in a process: the addresses do not change while it runs, and making it takes a while."""
    renderer = OpenApiJsonRenderer() if form == "json" else OpenApiYamlRenderer()
    told: bytes = renderer.render(described(), renderer_context={})
    return told


def _form(request: HttpRequest) -> str:
    asked = request.GET.get("format") or ("json" if "json" in request.headers.get("Accept", "") else "yaml")
    return asked if asked in TYPES else "yaml"


def _tag(request: HttpRequest) -> str:
    return f'"{sha256(written(_form(request))).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_tag)
def schema(request: HttpRequest) -> HttpResponse:
    """YAML; JSON by ?format=json or where Accept asks for it."""
    form = _form(request)
    response = HttpResponse(written(form), content_type=f"{TYPES[form]}; charset=utf-8")
    patch_cache_control(response, public=True, no_cache=True)
    response.headers["Vary"] = "Accept"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger's page, of our own files only."""
    return _kept(render(request, "api/docs.html"))


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    kinds = sorted(catalogue.ALL.values(), key=lambda kind: kind.code)
    return _kept(render(request, "api/problems.html", {"kinds": kinds}))


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, no_cache=True)
    return response
