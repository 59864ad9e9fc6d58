"""Colour: mixing and turning colours in OKLab, where equal steps look equal and mixtures stay clean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .canvas import Colour, Field

_TO_LMS = np.array(
    (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
)
_TO_LAB = np.array(
    (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
)
_FROM_LAB = np.linalg.inv(_TO_LAB)
_FROM_LMS = np.linalg.inv(_TO_LMS)


def parse(code: str) -> Colour:
    return (float(int(code[0:2], 16)), float(int(code[2:4], 16)), float(int(code[4:6], 16)))


def to_lab(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    unit = np.clip(colours / 255.0, 0.0, 1.0)
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T, dtype=np.float64)


def from_lab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = np.clip((lab @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T, 0.0, 1.0)
    unit = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(unit * 255.0, dtype=np.float64)


@lru_cache(maxsize=4096)  # a picture asks for the same few hundred mixtures again and again
def mix(first: Colour, second: Colour, *, part: float) -> Colour:
    """`part` of the second colour in the first."""
    lab = to_lab(np.array((first, second)))
    return _colour(from_lab(lab[0] * (1.0 - part) + lab[1] * part))


@lru_cache(maxsize=4096)
def change(colour: Colour, *, light: float = 0.0, chroma: float = 1.0, hue: float = 0.0) -> Colour:
    """Lighter by `light` (0–1 scale), `chroma` times as vivid, hue turned by degrees."""
    lab = to_lab(np.array(colour))
    turn = math.radians(hue)
    a, b = float(lab[1]) * chroma, float(lab[2]) * chroma
    turned = (lab[0] + light, a * math.cos(turn) - b * math.sin(turn), a * math.sin(turn) + b * math.cos(turn))
    return _colour(from_lab(np.array(turned)))


def light_of(colour: Colour) -> float:
    return float(to_lab(np.array(colour))[0])


def ramp(stops: Sequence[Colour], *, count: int = 64) -> Field:
    """A table of `count` colours through the stops, evenly spaced; it is shared, so it cannot be written to."""
    return _ramp(tuple(stops), count=count)


@lru_cache(maxsize=512)
def _ramp(stops: tuple[Colour, ...], *, count: int) -> Field:
    lab = to_lab(np.array(stops, dtype=np.float64))
    place = np.linspace(0.0, len(stops) - 1.0, count)
    each = np.stack([np.interp(place, np.arange(len(stops)), lab[:, channel]) for channel in range(3)], axis=1)
    table = from_lab(each).astype(np.float32)
    table.flags.writeable = False
    return table


def along(table: Field, *, field: Field) -> Field:
    """Looks a field of 0–1 up in a ramp."""
    index = np.clip(field * (len(table) - 1), 0, len(table) - 1).astype(np.int32)
    return table[index]


def _colour(values: NDArray[np.float64]) -> Colour:
    return (float(values[0]), float(values[1]), float(values[2]))
