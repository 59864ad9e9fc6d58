"""/text2image: a picture of a text. The answer waits a while for it, and its address for as long as that takes.

Whoever waits holds a thread of the web. Only ORIGINAL_API_WAITERS of a process may: others get the address at once, and
at the address, if nobody can wait there either, are asked to come again.
"""

import re
import time
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from emotion_garden.original_api import door, pictures
from emotion_garden.original_api.bulk import OURS
from gallery import rooms, views
from gallery.errors import InvalidQuestionError, NotFoundError
from gallery.models import Emotion, Image, Orientation, Status
from gallery.waiting import Places
from generation import batches
from generation.models import GenerationBatch, Lane, Rendering, RenderingState

SIZE: Final = (768, 512)
PAUSE: Final = 0.25
# Seconds until somebody who found no place to wait should ask again.
AGAIN: Final = 5
# Browsers follow at most twenty redirects.
TURNS: Final = 15
_places = Places()
_OWN: Final = frozenset({Status.POOL, Status.SERVING})
_OVER: Final = frozenset({RenderingState.DONE, RenderingState.FAILED, RenderingState.CANCELLED})
_PAGE: Final = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Emotion Garden</title>'
    '<h1>Emotion Garden: Stable Diffusion</h1><p>{}</p><img src="{}" alt="{}"></html>'
)


@door.opens(scope="orders", cost=2, permissions=(batches.ADD,))
def ask(request: HttpRequest, by: Any) -> HttpResponse:
    """The garden's form, a text of a list in an envelope; for the older API's clients one address, and no time."""
    asked = door.sent(request)
    begun = time.monotonic()
    size = (_side(asked, "width", SIZE[0]), _side(asked, "height", SIZE[1]))
    url = _made(request, door.text(asked, "text"), size=size, by=by)
    if request.path.startswith("/dev/") and not asked.keys() & {"width", "height"}:
        return door.answer({"statusCode": 200, "body": url})
    return door.answer({"statusCode": 200, "body": f'["{url}"]', "time": round(time.monotonic() - begun)})


@door.opens(method="GET", scope="orders", cost=2, permissions=(batches.ADD,))
def page(request: HttpRequest, by: Any) -> HttpResponse:
    """The older API's page. A link on another site orders nothing: browsers must say that somebody typed it here."""
    if not door.is_meant(request):
        raise door.ElsewhereError(_("Another site sends this. Only our own pages may."))
    prompt = request.GET.get("prompt", "")
    url = _made(request, prompt, size=SIZE, by=by)
    return HttpResponse(format_html(_PAGE, prompt, url, prompt), headers={"Cache-Control": "private, no-store"})


@pictures.shown
def picture(request: HttpRequest, name: str) -> HttpResponse | None:
    """For whoever ordered it, and who may see the pool. Asked too early it is held; pages never ask again."""
    by = door.caller(request)
    batch = GenerationBatch.objects.filter(idempotency_key=_key(name)).first()
    if batch is None or not (by.is_authenticated and by.has_perm(batches.ADD)):
        return None
    if batch.ordered_by_id != by.pk and Status.POOL not in rooms.open_to(by):
        return None
    slot, has_waited = _waited(batch)
    if slot.state not in _OVER and not has_waited:
        return _later()
    if slot.state not in _OVER:
        turn = int(request.GET.get("turn", "")) if re.fullmatch(r"\d{1,3}", request.GET.get("turn", "")) else 0
        return HttpResponseRedirect(f"{request.path}?turn={turn + 1}") if turn < TURNS else None
    image = Image.objects.filter(pk=slot.image_id or 0, status__in=_OWN).first()
    return views.shown_to_staff(request, image, image.width, "jpeg") if image else None


def _made(request: HttpRequest, text: str, *, size: tuple[int, int], by: Any) -> str:
    """The address, once the picture is there or the time is up. Raises what `batches.request` raises, NotFoundError."""
    name = f"img_{timezone.now():%Y%m%d-%H%M%S}_{uuid4().int % 10**12}.jpeg"
    order: dict[str, Any] = {"count": 1, "texts": [text], "size": size, "lane": Lane.INTERACTIVE}
    batch = batches.request(emotion=_emotion(text), **order, by=by, idempotency_key=_key(name))
    slot, _has_waited = _waited(batch)
    if slot.state in {RenderingState.FAILED, RenderingState.CANCELLED}:
        raise NotFoundError(_("The picture could not be made."))
    return request.build_absolute_uri(f"/{name}")


def _waited(batch: GenerationBatch) -> tuple[Rendering, bool]:
    """The one that was asked for, of the pair, once it is over or the time is up; whether there was a place to wait."""
    wide, high = batch.recipe["size"]
    side = Orientation.LANDSCAPE if wide >= high else Orientation.PORTRAIT
    with _places.one(of=settings.ORIGINAL_API_WAITERS) as may_wait:
        until = time.monotonic() + (settings.ORIGINAL_API_WAIT if may_wait else 0)
        while True:
            slot = Rendering.objects.get(batch=batch, orientation=side)
            if slot.state in _OVER or time.monotonic() >= until:
                return slot, may_wait
            time.sleep(PAUSE)


def _later() -> HttpResponse:
    """Led on to itself at once, a browser would have followed fifteen times within a second, and given up."""
    headers = {"Cache-Control": "private, no-store", "Retry-After": str(AGAIN)}
    return HttpResponse(status=503, headers=headers)


def _emotion(text: str) -> str:
    """Every picture of the garden has one: the first that the text names."""
    words = re.findall(r"[a-z]+", text.lower())
    return next((word for word in words if word in Emotion.values), Emotion.HAPPY.value)


def _side(asked: dict[str, Any], name: str, usual: int) -> int:
    found = asked.get(name, usual)
    if not isinstance(found, int) or isinstance(found, bool):
        raise InvalidQuestionError(_("“%(name)s” has to be a whole number.") % {"name": name})
    return found


def _key(name: str) -> str:
    return f"{OURS}/{name}"
