"""An uploaded photo as pixels: its type by content, its size before it is decoded, upright; in memory only."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from PIL import Image

from emotions import errors
from gallery import signatures

Pixels = NDArray[np.uint8]

# JPEG is made smaller while it is decoded. Every other kind lies in memory whole, WebP several times over, however
# few bytes a single colour packs into: each costs about 200 MB at the most.
MOST_PIXELS: Final = {"JPEG": 50_000_000, "WEBP": 13_000_000}
MOST_PIXELS_WHOLE: Final = 16_000_000
# So many at once, or as many as the web has threads would add up. In threads of its own: the C library keeps what a
# thread has once used, so that eight threads that wait for each other end with four times as much as these two.
AT_ONCE: Final = 2
_desk: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="photos")
# A face needs 64 pixels. A photo with a longer side of twice this or more is halved (quartered, …) while it is
# decoded: a 12-megapixel photo then costs a fifth of the time and a sixteenth of the memory.
SIDE_WANTED: Final = 1280
# A photo is brought to RGB in squares of about this side, each reduced before the next: never whole.
TILE: Final = 1024
ORIENTATION_TAG: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS: Final = frozenset(turn for tag, turn in TURNS.items() if tag >= 5)
DEEP_MODES: Final = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})


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
    if not photo:
        raise errors.EmptyPhotoError(_("There is no photo in this request. Please take one or choose one."))
    kind = signatures.kind_of(photo)
    if kind not in signatures.READABLE:
        raise errors.UnsupportedPhotoError(_refusal(kind))
    try:
        with Image.open(io.BytesIO(photo), formats=[kind]) as image:
            _check_size(image.size, most=_most_pixels(image, photo))
            return _desk.submit(_picture, image).result()
    except errors.PhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PhotoTooLargeError(_too_large(MOST_PIXELS.get(kind, MOST_PIXELS_WHOLE))) from None
    except Exception:  # noqa: BLE001 - fed with garbage, decoders raise anything from SyntaxError to zlib.error
        # `from None`: the decoder's error may quote bytes of the photo.
        raise errors.UnreadablePhotoError(
            _("This %(kind)s photo is damaged or not complete. Please send it again, or another one.") % {"kind": kind}
        ) from None


def _refusal(kind: str) -> str:
    if not kind:
        return _("This file is not a photo. Please send a JPEG, PNG or WebP photo.")
    return _("The garden cannot open this kind of file (%(kind)s). Please send a JPEG, PNG or WebP photo.") % {
        "kind": signatures.name_of(kind)
    }


def _too_large(most: int) -> str:
    return _("This photo has too many pixels (more than %(most)d million). Please send a smaller one.") % {
        "most": most // 1_000_000
    }


def _check_size(size: tuple[int, int], *, most: int) -> None:
    if size[0] * size[1] > most:
        raise errors.PhotoTooLargeError(_too_large(most))


def _most_pixels(image: Image.Image, photo: bytes) -> int:
    kind = image.format or ""
    if kind == "JPEG" and _in_many_scans(image, photo):
        return MOST_PIXELS_WHOLE
    return MOST_PIXELS.get(kind, MOST_PIXELS_WHOLE)


def _in_many_scans(image: Any, photo: bytes) -> bool:
    """Whether the JPEG's decoder has to keep every coefficient of the full size until the last scan is read.

    So do progressive ones, and those whose first scan has not all the colours. Pillow reads the header up to the end
    of that scan's own: its length, its number of colours, two bytes for each and three more.
    """
    colours, end = len(image.getbands()), image.fp.tell()
    length = 6 + 2 * colours
    whole = length.to_bytes(2) + bytes([colours])
    return "progressive" in image.info or photo[end - length : end - length + 3] != whole


def _picture(image: Image.Image) -> Picture:
    width, height = image.size
    shrink = max(width, height) // SIDE_WANTED
    if shrink > 1:
        # JPEG alone can shrink while it is decoded; the others are reduced afterwards.
        image.draft(None, (max(1, width // shrink), max(1, height // shrink)))
    image.load()
    if image.format == "TIFF":
        width, height = image.size  # Pillow turns a TIFF upright by itself while it loads it
    turn = _turn(image)
    rgb = _reduced(image)
    if turn is not None:
        rgb = rgb.transpose(turn)
    if turn in SIDEWAYS:
        width, height = height, width
    return Picture(np.asarray(rgb), width, height)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What makes the photo upright; a broken EXIF block counts as none, since the pixels are there all the same."""
    try:
        return TURNS.get(int(image.getexif().get(ORIENTATION_TAG, 1)))
    except Exception:  # noqa: BLE001 - as above: EXIF parsers raise anything
        return None


def _reduced(image: Image.Image) -> Image.Image:
    """The photo as RGB, its longer side less than twice as long as wanted."""
    shrink = max(1, max(image.size) // SIDE_WANTED)
    full = _full(image) if image.mode in DEEP_MODES else 0.0
    done = Image.new("RGB", (-(-image.width // shrink), -(-image.height // shrink)))
    for left, top, tile in _tiles(image, step=shrink * max(1, TILE // shrink)):
        rgb = _shallow(tile, full=full) if full else _rgb(tile)
        done.paste(rgb.reduce(shrink) if shrink > 1 else rgb, (left // shrink, top // shrink))
    return done


def _tiles(image: Image.Image, *, step: int) -> Iterator[tuple[int, int, Image.Image]]:
    for top in range(0, image.height, step):
        for left in range(0, image.width, step):
            right, bottom = min(left + step, image.width), min(top + step, image.height)
            yield left, top, image.crop((left, top, right, bottom))


def _rgb(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    see_through = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(see_through, mask=see_through.getchannel("A"))
    return paper


def _full(image: Image.Image) -> float:
    """What stands for white in 16 or 32 bits of grey."""
    brightest = max(float(_grey(tile).max()) for _left, _top, tile in _tiles(image, step=TILE))
    full = next((most for most in (1.0, 255.0, 65_535.0) if brightest <= most), brightest)
    return full if image.mode == "F" else max(full, 65_535.0)


def _shallow(image: Image.Image, *, full: float) -> Image.Image:
    """16 or 32 bits of grey as 8: convert() alone would cut everything above 255 off to white."""
    return Image.fromarray(np.clip(_grey(image) * (255.0 / full), 0, 255).astype(np.uint8)).convert("RGB")


def _grey(image: Image.Image) -> NDArray[np.float32]:
    return np.nan_to_num(np.asarray(image, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
