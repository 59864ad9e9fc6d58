"""Photos for tests: one real face (NASA's portrait of Eileen Collins, public domain) and many things that are none."""

import io
import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from emotions.frames import Picture

Pixels = NDArray[np.uint8]

# Where the face is in the 512 × 512 portrait: its middle, and its width as OpenCV sees it.
FACE_X, FACE_Y, FACE_WIDTH = 224, 114, 96
WALL = (150, 140, 130)


@cache
def portrait() -> Image.Image:
    return Image.fromarray(data.astronaut())


def webcam(
    face_width: int = 160,
    *,
    at: tuple[int, int] = (640, 330),
    size: tuple[int, int] = (1280, 720),
    mirrored: bool = False,
    tilt: float = 0.0,
    light: float = 1.0,
    shade: float = 1.0,
) -> Image.Image:
    """The portrait in front of a wall, its face `face_width` wide at `at`.

    `light` dims everything; `shade` is what is left of the light on the face's dark side.
    """
    face = portrait()
    if shade < 1:
        across = np.clip((np.arange(512) - (FACE_X - FACE_WIDTH / 2)) / FACE_WIDTH, 0, 1)
        face = Image.fromarray((np.asarray(face) * (shade + (1 - shade) * across)[None, :, None]).astype(np.uint8))
    if tilt:
        face = face.rotate(tilt, Image.Resampling.BICUBIC, center=(FACE_X, FACE_Y), fillcolor=WALL)
    middle = FACE_X
    if mirrored:
        face, middle = face.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 511 - FACE_X
    scale = face_width / FACE_WIDTH
    face = face.resize((round(512 * scale), round(512 * scale)), Image.Resampling.LANCZOS)
    frame = Image.new("RGB", size, WALL)
    frame.paste(face, (round(at[0] - middle * scale), round(at[1] - FACE_Y * scale)))
    return frame.point(lambda value: value * light) if light < 1 else frame


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **({"quality": 90} if kind == "JPEG" else {}), **options)
    return kept.getvalue()


def picture(image: Image.Image) -> Picture:
    return Picture(np.asarray(image.convert("RGB")), image.width, image.height)


@cache
def happy_photo() -> bytes:
    """What a webcam sends: 1280 × 720, one face, happy."""
    return encoded(webcam())


@cache
def empty_photo() -> bytes:
    """The same wall with nobody in front of it."""
    return encoded(Image.new("RGB", (1280, 720), WALL))


def objects() -> dict[str, Image.Image]:
    """Photographs of things and one of a cat, all shipped with scikit-image."""
    names = ["brick", "chelsea", "coffee", "coins", "hubble_deep_field", "rocket"]
    return {name: Image.fromarray(getattr(data, name)()).convert("RGB") for name in names}


def flowers(seed: int) -> Image.Image:
    """Discs with petals and dotted hearts: the made pictures that look most like faces to a cascade."""
    random = np.random.default_rng(seed)
    down, right = np.mgrid[0:360, 0:640]
    pixels = np.empty((360, 640, 3), np.uint8)
    pixels[:] = random.integers(60, 256, 3)
    for _ in range(int(random.integers(4, 16))):
        x, y, reach = random.integers(0, 640), random.integers(0, 360), random.integers(15, 90)
        away, turn = np.hypot(right - x, down - y), np.arctan2(down - y, right - x)
        petals = away < reach * (0.6 + 0.4 * np.cos(turn * random.integers(4, 10) + random.uniform(0, math.tau)))
        pixels[petals] = random.integers(0, 256, 3)
        pixels[away < reach / 4] = random.integers(0, 256, 3)
    return Image.fromarray(pixels)


def noise(seed: int) -> Image.Image:
    """Clouds of one grain size, from pixels to blobs."""
    random = np.random.default_rng(seed)
    grain = int(2 ** random.uniform(0, 5))
    small = random.integers(0, 256, (360 // grain + 1, 640 // grain + 1)).astype(np.uint8)
    return Image.fromarray(small).resize((640, 360), Image.Resampling.BICUBIC).convert("RGB")
