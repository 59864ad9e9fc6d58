"""The playground: whoever may order batches tries a prompt, and watches its pictures come."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emotion_garden import moods, playground_slots
from emotion_garden.playground_forms import KEY, PlaygroundForm, example, like
from gallery import rooms, views
from gallery.errors import GardenError
from gallery.models import Status
from gallery.words import legible, number, uuid
from generation import batches
from generation.models import GenerationBatch
from generation.prompt_sets.library import examples

LAST: Final = 8
# Of the painter, which paints by emotion, not by words.
WORDLESS: Final = "painter"

View = Callable[..., HttpResponse]


def _for_those_who_order(view: View) -> View:
    """The admin's login for those who are not known, 403 for those who may not."""

    @wraps(view)
    def asked(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not (request.user.is_staff and request.user.has_perm(batches.ADD)):
            raise PermissionDenied
        return view(request, by=request.user, **parts)

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@_for_those_who_order
def page(request: HttpRequest, by: User) -> HttpResponse:
    form = PlaygroundForm(request.POST if request.method == "POST" else None, initial=_wish(request, by))
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                batch = batches.request(**form.order(), by=by)
            except GardenError as error:
                form.add_error(None, str(error.sentence))
            else:
                return HttpResponseRedirect(reverse("playground-order", args=[batch.code]))
        status = 422
    context = {
        "form": form,
        "moods": moods.MOODS,
        "examples": _examples(),
        "last": playground_slots.last(_own(by)[:LAST], by=by),
        "may_look": _may_look(by),
        "is_wordless": settings.GENERATION_RENDERER == WORDLESS,
    }
    return render(request, "playground/page.html", context, status=status)


@require_safe
@_for_those_who_order
def order(request: HttpRequest, by: User, batch: UUID) -> HttpResponse:
    found = _found(batch, by)
    live = playground_slots.live(found, by=by)
    # Each page has a token of its own: pressed twice it asks for the same other picture.
    again = PlaygroundForm(initial=like(found))
    context = {
        "batch": found,
        "mood": moods.BY_EMOTION[found.prompt.emotion],
        "live": live,
        "again": {name: again[name].value() for name in again.fields},
        "may_look": _may_look(by),
        "may_cancel": by.has_perm(batches.CANCEL),
        "is_wordless": settings.GENERATION_RENDERER == WORDLESS,
    }
    return render(request, "playground/order.html", context)


@require_safe
@_for_those_who_order
def progress(request: HttpRequest, by: User, batch: UUID) -> HttpResponse:
    return JsonResponse(playground_slots.live(_found(batch, by), by=by).as_dict())


@require_safe
@_for_those_who_order
def picture(request: HttpRequest, by: User, batch: UUID, image: UUID, width: int, ext: str) -> HttpResponse:
    """A picture of one's own order, for who has no room of pictures in the admin. No cache keeps it."""
    found = playground_slots.own(_found(batch, by)).filter(code=image).first()
    if found is None:
        raise Http404
    return views.shown_to_staff(request, found, width, ext)


@require_POST
@_for_those_who_order
def cancel(request: HttpRequest, by: User, batch: UUID) -> HttpResponse:
    found = _found(batch, by)
    batches.cancel(found, by=by)
    return HttpResponseRedirect(reverse("playground-order", args=[found.code]))


def _wish(request: HttpRequest, by: User) -> dict[str, Any]:
    """`?example=<a card's number>`, `?like=<an order's code>` with one's own, or `?prompt=` as it stands there."""
    if chosen := number(request.GET.get("example", "")[:6]):
        return example(chosen)
    batch = _own(by).filter(code=code).first() if (code := uuid(request.GET.get("like", ""))) else None
    return like(batch) if batch else {"prompt": legible(request.GET.get("prompt", ""))}


def _examples() -> list[tuple[moods.Mood, list[tuple[int, examples.Example]]]]:
    """Each mood with its examples; the numbers are those of the whole list, as `?example=` counts."""
    numbered = list(enumerate(examples.EXAMPLES, start=1))
    return [(mood, [one for one in numbered if one[1].emotion == mood.emotion]) for mood in moods.MOODS]


def _own(by: User) -> Any:
    """Newest first. What others ordered, or what was ordered elsewhere, is not the playground's to show."""
    mine = GenerationBatch.objects.filter(ordered_by=by, idempotency_key__startswith=KEY)
    return mine.select_related("prompt").order_by("-id")


def _found(code: UUID, by: User) -> GenerationBatch:
    batch: GenerationBatch | None = _own(by).filter(code=code).first()
    if batch is None:
        raise Http404
    return batch


def _may_look(by: User) -> bool:
    return Status.POOL in rooms.open_to(by)


pages: list[URLPattern | URLResolver] = [
    path("playground/", page, name="playground"),
    path("playground/<uuid:batch>/", order, name="playground-order"),
    path("playground/<uuid:batch>/progress.json", progress, name="playground-progress"),
    path("playground/<uuid:batch>/<uuid:image>/<int:width>.<slug:ext>", picture, name="playground-picture"),
    path("playground/<uuid:batch>/cancel/", cancel, name="playground-cancel"),
]
