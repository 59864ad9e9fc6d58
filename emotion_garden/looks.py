"""The pages about a photo: it is read, a doubtful reading asks, and whoever was read wrong says so."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from emotion_garden import forms, gate, moods
from emotions import consent, readings
from emotions.errors import FacesOffError
from emotions.models import EmotionReading
from gallery import visitors
from gallery.errors import GardenError, NotFoundError

# What the visitor wished for before the photo, and still wishes for after it.
KEPT = ("favorite", "orientation", *forms.PARTS)


# Exempt here, protected below: the proof stands in the form, and where no faces are read the form stays unread.
@csrf_exempt
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """A photo from the plain form: to the garden that it looks like, to a question, or back to the gate."""
    try:
        consent.require_faces()
    except FacesOffError as error:
        return gate.page(request, sentence=str(error.sentence), status=error.status)
    return _read(request)


@sensitive_variables()
@csrf_protect
def _read(request: HttpRequest) -> HttpResponse:
    photo = request.FILES.get("photo")
    if photo is None:
        return gate.page(request, sentence=_("Please choose a photo first."), status=422)
    try:
        agreed = consent.require(request.POST.get("consent", ""))
        reading = readings.take(photo.read(), visitor=visitors.known(request), agreed=agreed)
    except GardenError as error:
        return gate.page(request, sentence=str(error.sentence), status=error.status)
    if reading.visitor is None:
        # Only now: a photo that shows nobody makes no row for who sent it.
        readings.give(reading, visitor=visitors.ensure(request))
    return _onwards(reading, _kept(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, code: UUID) -> HttpResponse:
    """One reading of the visitor's own: which emotion is it? One click answers, and the garden follows."""
    visitor = visitors.known(request)
    try:
        if request.method == "POST":
            if "undo" in request.POST:
                reading = readings.take_back(code, visitor=visitor)
            else:
                reading = readings.correct(code, visitor=visitor, emotion=request.POST.get("emotion", ""))
            return _onwards(reading, _kept(request.POST))
        reading = readings.own(code, visitor=visitor)
    except NotFoundError as error:
        raise Http404(str(error.sentence)) from None
    context = {
        "reading": reading,
        "guesses": [moods.BY_EMOTION[name] for name in reading.guesses],
        "others": [mood for mood in moods.MOODS if mood.emotion not in reading.guesses],
        "wishes": _kept(request.GET),
    }
    response = render(request, "garden/look.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def of(request: HttpRequest) -> EmotionReading | None:
    """The reading that led to this page, if it is this visitor's."""
    try:
        return readings.own(UUID(request.GET.get("reading", "")), visitor=visitors.known(request))
    except (ValueError, NotFoundError):
        return None


def _onwards(reading: EmotionReading, wishes: dict[str, str]) -> HttpResponse:
    """To the garden of what is felt; as long as nobody knows, to the question."""
    if reading.felt is None:
        address = reverse("look", args=[reading.code])
        return HttpResponseRedirect(f"{address}?{urlencode(wishes)}" if wishes else address, status=303)
    query = urlencode(wishes | {"reading": str(reading.code)})
    return HttpResponseRedirect(f"{reverse('garden', args=[reading.felt])}?{query}", status=303)


def _kept(sent: Mapping[str, str]) -> dict[str, str]:
    return {name: sent[name] for name in KEPT if sent.get(name)}
