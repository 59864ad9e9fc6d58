"""The name that the original Emotion Garden's clients know a picture by, and the favorite inside it."""

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError
from gallery.models import Emotion

LONGEST_FAVORITE = 100
LONGEST_TAIL = 200
SERVED: Final = "emotions"
POOL: Final = "imgPool"
# The last such folder: behind it comes an emotion, so that a favorite may be called as the folder is.
_KEY: Final = re.compile(rf"(?:.*/)?({SERVED}|{POOL})/((?:{'|'.join(Emotion.values)})/.+)", re.DOTALL)
# Viewers add the time to an address that has no question mark.
_TIME: Final = re.compile(r"&time=\d*$")
_QUERY: Final = re.compile(r"[?#]")


class Key(NamedTuple):
    """The folder that a picture is spoken of in, and the rest of its name."""

    folder: str
    tail: str


class UnusableFavoriteError(GardenError):
    """The favorite cannot be a part of a picture's name."""

    code = "unusable_favorite"


def favorite(text: str) -> str:
    """The favorite as it is kept: lower case, single spaces, no slash. Raises UnusableFavoriteError."""
    tidy = " ".join(text.lower().split())
    if "/" in tidy or "\\" in tidy or not tidy.isprintable():
        raise UnusableFavoriteError(_("A favorite is a few plain words without a slash, such as “cat”."))
    if len(tidy) > LONGEST_FAVORITE:
        raise UnusableFavoriteError(_("A favorite has at most %(most)d characters.") % {"most": LONGEST_FAVORITE})
    return tidy


def of(name: str) -> Key | None:
    """What the original's clients mean by a key, or by a whole address, percent-encoded or not.

    None for what is no key of a picture: an empty text, a page, a photo.
    """
    cut = plain(name)
    # Searched before it is decoded: an address may hide the folder's name in a favorite by encoding it.
    for said in (cut, unquote(cut)):
        if found := _KEY.fullmatch(said):
            tail = unquote(found[2])
            return Key(found[1], tail) if tail.isprintable() else None
    return None


def plain(name: str) -> str:
    """Without a query, and without the time that a viewer added."""
    return _TIME.sub("", _QUERY.split(name.strip())[0])


def tail(*, emotion: str, favorite: str, at: datetime, ordinal: int, side: str, apart: str = "") -> str:
    """`<emotion>[/<favorite>]/img_<stamp>_<ordinal>[-<apart>]<side>.jpeg`; the side is h, or v for portrait."""
    folder = f"{emotion}/{favorite}" if favorite else emotion
    # To the millisecond: two orders of one second cannot meet.
    stamp = f"{at.astimezone(UTC):%Y%m%d-%H%M%S}{at.microsecond // 1000:03d}"
    return f"{folder}/img_{stamp}_{ordinal}{f'-{apart}' if apart else ''}{side}.jpeg"


def moved(tail: str, *, emotion: str, favorite: str, apart: str = "") -> str:
    """The same name in the folder of another emotion or favorite; `apart` as above, where that name is taken."""
    folder = f"{emotion}/{favorite}" if favorite else emotion
    stem, _dot, ext = tail.rpartition("/")[2].rpartition(".")
    side = stem[-1:] if stem[-1:] in {"h", "v"} else ""
    end = f"{f'-{apart}' if apart else ''}{side}.{ext}"
    return f"{folder}/{stem.removesuffix(side)[: LONGEST_TAIL - len(folder) - 1 - len(end)]}{end}"
