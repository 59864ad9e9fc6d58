"""The file door: the only way by which a picture leaves the garden."""

from typing import Final

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gallery import rooms
from gallery.models import Image

TYPES: Final = {"webp": "image/webp", "jpeg": "image/jpeg"}
# Kept by every cache and asked about every time: a repeat costs one 304, and a take-down holds at once.
PUBLIC: Final = "public, no-cache"
PRIVATE: Final = "private, no-store"


@require_safe
def picture_file(request: HttpRequest, code: str, width: str, ext: str) -> HttpResponse:
    """One width and format of a picture. Unknown, not served and taken down answer the same 404."""
    image = Image.objects.serving().filter(code=code).first()
    if image is not None:
        return _answer(request, image, int(width), ext, PUBLIC)
    if seen := rooms.open_to(request.user):
        image = Image.objects.filter(code=code, status__in=seen).first()
        if image is not None:
            return _answer(request, image, int(width), ext, PRIVATE)
    return _nothing()


def _answer(request: HttpRequest, image: Image, width: int, ext: str, cache: str) -> HttpResponse:
    found = _stored(image, width, ext)
    if found is None:
        return _nothing()
    name, sha256 = found
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag) if cache == PUBLIC else None
    if response is None:
        try:
            with default_storage.open(name) as stored:
                response = HttpResponse(stored.read(), content_type=TYPES[ext])
        except FileNotFoundError:
            return _nothing()
    response["Cache-Control"] = cache
    if cache == PUBLIC:
        response["ETag"] = etag
    return response


def _stored(image: Image, width: int, ext: str) -> tuple[str, str] | None:
    """The stored file's name and hash; the JPEG of full width is the original."""
    if ext == "jpeg" and width == image.width:
        return str(image.file.name), image.sha256
    return image.renditions.filter(width=width, format=ext).values_list("file", "sha256").first()


def _nothing() -> HttpResponse:
    return HttpResponseNotFound(
        "There is no such picture.", content_type="text/plain; charset=utf-8", headers={"Cache-Control": PRIVATE}
    )
