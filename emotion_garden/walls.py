"""Walls: public pages that fill a screen with a zone's pictures, and the list from which a screen is set up."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from emotion_garden import content_policy, hanging
from emotion_garden.hanging import Place
from gallery.models import DisplayZone
from gallery.words import number

# Seconds that one picture hangs: usually, at least, at most.
PAUSE: Final = (12, 3, 3600)
MOST_ZONES: Final = 60
# A screen on a wall stays awake, and nothing on it may look at anybody.
FEATURES: Final = f"{content_policy.FEATURES}, screen-wake-lock=(self), fullscreen=(self)"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    zones = list(DisplayZone.objects.all()[:MOST_ZONES])
    panes = hanging.of_zones(zones)
    return render(request, "walls/index.html", {"cards": [_card(pane) for pane in panes]})


@require_safe
def screen(request: HttpRequest, zone: str) -> HttpResponse:
    pane = _pane(request, zone)
    context = {"pane": pane, **frame(request, [pane])}
    return answered(render(request, "walls/screen.html", context))


@require_safe
def pictures(request: HttpRequest, zone: str) -> HttpResponse:
    return hanging.feed(request, [_pane(request, zone)])


@require_safe
def keeper(request: HttpRequest) -> HttpResponse:
    """The service worker at an address from which it may look after all screens, and nothing else of the garden."""
    script = f'importScripts("{static("walls/keeper.js")}");\n'
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


def frame(request: HttpRequest, panes: list[hanging.Pane]) -> dict[str, Any]:
    """What every screen's page needs; `n` counts the steps of a page without scripts."""
    step = number(request.GET.get("n", "")) or 0
    pause = between(request.GET.get("seconds", ""), PAUSE)
    following = request.GET.copy()
    following["n"] = str((step + 1) % 10_000)
    shown = [{"name": pane.name, "now": pane.turned(step)} for pane in panes]
    first = panes[0].first if panes else None
    return {
        "shown": shown,
        "pause": pause,
        "next": f"?{following.urlencode()}",
        "release": hanging.release(),
        "tone": first.emotion if first else "",
    }


def between(asked: str, bounds: tuple[int, int, int]) -> int:
    """What was asked for, kept within bounds; the usual for what is no number."""
    usual, least, most = bounds
    found = number(asked)
    return usual if found is None else min(max(found, least), most)


def answered(response: HttpResponse) -> HttpResponse:
    response["Permissions-Policy"] = FEATURES
    return response


def _pane(request: HttpRequest, zone: str) -> hanging.Pane:
    found = DisplayZone.objects.filter(name=zone).first()
    if found is None:
        raise Http404
    (pane,) = hanging.of_zones([found], place=Place.of(request.GET.get("place", "")))
    return pane


def _card(pane: hanging.Pane) -> dict[str, Any]:
    """A zone on the list, with the places at which something hangs."""
    places = [f"{ordinal}h" for ordinal, _image in pane.landscape]
    places += [f"{ordinal}v" for ordinal, _image in pane.portrait]
    first = pane.first
    return {"name": pane.name, "places": places, "first": hanging.described(first) if first else None}


pages: list[URLPattern | URLResolver] = [
    path("walls/", index, name="walls"),
    path("walls/keeper.js", keeper, name="wall-keeper"),
    re_path(r"^walls/(?P<zone>[a-z0-9][a-z0-9-]{0,39})/$", screen, name="wall"),
    re_path(r"^walls/(?P<zone>[a-z0-9][a-z0-9-]{0,39})/pictures\.json$", pictures, name="wall-pictures"),
]
