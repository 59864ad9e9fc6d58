"""The names that the old clients know pictures by: as keys, as addresses, percent-encoded or not."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from django.db.models import QuerySet
from django.http import HttpRequest

from gallery.models import Image, Status

SERVED: Final = "emotions"
POOL: Final = "imgPool"
# Viewers add the time to an address that has no question mark.
_TIME: Final = re.compile(r"&time=\d*$")
_QUERY: Final = re.compile(r"[?#]")


@dataclass(frozen=True, slots=True)
class Key:
    """The folder that a picture is spoken of in, and the rest of its name."""

    folder: str
    tail: str


def address(request: HttpRequest, image: Image, *, folder: str = SERVED) -> str:
    """The clients find the key behind the last name of the folder, and send it back as it stands here."""
    tail = quote(image.key_tail, safe="/,")
    for name in (SERVED, POOL):
        # In a favorite: the same name to every server, and none to a client that looks for it.
        tail = tail.replace(name, f"%{ord(name[0]):02X}{name[1:]}")
    return request.build_absolute_uri(f"/{folder}/{tail}")


def of(name: str) -> Key | None:
    """None for what is no key of a picture: an empty text, a page, a photo."""
    for said in (plain(name), unquote(plain(name))):
        found = [(said.rfind(f"{folder}/"), folder) for folder in (SERVED, POOL)]
        place, folder = max(found)
        if place >= 0:
            tail = unquote(said[place + len(folder) + 1 :])
            return Key(folder, tail) if tail and tail.isprintable() else None
    return None


def plain(name: str) -> str:
    """Without a query, and without the time that a viewer added."""
    return _TIME.sub("", _QUERY.split(name.strip())[0])


def pictures(keys: list[Key | None], *, folder: str, status: Status) -> QuerySet[Image]:
    """Those of this folder that stand there now."""
    tails = {key.tail for key in keys if key is not None and key.folder == folder}
    return Image.objects.filter(key_tail__in=tails, status=status)
