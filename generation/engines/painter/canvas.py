"""The canvas: pixels, sprites and brushes, and the only module that touches OpenCV."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]
Points = NDArray[np.float32] | NDArray[np.float64]
Colour = tuple[float, float, float]

VERSION: str = cv2.__version__
_SHIFT = 4  # sixteenths of a pixel: without it slow curves show stairs


@dataclass(frozen=True, slots=True)
class Sprite:
    """A painted thing with premultiplied alpha, ready to be stamped at any size; `reach` is its radius in pixels."""

    levels: tuple[Pixels, ...]
    anchor: tuple[float, float]
    reach: float


def use_one_thread() -> None:
    cv2.setNumThreads(1)


def sprite(pixels: Pixels, *, anchor: tuple[float, float], reach: float) -> Sprite:
    """Keeps halved copies: shrinking one large picture by sampling alone would glitter."""
    levels = [pixels]
    while min(levels[-1].shape[:2]) > 12 and len(levels) < 6:
        height, width = levels[-1].shape[:2]
        levels.append(_resize(levels[-1], width=(width + 1) // 2, height=(height + 1) // 2, how=cv2.INTER_AREA))
    return Sprite(levels=tuple(levels), anchor=anchor, reach=reach)


def tint(
    *, gain: Colour = (1.0, 1.0, 1.0), haze: Colour = (0.0, 0.0, 0.0), amount: float = 0.0, opacity: float = 1.0
) -> Field:
    """A 4×4 matrix over premultiplied colour: gain, then a veil of haze, then opacity."""
    matrix = np.zeros((4, 4), dtype=np.float32)
    for channel in range(3):
        matrix[channel, channel] = gain[channel] * (1.0 - amount) * opacity
        matrix[channel, 3] = haze[channel] / 255.0 * amount * opacity
    matrix[3, 3] = opacity
    return matrix


class Canvas:
    """RGBA pixels with premultiplied alpha; a picture starts opaque, a sprite starts empty."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels: Pixels = pixels
        self.height, self.width = pixels.shape[:2]

    @classmethod
    def empty(cls, *, width: int, height: int) -> Canvas:
        return cls(np.zeros((height, width, 4), dtype=np.uint8))

    @classmethod
    def of_field(cls, field: Field, *, width: int, height: int) -> Canvas:
        """Turns a small float RGB field (0–255) into an opaque canvas of the given size."""
        grown = _resize(field, width=width, height=height, how=cv2.INTER_CUBIC)
        pixels = cv2.cvtColor(cv2.convertScaleAbs(np.maximum(grown, 0.0)), cv2.COLOR_RGB2RGBA)
        return cls(np.asarray(pixels, dtype=np.uint8))

    def resized(self, *, width: int, height: int) -> Canvas:
        return Canvas(_resize(self.pixels, width=width, height=height, how=cv2.INTER_LINEAR))

    def stamp(
        self,
        thing: Sprite,
        *,
        at: tuple[float, float],
        radius: float,
        angle: float = 0.0,
        squash: float = 1.0,
        lean: float = 0.0,
        mirror: bool = False,
        tint: Field | None = None,
    ) -> None:
        """Lays a sprite with its anchor at a point: turned by `angle`, then flattened by `squash` along `lean`."""
        scale = radius / max(thing.reach, 1e-6)
        level = 0
        while scale <= 0.6 and level + 1 < len(thing.levels):
            scale *= 2.0
            level += 1
        image = thing.levels[level]
        a, b, c, d = _turn(angle=angle, squash=squash, lean=lean, scale=scale, mirror=mirror)
        shrink = 0.5**level
        ax, ay = thing.anchor[0] * shrink, thing.anchor[1] * shrink
        tx, ty = at[0] - a * ax - b * ay, at[1] - c * ax - d * ay
        rows, columns = image.shape[:2]
        xs = (tx, tx + a * columns, tx + b * rows, tx + a * columns + b * rows)
        ys = (ty, ty + c * columns, ty + d * rows, ty + c * columns + d * rows)
        left, right = max(0, math.floor(min(xs)) - 1), min(self.width, math.ceil(max(xs)) + 1)
        top, bottom = max(0, math.floor(min(ys)) - 1), min(self.height, math.ceil(max(ys)) + 1)
        if left >= right or top >= bottom:
            return
        matrix = np.array(((a, b, tx - left), (c, d, ty - top)), dtype=np.float64)
        warped = cv2.warpAffine(image, matrix, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
        if tint is not None:
            warped = cv2.transform(warped, tint)
        self._over(warped, left=left, top=top)

    def _over(self, layer: Any, *, left: int, top: int) -> None:
        rows, columns = layer.shape[:2]
        region = self.pixels[top : top + rows, left : left + columns]
        rest = cv2.bitwise_not(cv2.extractChannel(layer, 3))
        kept = cv2.multiply(region, cv2.merge((rest, rest, rest, rest)), scale=1.0 / 255.0)
        cv2.add(kept, layer, dst=kept)
        region[...] = kept

    def lay(self, other: Canvas) -> None:
        """Puts another canvas of the same size on top."""
        self._over(other.pixels, left=0, top=0)

    def fill(self, outline: Points, *, colour: Colour) -> None:
        points = np.round(np.asarray(outline, dtype=np.float64) * (1 << _SHIFT)).astype(np.int32)
        cv2.fillPoly(self.pixels, [points], (*colour, 255), cv2.LINE_AA, _SHIFT)

    def fill_many(self, outlines: NDArray[np.float64], *, colours: NDArray[Any]) -> None:
        """Fills (n, points, 2) outlines in order; grass and brush strokes come by the hundred."""
        points = np.round(outlines * (1 << _SHIFT)).astype(np.int32)
        tones = np.clip(colours, 0.0, 255.0).tolist()
        for outline, (red, green, blue) in zip(points, tones, strict=True):
            cv2.fillPoly(self.pixels, [outline], (red, green, blue, 255), cv2.LINE_AA, _SHIFT)

    def line(self, points: Points, *, colour: Colour, width: float) -> None:
        """Draws a curve; what is thinner than a pixel is drawn as a ribbon, or it would turn heavy."""
        if width < 1.6:
            self.fill(ribbon(points, widths=np.full(len(points), max(width, 0.5))), colour=colour)
            return
        path = np.round(np.asarray(points, dtype=np.float64) * (1 << _SHIFT)).astype(np.int32)
        cv2.polylines(
            self.pixels,
            [path],
            isClosed=False,
            color=(*colour, 255),
            thickness=max(1, round(width)),
            lineType=cv2.LINE_AA,
            shift=_SHIFT,
        )

    def dot(self, at: tuple[float, float], *, radius: float, colour: Colour) -> None:
        centre = (round(at[0] * (1 << _SHIFT)), round(at[1] * (1 << _SHIFT)))
        cv2.circle(self.pixels, centre, max(1, round(radius * (1 << _SHIFT))), (*colour, 255), -1, cv2.LINE_AA, _SHIFT)

    def soften(self, radius: float) -> None:
        """Blurs everything; wide blurs work on a shrunken copy because nobody can see the difference."""
        self.pixels = blurred(self.pixels, radius=radius)

    def veil(self, mask: Field, *, colour: Colour) -> None:
        """Draws a small mask (0–1, any size) over the canvas as a breath of one colour."""
        alpha = _resize(np.clip(mask, 0.0, 1.0).astype(np.float32), width=self.width, height=self.height)
        flat = np.empty_like(self.pixels)
        flat[...] = (round(colour[0]), round(colour[1]), round(colour[2]), 255)
        self.pixels = np.asarray(cv2.blendLinear(flat, self.pixels, alpha, 1.0 - alpha), dtype=np.uint8)

    def glow(self, field: Field) -> None:
        """Adds a small RGB field (0–255) of light, less where it is bright already: plain addition would burn out."""
        small = np.clip(field, 0.0, 255.0).astype(np.float32)
        grown = cv2.convertScaleAbs(_resize(small, width=self.width, height=self.height))
        light = cv2.multiply(cv2.bitwise_not(self.pixels), cv2.cvtColor(grown, cv2.COLOR_RGB2RGBA), scale=1.0 / 255.0)
        self.pixels = np.asarray(cv2.add(self.pixels, light), dtype=np.uint8)

    def shade(self, field: Field) -> None:
        """Multiplies by a small RGB field, where 1 leaves the picture as it is."""
        small = np.clip(field * 160.0, 0.0, 255.0).astype(np.float32)
        grown = cv2.convertScaleAbs(_resize(small, width=self.width, height=self.height))
        colours = cv2.cvtColor(grown, cv2.COLOR_RGB2RGBA)
        colours[..., 3] = 160
        self.pixels = np.asarray(cv2.multiply(self.pixels, colours, scale=1.0 / 160.0), dtype=np.uint8)

    def grain(self, noise: Pixels, *, strength: float) -> None:
        """Adds noise that lies around 128; it must be as large as the canvas."""
        rough = cv2.cvtColor(noise, cv2.COLOR_GRAY2RGBA)
        mixed = cv2.addWeighted(self.pixels, 1.0, rough, strength, -128.0 * strength)
        self.pixels = np.asarray(mixed, dtype=np.uint8)

    def curve(self, table: Pixels) -> None:
        """Sends each channel through a 256×3 table."""
        whole = np.dstack((table[None, :, :], np.full((1, 256, 1), 255, dtype=np.uint8)))
        self.pixels = np.asarray(cv2.LUT(self.pixels, np.ascontiguousarray(whole)), dtype=np.uint8)

    def bend(self, *, across: Field, down: Field) -> None:
        """Moves the picture by small fields of offsets in pixels: reflections, ripples, whirls."""
        x, y = np.meshgrid(np.arange(self.width, dtype=np.float32), np.arange(self.height, dtype=np.float32))
        x += _resize(across, width=self.width, height=self.height)
        y += _resize(down, width=self.width, height=self.height)
        self.pixels = np.asarray(cv2.remap(self.pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))

    def rgb(self) -> Pixels:
        return np.ascontiguousarray(self.pixels[..., :3])


def softened(thing: Sprite, *, radius: float) -> Sprite:
    """The same sprite out of focus; a margin is added so that the blur has room."""
    level = next((image for image in thing.levels if max(image.shape[:2]) <= 200), thing.levels[-1])
    shrink = level.shape[1] / thing.levels[0].shape[1]
    room = int(radius * shrink * 2.5) + 2
    wide = cv2.copyMakeBorder(level, room, room, room, room, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    pixels = blurred(np.asarray(wide, dtype=np.uint8), radius=max(radius * shrink, 0.5))
    anchor = (thing.anchor[0] * shrink + room, thing.anchor[1] * shrink + room)
    return sprite(pixels, anchor=anchor, reach=thing.reach * shrink)


def ribbon(points: Points, *, widths: NDArray[Any]) -> NDArray[np.float64]:
    """The outline of a stroke along a path with a width at each point."""
    path, wide = np.asarray(points, dtype=np.float64), np.asarray(widths, dtype=np.float64)
    return np.asarray(ribbons(path[None], widths=wide[None])[0], dtype=np.float64)


def ribbons(paths: NDArray[np.float64], *, widths: NDArray[np.float64]) -> NDArray[np.float64]:
    """The outlines of many strokes at once: (n, points, 2) and (n, points) give (n, 2 × points, 2)."""
    ahead = np.empty_like(paths)
    ahead[:, 1:-1] = paths[:, 2:] - paths[:, :-2]
    ahead[:, 0], ahead[:, -1] = paths[:, 1] - paths[:, 0], paths[:, -1] - paths[:, -2]
    half = widths * 0.5 / np.maximum(np.hypot(ahead[..., 0], ahead[..., 1]), 1e-6)
    count = paths.shape[1]
    outlines = np.empty((len(paths), 2 * count, 2), dtype=np.float64)
    outlines[:, :count, 0] = paths[..., 0] - ahead[..., 1] * half
    outlines[:, :count, 1] = paths[..., 1] + ahead[..., 0] * half
    outlines[:, count:, 0] = (paths[..., 0] + ahead[..., 1] * half)[:, ::-1]
    outlines[:, count:, 1] = (paths[..., 1] - ahead[..., 0] * half)[:, ::-1]
    return outlines


def blurred(pixels: Pixels, *, radius: float) -> Pixels:
    height, width = pixels.shape[:2]
    if radius < 0.4:
        return pixels
    step = 1
    while radius / step > 4.0 and min(height, width) // (step * 2) >= 8:
        step *= 2
    small = _resize(pixels, width=max(2, width // step), height=max(2, height // step), how=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), radius / step)
    return np.asarray(_resize(soft, width=width, height=height), dtype=np.uint8)


def grown(field: Field, *, width: int, height: int) -> Field:
    """A small field, smoothly enlarged."""
    return np.asarray(_resize(field, width=width, height=height, how=cv2.INTER_CUBIC), dtype=np.float32)


def smoothed(field: Field, *, radius: float) -> Field:
    return np.asarray(cv2.GaussianBlur(field, (0, 0), max(radius, 0.1)), dtype=np.float32)


def shrunk(pixels: Pixels, *, width: int, height: int) -> Field:
    return np.asarray(_resize(pixels, width=width, height=height, how=cv2.INTER_AREA), dtype=np.float32)


def _turn(*, angle: float, squash: float, lean: float, scale: float, mirror: bool) -> Sequence[float]:
    """The four numbers of: turn by angle, flatten along the lean direction, scale."""
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    flip = -1.0 if mirror else 1.0
    a, b, c, d = cos, -sin * flip, sin, cos * flip
    if squash != 1.0:
        lx, ly = math.cos(lean), math.sin(lean)
        k = squash - 1.0
        p, q, r = 1.0 + k * lx * lx, k * lx * ly, 1.0 + k * ly * ly
        a, b, c, d = p * a + q * c, p * b + q * d, q * a + r * c, q * b + r * d
    return a, b, c, d


def _resize(pixels: Any, *, width: int, height: int, how: int = cv2.INTER_LINEAR) -> Any:
    return cv2.resize(pixels, (width, height), interpolation=how)
