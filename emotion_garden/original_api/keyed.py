"""The names that the old clients know pictures by: those that we tell them, and what they mean by one."""

from typing import Final
from urllib.parse import quote, unquote

from django.db.models import QuerySet
from django.http import HttpRequest

from gallery import keys
from gallery.keys import Key
from gallery.models import Image, Status

SERVED: Final = keys.SERVED
POOL: Final = keys.POOL


def address(request: HttpRequest, image: Image, *, folder: str = SERVED) -> str:
    """The clients find the key behind the last name of the folder, and send it back as it stands here."""
    tail = quote(image.key_tail, safe="/,")
    for name in (SERVED, POOL):
        # In a favorite: the same name to every server, and none to a client that looks for it.
        tail = tail.replace(name, f"%{ord(name[0]):02X}{name[1:]}")
    return request.build_absolute_uri(f"/{folder}/{tail}")


def pictures(named: list[Key | None], *, folder: str, status: Status) -> QuerySet[Image]:
    """Those of this folder that stand there now."""
    tails = {key.tail for key in named if key is not None and key.folder == folder}
    return Image.objects.filter(key_tail__in=tails, status=status)


def one(tail: str, status: Status) -> Image | None:
    """By the end of an address that was decoded once already; some clients encode it twice."""
    cut = keys.plain(tail)
    names = [name for name in dict.fromkeys([tail, cut, unquote(cut)]) if name.isprintable()]
    return Image.objects.filter(key_tail__in=names, status=status).first()
