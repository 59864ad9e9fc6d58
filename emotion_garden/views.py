"""The pages where petals meet: the gate, the garden, and what is wished there without a script."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emotion_garden import bouquet, forms, garden, gate, looks, moods, windows
from gallery import visitors
from gallery.errors import GardenError, NotFoundError
from gallery.models import Emotion
from recommendations import interactions, questions, rankings

LONGEST_ADDRESS: Final = 10_000
LONGEST_ECHO: Final = 40
TAKEN_BACK: Final = ("unlike", "undo")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return gate.page(request)


@require_safe
def show(request: HttpRequest, emotion: str) -> HttpResponse:
    if emotion not in Emotion.values:
        return _private(render(request, "garden/unknown.html", {"moods": moods.MOODS}, status=404))
    served = garden.favorites()
    favorite = forms.favorite(request.GET)
    orientation = forms.orientation(request)
    offer = _offer(request, emotion=emotion, favorite=favorite, orientation=orientation)
    slate = offer.token or str(offer.slate)
    asked = {"favorite": favorite, "orientation": orientation}
    # Whoever was told that the walk begins again hears it no more: the addresses after it say so.
    told = {"again": "1"} if "again" in request.GET else {}
    wraps = {"again": "1"} if any(item.repeat for item in offer.items) else {}
    context = {
        "mood": moods.BY_EMOTION[emotion],
        "moods": moods.MOODS,
        "choices": forms.choices(favorite, served=served),
        "favorite": favorite,
        "orientation": orientation,
        "windows": windows.of(offer),
        "slate": slate,
        "offer": offer,
        "query": urlencode(asked),
        "onward": urlencode(asked | told | wraps | {"after": slate}),
        # The address of just these pictures: a like or another language must not deal new ones.
        "here": f"{request.path}?{urlencode(asked | told | {'slate': slate})}",
        "notes": _notes(offer, emotion=emotion, favorite=favorite, told=bool(told)),
        "reading": looks.of(request),
        "liked_count": bouquet.count(request),
    }
    return _private(render(request, "garden/garden.html" if offer.items else "garden/empty.html", context))


@require_POST
def like(request: HttpRequest, code: UUID) -> HttpResponse:
    """The heart without JavaScript; goes back to the page it was pressed on."""
    return _wished(request, code, say=interactions.like, take_back=interactions.unlike)


@require_POST
def not_now(request: HttpRequest, code: UUID) -> HttpResponse:
    """“Not now” without JavaScript; goes back to the page it was pressed on."""
    return _wished(request, code, say=interactions.put_off, take_back=interactions.call_back)


def _wished(
    request: HttpRequest, code: UUID, *, say: Callable[..., bool], take_back: Callable[..., bool]
) -> HttpResponse:
    slate = request.POST.get("slate", "")
    try:
        if request.POST.get("wish") in TAKEN_BACK:
            take_back(visitor=visitors.known(request), image=code)
        else:
            if visitors.known(request) is None:
                interactions.check(visitor_code=visitors.code_of(request), image=code, slate=slate)
            say(visitor=visitors.ensure(request), image=code, slate=slate)
    except NotFoundError as error:
        raise Http404(str(error.sentence)) from None
    return HttpResponseRedirect(_back(request) or reverse("picture", args=[code]))


def _back(request: HttpRequest) -> str:
    """The page that a form stood on; empty unless it is one of our own: nobody uses the garden to send people on."""
    page = request.POST.get("next", "")
    ours = page.startswith("/") and len(page) < LONGEST_ADDRESS
    # No host at all is allowed, and none is there: what begins with two slashes names one.
    return page if ours and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def _offer(request: HttpRequest, *, emotion: str, favorite: str, orientation: str) -> rankings.Offer:
    """The slate that a link names, the one after it, or a first one; an old or foreign link opens a first one too."""
    after, slate = request.GET.get("after", ""), request.GET.get("slate", "")
    if after:
        _count_without_script(request, slate=after)
    who: dict[str, Any] = {"visitor": visitors.known(request), "visitor_code": visitors.code_of(request)}
    asked = who | {"emotion": emotion, "favorite": favorite, "orientation": orientation}
    try:
        if slate and (again := rankings.recall(**who, slate=slate)).items:
            return again
        return rankings.offer(**asked, after=after)
    except NotFoundError:
        return rankings.offer(**asked)


def _count_without_script(request: HttpRequest, *, slate: str) -> None:
    """Asking for the next pictures says that the last ones were looked at; what a script has said is not doubled.

    The slate has to be this visitor's, or no row is made: a crawler that follows the link leaves nothing behind.
    """
    try:
        if (visitor := visitors.known(request)) is None:
            rankings.recall(visitor=None, visitor_code=visitors.code_of(request), slate=slate)
            visitor = visitors.ensure(request)
        interactions.seen(visitor=visitor, slate=slate)
    except GardenError:
        return


def _notes(offer: rankings.Offer, *, emotion: str, favorite: str, told: bool) -> list[str]:
    """What the visitor should know about these pictures, when they are not quite what was asked for."""
    images = [item.image for item in offer.items]
    if any(image.emotion != emotion for image in images):
        return [_("This garden is still being planted. Until then, its neighbours lend it their pictures.")]
    if favorite and not any(questions.fits(image.favorite, wish=favorite) for image in images):
        wish = Truncator(forms.words(favorite)).chars(LONGEST_ECHO)
        return [_("Nothing grows here yet for “%(wish)s”, so here is the whole garden.") % {"wish": wish}]
    if not told and any(item.repeat for item in offer.items):
        return [_("You have seen them all. The walk begins again.")]
    return []


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
