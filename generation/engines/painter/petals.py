"""Petals and leaves: outlines, gradients, veins, folds and shadows, computed pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import canvas, colour
from .canvas import Colour, Field, Sprite
from .dice import Chance

_BESIDE = 1.32  # room around a petal for its own soft shadow


@dataclass(frozen=True, slots=True)
class Shape:
    """How a petal is cut: `root` and `tip` are the powers of the outline at both ends (small is blunt)."""

    width: float = 0.4
    root: float = 0.7
    tip: float = 0.45
    notch: float = 0.0
    ruffle: float = 0.0
    bend: float = 0.0
    veins: float = 0.5
    blotch: float = 0.0
    fringe: float = 0.0
    spots: float = 0.0
    leaf: bool = False


def petal(
    shape: Shape,
    *,
    colours: tuple[Colour, Colour],
    size: float,
    chance: Chance,
    shadow: Colour = (20.0, 10.0, 30.0),
    mark: Colour = (30.0, 10.0, 30.0),
    depth: float = 0.5,
) -> Sprite:
    """One petal lying along +x, `size` pixels long, its root at the anchor; `depth` is how dark its shadow falls."""
    length = max(int(size), 6)
    half = max(length * (shape.width * 0.5 + abs(shape.bend)) * _BESIDE + 2.0, 4.0)
    rows, pad = int(half * 2) + 1, length * 0.08 + 1.5
    columns = int(length * 1.12 + 2 * pad)
    u = ((np.arange(columns, dtype=np.float32) - pad) / length)[None, :]
    v = ((np.arange(rows, dtype=np.float32) - half) / length)[:, None]
    v = v - shape.bend * u * u
    half_width, across = _outline(shape, u=u, v=v, chance=chance)
    inside = np.clip((half_width - np.abs(v)) * length * 0.9 + 0.5, 0.0, 1.0)
    paint = _paint(shape, u=np.broadcast_to(u, across.shape), across=across, colours=colours, mark=mark, chance=chance)
    fade = (
        np.clip((half_width * 1.0 + 0.055 - np.abs(v)) / 0.11, 0.0, 1.0) * np.clip((1.06 - u) / 0.1, 0, 1) * (u > -0.04)
    )
    halo = fade * fade * depth * (1.0 - inside)
    pixels = np.empty((rows, columns, 4), dtype=np.float32)
    pixels[..., :3] = paint * inside[..., None] + np.asarray(shadow, dtype=np.float32) * halo[..., None]
    pixels[..., 3] = 255.0 * (inside + halo)
    whole = np.clip(pixels + 0.5, 0, 255).astype(np.uint8)
    return canvas.sprite(whole, anchor=(pad, half), reach=float(length))


def _outline(shape: Shape, *, u: NDArray[Any], v: NDArray[Any], chance: Chance) -> tuple[Field, Field]:
    """Half the width at each pixel, and where across the petal (−1…1) the pixel lies."""
    phase = float(chance.random()) * 6.28
    beat = 9.0 + 5.0 * float(chance.random())
    reach = u
    if shape.notch or shape.ruffle or shape.fringe:
        side = v / max(shape.width, 0.05)
        reach = u * (
            1.0
            + shape.notch * np.exp(-((side / 0.16) ** 2))
            + shape.ruffle * np.sin(side * beat + phase) * (0.4 + 0.6 * np.clip(u, 0, 1))
            + shape.fringe * np.abs(np.sin(side * 21.0 + phase))
        )
    inner = np.clip(reach, 0.0, 1.0)
    peak = shape.root / (shape.root + shape.tip)
    top = peak**shape.root * (1.0 - peak) ** shape.tip
    half_width = inner**shape.root * (1.0 - inner) ** shape.tip / top * shape.width * 0.5
    half_width = np.where((reach <= 0.0) | (reach >= 1.0), -0.02, half_width).astype(np.float32)
    across = np.clip(v / np.maximum(half_width, 0.004), -1.0, 1.0).astype(np.float32)
    return half_width, across


def _paint(
    shape: Shape, *, u: Field, across: Field, colours: tuple[Colour, Colour], mark: Colour, chance: Chance
) -> Field:
    inner = np.clip(u, 0.0, 1.0)
    edge = np.abs(across)
    drift = float(chance.normal(0.0, 0.06))
    place = np.clip(inner * 0.9 + 0.12 * edge * edge + drift, 0.0, 1.0)
    middle = colour.mix(colours[0], colours[1], part=0.62)
    tint = colour.along(
        colour.ramp((colour.change(colours[0], light=-0.05), colours[0], middle, colours[1])),
        field=np.asarray(place, dtype=np.float32),
    )
    light = 0.9 + 0.16 * inner + 0.1 * across * float(chance.uniform(-1.0, 1.0))
    light += 0.16 * np.exp(-np.square((edge - 0.94) / 0.09)) * inner  # the thin rim lets light through
    light -= 0.24 * np.exp(-inner * 6.0)  # it is dark where petals meet
    light -= 0.13 * np.exp(-np.square(across / 0.1)) * (1.0 - inner) * (0.4 if shape.leaf else 1.0)
    light += _streaks(inner, across=across, chance=chance) * 0.1
    light += _veins(shape, inner=inner, across=across, edge=edge)
    painted = tint * light[..., None]
    if shape.blotch:
        stain = np.clip((shape.blotch - inner + 0.09 * np.cos(across * 9.0)) / 0.16, 0.0, 1.0)[..., None] * 0.9
        painted = painted * (1.0 - stain) + np.asarray(mark, dtype=np.float32) * stain
    if shape.spots:
        freckles = np.sin(inner * 41.0 + across * 3.0) * np.sin(across * 12.0 + inner * 17.0)
        dots = (np.clip((freckles - 0.55) * 5.0, 0.0, 1.0) * shape.spots * np.exp(-np.square((inner - 0.45) / 0.24)))[
            ..., None
        ]
        painted = painted * (1.0 - dots) + np.asarray(mark, dtype=np.float32) * dots
    return np.asarray(np.clip(painted, 0.0, 255.0), dtype=np.float32)


def _streaks(inner: Field, *, across: Field, chance: Chance) -> Field:
    """Brush hairs along the petal, in −1…1."""
    hairs = chance.random(64, dtype=np.float32)
    fine = np.interp((across * 0.5 + 0.5) * 63.0, np.arange(64), hairs)
    sway = np.sin(inner * 5.0 + fine * 6.28)
    return np.asarray((fine - 0.5) * 1.4 + 0.3 * sway, dtype=np.float32)


def _veins(shape: Shape, *, inner: Field, across: Field, edge: Field) -> Field:
    if shape.leaf:
        rib = 0.34 * np.exp(-np.square(across / 0.055)) * (1.0 - 0.5 * inner)
        side = np.sin((inner - edge * 0.22) * 58.0)
        return np.asarray(
            shape.veins * (rib + 0.09 * np.clip(side * 2.0 - 0.6, -0.3, 1.0) + 0.12 * (across > 0)), dtype=np.float32
        )
    wave = np.cos(across * 15.0)
    wave = wave * wave
    lines = (
        wave * wave * wave * (1.0 - edge) * (0.35 + 0.65 * (1.0 - inner))
    )  # a sixth power by name is ten times slower
    return np.asarray(-0.2 * shape.veins * lines, dtype=np.float32)
