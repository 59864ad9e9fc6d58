"""An uploaded photo as pixels: its type by content, its size before it is decoded, upright; in memory only."""

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from PIL import Image

from emotions import errors, signatures

Pixels = NDArray[np.uint8]

MOST_PIXELS: Final = 50_000_000
# A face needs 64 pixels. A photo with a longer side of twice this or more is halved (quartered, …) while it is
# decoded: a 12-megapixel photo then costs a fifth of the time and a sixteenth of the memory.
SIDE_WANTED: Final = 1280
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
            _check_size(image.size)
            return _picture(image)
    except errors.PhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PhotoTooLargeError(_too_large()) from None
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


def _too_large() -> str:
    return _("This photo has too many pixels (more than %(most)d million). Please send a smaller one.") % {
        "most": MOST_PIXELS // 1_000_000
    }


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise errors.PhotoTooLargeError(_too_large())


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
    rgb = _rgb(image)
    if (shrink := max(rgb.size) // SIDE_WANTED) > 1:
        rgb = rgb.reduce(shrink)
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


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    if image.mode in DEEP_MODES:
        return _shallow(image)
    if not image.has_transparency_data:
        return image.convert("RGB")
    see_through = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(see_through, mask=see_through.getchannel("A"))
    return paper


def _shallow(image: Image.Image) -> Image.Image:
    """16 or 32 bits of grey as 8: convert() alone would cut everything above 255 off to white."""
    grey = np.nan_to_num(np.asarray(image, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(grey.max())
    full = next((most for most in (1.0, 255.0, 65_535.0) if top <= most), top)
    if image.mode != "F":
        full = max(full, 65_535.0)
    return Image.fromarray(np.clip(grey * (255.0 / full), 0, 255).astype(np.uint8)).convert("RGB")
