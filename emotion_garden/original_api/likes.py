"""POST /like and GET /image: what is said of one picture, and the page that shows it to others."""

from django.http import Http404, HttpRequest, HttpResponse

from emotion_garden import sharing
from emotion_garden.original_api import door, keyed
from gallery import keys, visitors
from gallery.models import Image, Status
from recommendations import interactions, told


@door.opens(scope="like")
def like(request: HttpRequest) -> HttpResponse:
    """Whose like it is says the session: `id` may be any text, so it means nobody."""
    asked = door.sent(request)
    picture, beside = door.text(asked, "itemId"), door.texts(asked, "impression")
    # Before somebody without a row gets one.
    if _served(picture) is None:
        raise interactions.no_such_picture()
    told.like(visitor=visitors.ensure(request), picture=picture, beside=beside)
    return door.answer("Success")


@door.opens(method="GET")
def image(request: HttpRequest) -> HttpResponse:
    """Of a key, which was decoded with the rest of the address, or of a picture's whole address."""
    said = request.GET.get("content", "").strip()
    tail = said.removeprefix(f"{keys.SERVED}/")
    found = keyed.one(tail, Status.SERVING) if tail != said else _served(said)
    if found is None:
        raise Http404
    return sharing.page(request, found)


def _served(name: str) -> Image | None:
    key = keys.of(name)
    return sharing.of_key(key.tail) if key is not None and key.folder == keys.SERVED else None
