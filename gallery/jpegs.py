"""A JPEG without anything but its picture: no person's metadata, no thumbnail, nothing behind its end; same pixels."""

import io
import struct
from typing import Final

from PIL import Image as Pixels
from PIL import ImageOps, UnidentifiedImageError

from gallery import files

_EOI, _SOS, _JFIF, _ADOBE, _FIRST = 0xD9, 0xDA, 0xE0, 0xEE, 0xC0
# Tables, the restart interval, and the three kinds of frame that every browser shows.
_KEPT: Final = {0xDB, 0xC4, 0xDD, 0xC0, 0xC1, 0xC2, _SOS}
_RARE_FRAMES: Final = {*range(0xC3, 0xD0)} - {0xC4, 0xC8}
# Without a thumbnail.
_PLAIN_JFIF: Final = 18
_ORIENTATION: Final = 0x0112


def cleaned(data: bytes) -> bytes:
    """The same pixels, bit for bit, where the file is a plain one; otherwise (turned by Exif, CMYK, …) encoded anew.

    The same bytes give the same answer, quickly where the file is plain: whether it can be decoded to its end is for
    whoever takes it. Raises UnreadablePictureError.
    """
    if not _is_turned(data) and (bare := _bare(data)) is not None:
        return bare
    upright: Pixels.Image = ImageOps.exif_transpose(files.opened(data))
    return files.jpeg(upright)


def _is_turned(data: bytes) -> bool:
    """Whether its pixels lie otherwise than they are to be seen."""
    if not data.startswith(b"\xff\xd8\xff"):
        return True
    try:
        with Pixels.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            return bool(picture.getexif().get(_ORIENTATION, 1) != 1)
    except (UnidentifiedImageError, Pixels.DecompressionBombError, OSError, ValueError, SyntaxError):
        return True


def _bare(data: bytes) -> bytes | None:
    """None where a part that may not go would be needed to show it, or the file is not as the standard says."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and at + 2 <= len(data):
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == _EOI:
            # What comes behind the end is somebody's, and no picture.
            return b"".join([*kept, b"\xff\xd9"])
        if kind == _ADOBE or kind in _RARE_FRAMES or kind < _FIRST or at + 4 > len(data):
            return None
        end = at + 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if kind == _SOS:
            end = _end_of_scan(data, end)
        is_header = kind == _JFIF and end == at + _PLAIN_JFIF and data[at + 4 : at + 9] == b"JFIF\x00"
        if kind in _KEPT or is_header:
            kept.append(data[at:end])
        at = end
    return None


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is no part of the picture's own bits."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0x00 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
