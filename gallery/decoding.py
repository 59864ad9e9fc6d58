"""A file from outside as pixels: its type by content, its size before it is decoded, upright; in memory only."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery import signatures

Fault = Literal["empty", "unsupported", "too_large", "unreadable"]
# JPEG is made smaller while it is decoded. Every other kind lies in memory whole, WebP several times over, however
# few bytes a single colour packs into: each costs about 200 MB at the most.
MOST_PIXELS: Final = {"JPEG": 50_000_000, "WEBP": 13_000_000}
MOST_PIXELS_WHOLE: Final = 16_000_000
# So many at once, or as many as the web has threads would add up. In threads of its own: the C library keeps what a
# thread has once used, so that eight threads that wait for each other end with four times as much as these two.
AT_ONCE: Final = 2
_desk: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="decoding")
# A picture is brought to RGB in squares of about this side, each reduced before the next: never whole.
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
# Kinds whose further pictures are movement; those of a TIFF or a phone's JPEG are pages and previews.
MOVING: Final = frozenset({"GIF", "PNG", "WEBP", "AVIF"})


class DecodingError(Exception):
    """Why a file gives no picture; each door has its own sentence for it."""

    def __init__(self, fault: Fault, *, kind: str = "", most: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.kind = kind
        """What the file is, as `signatures.kind_of` says it."""
        self.most = most
        """How many pixels this kind may have, where it has too many."""


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """An upright RGB picture, perhaps smaller than the file's `width` × `height`."""

    image: Image.Image
    width: int
    height: int
    moves: bool
    """Whether more pictures follow, of which this is the first."""

    def __repr__(self) -> str:
        # An error report prints the variables of every frame; a face must not be among them.
        return f"<Decoded {self.width}×{self.height}>"


def decode(data: bytes, *, side: int) -> Decoded:
    """The first picture in the file, its longer side less than twice `side`. Raises DecodingError.

    JPEG does so while it is decoded: a 12-megapixel photo at 1280 costs a fifth of the time, a sixteenth of the memory.
    """
    if not data:
        raise DecodingError("empty")
    kind = signatures.kind_of(data)
    if kind not in signatures.READABLE:
        raise DecodingError("unsupported", kind=kind)
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            _check_size(image, kind=kind, most=_most_pixels(image, data))
            return _desk.submit(_decoded, image, side).result()
    except DecodingError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        most = MOST_PIXELS.get(kind, MOST_PIXELS_WHOLE)
        raise DecodingError("too_large", kind=kind, most=most) from None
    except Exception:  # noqa: BLE001 - fed with garbage, decoders raise anything from SyntaxError to zlib.error
        # `from None`: the decoder's error may quote bytes of the file.
        raise DecodingError("unreadable", kind=kind) from None


def _check_size(image: Image.Image, *, kind: str, most: int) -> None:
    if image.width * image.height > most:
        raise DecodingError("too_large", kind=kind, most=most)


def _most_pixels(image: Image.Image, data: bytes) -> int:
    kind = image.format or ""
    if kind == "JPEG" and _in_many_scans(image, data):
        return MOST_PIXELS_WHOLE
    return MOST_PIXELS.get(kind, MOST_PIXELS_WHOLE)


def _in_many_scans(image: Any, data: bytes) -> bool:
    """Whether the JPEG's decoder has to keep every coefficient of the full size until the last scan is read.

    So do progressive ones, and those whose first scan has not all the colours. Pillow reads the header up to the end
    of that scan's own: its length, its number of colours, two bytes for each and three more.
    """
    colours, end = len(image.getbands()), image.fp.tell()
    length = 6 + 2 * colours
    whole = length.to_bytes(2) + bytes([colours])
    return "progressive" in image.info or data[end - length : end - length + 3] != whole


def _decoded(image: Image.Image, side: int) -> Decoded:
    width, height = image.size
    moves = image.format in MOVING and bool(getattr(image, "is_animated", False))
    shrink = max(width, height) // side
    if shrink > 1:
        # JPEG alone can shrink while it is decoded; the others are reduced afterwards.
        image.draft(None, (max(1, width // shrink), max(1, height // shrink)))
    image.load()
    if image.format == "TIFF":
        width, height = image.size  # Pillow turns a TIFF upright by itself while it loads it
    turn = _turn(image)
    rgb = _reduced(image, side)
    if turn is not None:
        rgb = rgb.transpose(turn)
    if turn in SIDEWAYS:
        width, height = height, width
    return Decoded(rgb, width, height, moves)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What makes it upright; a broken EXIF block counts as none, since the pixels are there all the same."""
    try:
        return TURNS.get(int(image.getexif().get(ORIENTATION_TAG, 1)))
    except Exception:  # noqa: BLE001 - as above: EXIF parsers raise anything
        return None


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """As RGB, the longer side less than twice as long as wanted."""
    shrink = max(1, max(image.size) // side)
    full = _full(image) if image.mode in DEEP_MODES else 0.0
    if image.mode == "RGB" and not image.has_transparency_data:
        return image.reduce(shrink) if shrink > 1 else image.copy()
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
