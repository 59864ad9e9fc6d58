"""The kiosk: a page for a screen that nobody looks after, which invites, and welcomes each guest as a new one."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.http import require_POST, require_safe

from emotion_garden import hanging, walls
from gallery import visitors
from gallery.models import DisplayZone
from gallery.words import legible

# Seconds without a touch after which the garden is left: usually, at least, at most.
IDLE: Final = (60, 5, 3600)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Asks for no visitor, so that nobody is counted for a screen that plays to an empty room."""
    panes = _panes(request)
    context = {**walls.frame(request, panes), "idle": walls.between(request.GET.get("idle", ""), IDLE)}
    return walls.answered(render(request, "walls/kiosk.html", context))


@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    return hanging.feed(request, _panes(request))


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """The guest before has left: who touches the screen is not taken for them. What they left stays theirs."""
    visitors.part(request)
    return HttpResponseRedirect(reverse("home"))


def _panes(request: HttpRequest) -> list[hanging.Pane]:
    """The zones asked for, side by side; without any the walk through all moods."""
    panes = hanging.of_zones(zones) if (zones := _zones(request)) else []
    return panes if any(not pane.is_empty for pane in panes) else hanging.walk()


def _zones(request: HttpRequest) -> list[DisplayZone]:
    """In the order asked for; `?zones=` may be given as one list, or once for each."""
    asked = ",".join(request.GET.getlist("zones"))[:400]
    names = list(dict.fromkeys(name for name in legible(asked).split(",") if name))[: hanging.PANES]
    if not names:
        return []
    found = {zone.name: zone for zone in DisplayZone.objects.filter(name__in=names)}
    return [found[name] for name in names if name in found]


pages: list[URLPattern | URLResolver] = [
    path("kiosk/", page, name="kiosk"),
    path("kiosk/pictures.json", pictures, name="kiosk-pictures"),
    path("kiosk/begin/", begin, name="kiosk-begin"),
]
