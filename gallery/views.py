"""The file door: the only way by which a picture leaves the garden."""

from typing import Final, NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gallery import files, rooms
from gallery.models import Image

TYPES: Final = {"webp": "image/webp", "jpeg": "image/jpeg"}
# Kept by every cache and asked about every time: a repeat costs one 304, and a take-down holds at once.
PUBLIC: Final = "public, no-cache"
PRIVATE: Final = "private, no-store"


# An empty frame with a stroke through it, of the picture's own shape.
_EMPTY_FRAME: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %(width)d %(height)d" fill="#8883" stroke="#888">'
    '<path stroke="none" d="M0 0h%(width)dv%(height)dH0z"/>'
    '<path stroke-width="2" vector-effect="non-scaling-stroke" d="M0 %(height)dL%(width)d 0"/></svg>'
)


class _File(NamedTuple):
    """What answers an address. `lasts`: the same address means these bytes until the picture gets another file."""

    name: str
    sha256: str
    ext: str
    lasts: bool = True


@require_safe
def picture_file(request: HttpRequest, code: str, width: str, ext: str) -> HttpResponse:
    """One width and format of a picture. Unknown, not served and taken down answer the same 404."""
    image = Image.objects.serving().filter(code=code).first()
    if image is not None:
        return _answer(request, image, int(width), ext, is_public=True)
    if seen := rooms.open_to(request.user):
        image = Image.objects.filter(code=code, status__in=seen).first()
        if image is not None:
            return _answer(request, image, int(width), ext, is_public=False)
    return _nothing()


def shown_to_staff(request: HttpRequest, image: Image, width: int, ext: str) -> HttpResponse:
    """The file, kept by no cache, for another door that has decided that this person may see it."""
    return _answer(request, image, width, ext, is_public=False)


def _answer(request: HttpRequest, image: Image, width: int, ext: str, *, is_public: bool) -> HttpResponse:
    if image.pruned_at is not None:
        return _gone(image)
    found = _found(image, width, ext)
    if found is None:
        return _nothing()
    is_kept = is_public and found.lasts
    etag = f'"{found.sha256}"'
    response = get_conditional_response(request, etag=etag) if is_kept else None
    if response is None:
        try:
            response = _sent(image, found)
        except FileNotFoundError:
            return _nothing()
    response["Cache-Control"] = PUBLIC if is_kept else PRIVATE
    if is_kept:
        response["ETag"] = etag
    return response


def _found(image: Image, width: int, ext: str) -> _File | None:
    """The JPEG of full width is the original. Until a smaller copy is made the original answers for it, kept nowhere.

    Pages name only the original meanwhile; this is for those who still hold, or compute, the copy's address.
    """
    original = _File(str(image.file.name), image.sha256, "jpeg")
    if ext == "jpeg" and width == image.width:
        return original
    if image.renditions_due:
        return original._replace(lasts=False) if width in files.widths(image.width) else None
    copy = image.renditions.filter(width=width, format=ext).values_list("file", "sha256").first()
    return _File(*copy, ext) if copy else None


def _sent(image: Image, found: _File) -> HttpResponse:
    """The bytes, or the name by which the proxy in front finds them. Raises FileNotFoundError."""
    if settings.GARDEN_ACCEL:
        response = HttpResponse(headers={"X-Accel-Redirect": f"{settings.GARDEN_ACCEL}{found.name}"})
    else:
        with default_storage.open(found.name) as stored:
            response = HttpResponse(stored.read())
    response["Content-Type"] = TYPES[found.ext]
    # The name under which a person keeps it; the words behind it are on its page.
    response["Content-Disposition"] = f'inline; filename="{image.emotion}-{image.code.hex[:8]}.{found.ext}"'
    return response


def _gone(image: Image) -> HttpResponse:
    """Browsers show it all the same: curators see that a picture was here, and no broken one."""
    size = {"width": image.width, "height": image.height}
    return HttpResponse(
        _EMPTY_FRAME % size, status=410, content_type="image/svg+xml", headers={"Cache-Control": PRIVATE}
    )


def _nothing() -> HttpResponse:
    return HttpResponseNotFound(
        "There is no such picture.", content_type="text/plain; charset=utf-8", headers={"Cache-Control": PRIVATE}
    )
