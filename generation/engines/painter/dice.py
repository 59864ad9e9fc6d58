"""Chance: random streams that depend on the request alone, and the soft noise fields made from them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np

from . import canvas
from .canvas import Field, Pixels

Chance = np.random.Generator
Thing = TypeVar("Thing")


def stream(emotion: str, *, favorite: str, seed: int, part: str) -> Chance:
    """A stream of its own for each part, so that a change to the weather leaves the flowers where they are."""
    words = zlib.crc32(f"{emotion}|{favorite}|{part}".encode())
    entropy = [seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF, words]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def pick(chance: Chance, *, among: Sequence[Thing]) -> Thing:
    return among[int(chance.integers(len(among)))]


def between(chance: Chance, *, low: float, high: float) -> float:
    return low + (high - low) * float(chance.random())


def clouds(
    chance: Chance, *, width: int, height: int, cells: float = 3.0, octaves: int = 4, stretch: float = 1.0
) -> Field:
    """Soft noise in 0–1; `cells` lumps along the longer side, flattened sideways by `stretch`."""
    longer = max(width, height)
    total = np.zeros((height, width), dtype=np.float32)
    weight = 1.0
    for octave in range(octaves):
        lumps = cells * 2**octave
        rows = max(2, round(lumps * height / longer * stretch) + 2)
        columns = max(2, round(lumps * width / longer) + 2)
        lattice = chance.random((rows, columns), dtype=np.float32)
        total += weight * canvas.grown(lattice, width=width, height=height)
        weight *= 0.5
    low, high = float(total.min()), float(total.max())
    return np.asarray((total - low) / max(high - low, 1e-6), dtype=np.float32)


def wander(chance: Chance, *, count: int, knots: int = 6) -> Field:
    """A smooth line of `count` values in 0–1."""
    knot = chance.random((1, max(2, knots)), dtype=np.float32)
    return np.asarray(np.clip(canvas.grown(knot, width=count, height=1)[0], 0.0, 1.0), dtype=np.float32)


@lru_cache(maxsize=1)
def _grain_tile() -> Pixels:
    """Paper tooth and film grain in one tile; the same for every picture, so it is made once."""
    chance = np.random.Generator(np.random.PCG64(20))
    fine = chance.standard_normal((512, 512), dtype=np.float32)
    tooth = canvas.smoothed(chance.standard_normal((512, 512), dtype=np.float32), radius=1.3) * 3.2
    return np.clip(128.0 + 26.0 * (fine + tooth), 0, 255).astype(np.uint8)


def grain(chance: Chance, *, width: int, height: int) -> Pixels:
    """The tile, rolled by chance and repeated over the picture."""
    across, down = (int(step) for step in chance.integers(0, 512, 2))
    tile = np.roll(_grain_tile(), (down, across), axis=(0, 1))
    return np.ascontiguousarray(np.tile(tile, (-(-height // 512), -(-width // 512)))[:height, :width])
