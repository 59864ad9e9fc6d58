"""POST /like and GET /image: what is said of one picture, and the page that shows it to others."""

from django.http import Http404, HttpRequest, HttpResponse

from emotion_garden import sharing
from emotion_garden.original_api import door, keyed
from gallery import visitors
from gallery.models import Image
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
    found = _served(request.GET.get("content", ""))
    if found is None:
        raise Http404
    return sharing.page(request, found)


def _served(name: str) -> Image | None:
    key = keyed.of(name)
    return sharing.of_key(key.tail) if key is not None and key.folder == keyed.SERVED else None
