"""An uploaded photo as pixels for a reader: in memory only, and what is wrong with it told to the person in it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from emotions import errors
from gallery import decoding, signatures

Pixels = NDArray[np.uint8]

# A face needs 64 pixels; a photo with a longer side of twice this or more is reduced while it is decoded.
SIDE_WANTED: Final = 1280


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An upright photo: `pixels` is height × width × 3 (RGB), perhaps smaller than the photo's `width` × `height`."""

    pixels: Pixels
    width: int
    height: int

    def __repr__(self) -> str:
        # An error report prints the variables of every frame; the face must not be among them.
        return f"<Picture {self.width}×{self.height}>"

    @property
    def scale(self) -> float:
        """How many pixels of the photo one pixel here stands for."""
        return self.width / int(self.pixels.shape[1])


def decode(photo: bytes) -> Picture:
    """The first picture in the file. Raises errors.PhotoError."""
    try:
        found = decoding.decode(photo, side=SIDE_WANTED)
    except decoding.DecodingError as error:
        raise _refusal(error) from None
    return Picture(np.asarray(found.image), found.width, found.height)


def _refusal(error: decoding.DecodingError) -> errors.PhotoError:
    match error.fault:
        case "empty":
            return errors.EmptyPhotoError(_("There is no photo in this request. Please take one or choose one."))
        case "unsupported":
            return errors.UnsupportedPhotoError(_unsupported(error.kind))
        case "too_large":
            return errors.PhotoTooLargeError(_too_large(error.most))
        case "unreadable":
            sentence = _("This %(kind)s photo is damaged or not complete. Please send it again, or another one.")
            return errors.UnreadablePhotoError(sentence % {"kind": error.kind})


def _unsupported(kind: str) -> str:
    if not kind:
        return _("This file is not a photo. Please send a JPEG, PNG or WebP photo.")
    return _("The garden cannot open this kind of file (%(kind)s). Please send a JPEG, PNG or WebP photo.") % {
        "kind": signatures.name_of(kind)
    }


def _too_large(most: int) -> str:
    return _("This photo has too many pixels (more than %(most)d million). Please send a smaller one.") % {
        "most": most // 1_000_000
    }
