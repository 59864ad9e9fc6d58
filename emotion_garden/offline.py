"""What a browser keeps for the time without the garden: one kind page. Never a picture, never a page about somebody."""

import hashlib
import json
from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

# What the offline page is made of.
PARTS: Final = (
    "garden/tokens.css",
    "garden/frame.css",
    "garden/still.css",
    "garden/offline.js",
    "garden/again.js",
    "garden/flowers.svg",
    "garden/favicon.svg",
    "garden/painted/pond.webp",
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody: no cookie, no proof, no name. `lang` asks for one of our languages."""
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
    return HttpResponse(_page(language), headers={"Cache-Control": "no-cache", "Content-Language": language})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. At the root, since it answers for all addresses below the one it comes from."""
    script, etag = _script()
    kept = {"Cache-Control": "no-cache", "ETag": etag}
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=kept)
    return get_conditional_response(request, etag=etag, response=response) or response


@cache
def _script() -> tuple[str, str]:
    """Made once per process. Another release has other names of files or other words, and so another version."""
    pages = {code: f"{reverse('offline')}?lang={code}" for code, _name in settings.LANGUAGES}
    kept = [static(part) for part in PARTS]
    told = json.dumps([kept, [_page(code) for code in pages]])
    context = {
        "version": hashlib.sha256(told.encode()).hexdigest()[:16],
        "pages": json.dumps(pages),
        "language": json.dumps(settings.LANGUAGE_CODE),
        "kept": json.dumps(kept),
    }
    script = loader.render_to_string("garden/worker.js", context)
    return script, f'"{hashlib.sha256(script.encode()).hexdigest()[:32]}"'


def _page(language: str) -> str:
    with translation.override(language):
        return loader.render_to_string("garden/offline.html")
