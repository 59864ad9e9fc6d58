"""The page and the postcard of one picture: what a link shows to anybody, with thanks to those who made its maker."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emotion_garden import bouquet, captions, forms, moods, phone, windows
from gallery import visitors
from gallery.models import Image
from recommendations import interactions

# What each model is called, and the licence that its makers gave it: matched by a part of its name, lower case.
STABLE_2: Final = ("stable-diffusion-2", "stable diffusion 2", "txt2img-stabilityai-stable-diffusion-v2")
RAIL_PLUS: Final = "CreativeML Open RAIL++-M"
RAIL_PLUS_TEXT: Final = "https://huggingface.co/stabilityai/stable-diffusion-2/blob/main/LICENSE-MODEL"
PAINTER: Final = "painter"
LOCALES: Final = {"en": "en_US", "ko": "ko_KR"}


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose work a picture is, as far as its recipe tells; a licence only where we know it."""

    line: str
    licence: str = ""
    licence_text: str = ""


@require_safe
def picture(request: HttpRequest, code: UUID) -> HttpResponse:
    return page(request, Image.objects.serving().filter(code=code).first())


@require_safe
def postcard(request: HttpRequest, code: UUID) -> HttpResponse:
    image = Image.objects.serving().filter(code=code).first()
    if image is None:
        raise Http404
    context = _told(request, windows.Window(image, liked=False))
    return _private(render(request, "garden/postcard.html", context))


def page(request: HttpRequest, image: Image | None) -> HttpResponse:
    """The picture's page. One that is not served and one that never was are the same to everybody."""
    if image is None:
        raise Http404
    wishes = interactions.wishes(visitors.known(request), [image])
    context = _told(request, windows.Window(image, image.code in wishes.liked))
    return _private(render(request, "garden/picture.html", context))


def of_key(key_tail: str) -> Image | None:
    """The served picture with this key of the original Emotion Garden (its end, from the emotion on)."""
    return Image.objects.serving().filter(key_tail=key_tail).first()


def credit(image: Image) -> Credit:
    if image.is_uploaded:
        return Credit(_uploaded(image))
    name = image.model.lower()
    if image.recipe.get("renderer") == PAINTER or name.startswith(PAINTER):
        return Credit(_("Drawn by the garden’s own painter, by rules and chance."))
    if any(part in name for part in STABLE_2):
        line = _("Made with %(model)s. Thanks to Stability AI and to all who built it.") % {
            "model": _plain(image.model)
        }
        return Credit(line, RAIL_PLUS, RAIL_PLUS_TEXT)
    if name:
        return Credit(_("Made with %(model)s.") % {"model": _plain(image.model)})
    return Credit(_("Made by a machine; nobody wrote down which."))


def _uploaded(image: Image) -> str:
    if image.is_machine_made:
        return _("Brought into the garden by a person; its file says that a machine made it.")
    return _("Brought into the garden by a person.")


def _plain(model: str) -> str:
    """A model's name as people say it: without the folder that it lies in."""
    return model.rstrip("/").rsplit("/", 1)[-1]


def _told(request: HttpRequest, window: windows.Window) -> dict[str, Any]:
    image = window.image
    address = request.build_absolute_uri(f"/pictures/{image.code}/")
    language = get_language() or "en"
    return {
        "window": window,
        "in_words": captions.plain(image.caption),
        "liked_count": bouquet.count(request),
        "mood": moods.BY_EMOTION[image.emotion],
        "favorite": forms.words(image.favorite),
        "credit": credit(image),
        "address": address,
        "preview": request.build_absolute_uri(window.large),
        "locale": LOCALES.get(language, to_locale(language)),
        "other_locales": [locale for code, locale in LOCALES.items() if code != language],
        "code_svg": phone.drawn(address) if phone.reaches(request) else "",
    }


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
