"""The page that says in plain words what the garden keeps, and lets its visitor see, take along and erase it."""

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emotion_garden import bouquet, erasing
from emotions import consent
from gallery import visitors
from gallery.models import AgeGroup, Gender


class Cookie(NamedTuple):
    """One that a browser may get from here."""

    name: str
    purpose: str | Promise
    lasts: str | Promise


_YEAR: Final = gettext_lazy("a year")
COOKIES: Final = (
    Cookie(
        visitors.COOKIE,
        gettext_lazy("knows you again by a random code, so that pictures do not repeat and likes can be taken back"),
        _YEAR,
    ),
    Cookie(settings.CSRF_COOKIE_NAME, gettext_lazy("proves that a form was sent from our own page"), _YEAR),
    Cookie(
        settings.LANGUAGE_COOKIE_NAME,
        gettext_lazy("remembers the language, once you have chosen one"),
        _YEAR,
    ),
    Cookie(
        settings.SESSION_COOKIE_NAME,
        gettext_lazy("for the garden’s own staff: who is logged in"),
        gettext_lazy("two weeks"),
    ),
    Cookie(
        "messages",
        gettext_lazy("for the garden’s own staff: a sentence that the next page shows"),
        gettext_lazy("one page"),
    ),
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    visitor = visitors.known(request)
    context: dict[str, Any] = {
        "visitor": visitor,
        "liked_count": bouquet.count(request),
        "counts": erasing.count(visitor) if visitor else None,
        "notice": consent.notice(),
        "faces_are_read": consent.faces_are_read(),
        "profile": settings.GARDEN_PROFILE,
        "reader": settings.EMOTIONS_READER,
        "cookies": COOKIES,
        "age_groups": AgeGroup.choices,
        "genders": Gender.choices,
        "done": request.GET.get("done", ""),
    }
    return _private(render(request, "garden/privacy.html", context))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Everything about whoever asks, as a file."""
    visitor = visitors.known(request)
    if visitor is None:
        return HttpResponseRedirect(f"{reverse('privacy')}#yours", status=303)
    response = JsonResponse(erasing.told(visitor), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-garden.json"'
    return _private(response)


@require_POST
def about_me(request: HttpRequest) -> HttpResponse:
    """Age group and gender, said or taken back; whoever has nothing here has nothing to say it about."""
    visitor = visitors.known(request)
    if visitor is not None:
        age_group, gender = request.POST.get("age_group", ""), request.POST.get("gender", "")
        visitors.say(
            visitor,
            age_group=age_group if age_group in AgeGroup.values else None,
            gender=gender if gender in Gender.values else None,
        )
    return _back("said" if visitor else "")


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Asks once more, then erases; pressed twice, the second time finds nothing and says the same."""
    visitor = visitors.known(request)
    if request.method == "POST":
        if visitor is not None:
            erasing.erase(visitor)
        visitors.part(request)
        return _back("erased")
    if visitor is None:
        return _back("")
    return _private(render(request, "garden/erase.html", {"counts": erasing.count(visitor)}))


def _back(done: str) -> HttpResponse:
    query = f"?done={done}" if done else ""
    return _private(HttpResponseRedirect(f"{reverse('privacy')}{query}#yours", status=303))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
