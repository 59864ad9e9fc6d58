"""The name that the original Emotion Garden's clients know a picture by, and the favorite inside it."""

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError

LONGEST_FAVORITE = 100


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


def tail(*, emotion: str, favorite: str, at: datetime, ordinal: int, side: str, apart: str = "") -> str:
    """`<emotion>[/<favorite>]/img_<stamp>_<ordinal>[-<apart>]<side>.jpeg`; the side is h, or v for portrait."""
    folder = f"{emotion}/{favorite}" if favorite else emotion
    stamp = at.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    return f"{folder}/img_{stamp}_{ordinal}{f'-{apart}' if apart else ''}{side}.jpeg"
