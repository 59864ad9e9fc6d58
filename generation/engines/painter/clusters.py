"""Clusters: balls, umbels, clocks and spikes, made of many small florets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import canvas, colour, dice, petals
from .blooms import Bloom
from .canvas import Canvas, Colour, Sprite
from .dice import Chance
from .palette import Palette
from .petals import Shape

_GOLDEN = 2.399963


@dataclass(frozen=True, slots=True)
class Ball:
    """Florets on the rays of a sphere: allium, dandelion clock, agapanthus."""

    count: int
    floret: float
    form: str = "star"
    hollow: float = 0.0
    dome: bool = False


@dataclass(frozen=True, slots=True)
class Spike:
    """Florets along a stem: lavender, foxglove, bluebell, wisteria."""

    count: int
    floret: float
    form: str = "bell"
    spread: float = 0.3
    droop: float = 0.0
    arch: float = 0.0
    hangs: bool = False
    one_side: bool = False


def floret(form: str, *, colours: tuple[Colour, Colour], size: float, palette: Palette, chance: Chance) -> Sprite:
    """One small flower; it looks along +x, or at the viewer when it is a star or a puff."""
    side = int(size * 2.6) + 6
    sheet = Canvas.empty(width=side, height=side)
    middle = (side / 2.0, side / 2.0)
    if form == "puff":
        for index in range(13):
            angle = index * math.tau / 13 + float(chance.normal(0.0, 0.1))
            tip = (middle[0] + math.cos(angle) * size, middle[1] + math.sin(angle) * size)
            sheet.line(np.array((middle, tip)), colour=colours[1], width=max(size * 0.05, 0.5))
        sheet.dot(middle, radius=max(size * 0.13, 0.6), colour=colours[0])
        return canvas.sprite((sheet.pixels * 0.8).astype(np.uint8), anchor=middle, reach=size)
    rows: tuple[tuple[float, float], ...]
    if form == "bell":
        shape, rows = (
            Shape(width=0.56, root=0.42, tip=0.3, veins=0.9, ruffle=0.03),
            ((0.34, 0.86), (-0.34, 0.86), (0.0, 1.0)),
        )
    elif form == "bud":
        shape, rows = Shape(width=0.62, root=0.5, tip=0.55, veins=0.4), ((0.0, 1.0),)
    else:
        points = 4 if form == "cross" else 6 if form == "star" else 5
        shape = Shape(width=0.5, root=0.8, tip=0.6 if form == "star" else 0.35, veins=0.3)
        rows = tuple((index * math.tau / points, 1.0) for index in range(points))
    leaf = petals.petal(shape, colours=colours, size=max(size, 6.0), chance=chance, depth=0.3, shadow=palette.deep)
    for angle, reach in rows:
        sheet.stamp(leaf, at=middle, radius=size * reach, angle=angle)
    if form not in ("bell", "bud"):
        sheet.dot(middle, radius=max(size * 0.16, 0.7), colour=colour.mix(palette.heart, palette.glow, part=0.4))
    return canvas.sprite(sheet.pixels, anchor=middle, reach=size)


def ball(kind: Ball, *, palette: Palette, radius: float, chance: Chance, pair: int = 0) -> Bloom:
    side = int(radius * 2.7) + 8
    sheet = Canvas.empty(width=side, height=side)
    middle = (side / 2.0, side / 2.0)
    pairs = (palette.petals[pair % 3], palette.petals[(pair + int(chance.integers(2))) % 3])
    kinds = [
        floret(kind.form, colours=each, size=max(radius * kind.floret, 3.0), palette=palette, chance=chance)
        for each in pairs
    ]
    spots = _sphere(kind, chance=chance)
    thread = colour.mix(palette.leaf[1], pairs[0][1], part=0.45)
    hub = (middle[0], middle[1] + (radius * 0.55 if kind.dome else 0.0))
    for x, y, _ in spots:
        tip = (middle[0] + x * radius, middle[1] + y * radius)
        path = np.array((hub, ((hub[0] + tip[0]) / 2 + x * radius * 0.06, (hub[1] + tip[1]) / 2 + radius * 0.03), tip))
        sheet.line(path, colour=thread, width=max(radius * (0.012 + 0.012 * kind.hollow), 0.55))
    for x, y, z in spots:
        lit = 0.8 + 0.22 * z - 0.12 * (x + y)
        sheet.stamp(
            dice.pick(chance, among=kinds),
            at=(middle[0] + x * radius, middle[1] + y * radius),
            radius=radius * kind.floret * (0.72 + 0.34 * max(z, -0.4)) * (1.0 + float(chance.normal(0.0, 0.1))),
            angle=float(chance.random()) * math.tau,
            squash=0.55 + 0.45 * abs(z),
            lean=math.atan2(y, x),
            tint=canvas.tint(gain=(lit, lit, lit), haze=palette.glow, amount=0.1 * max(z, 0.0)),
        )
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=hub, reach=radius), faces=not kind.dome, round=not kind.dome)


def _sphere(kind: Ball, *, chance: Chance) -> list[tuple[float, float, float]]:
    """Places on the near half of a sphere (or on an umbel's dome), the far ones first."""
    spots = []
    turn = float(chance.random()) * math.tau
    for index in range(kind.count):
        angle = index * _GOLDEN + turn
        if kind.dome:
            out = math.sqrt((index + 0.5) / kind.count)
            x, y, z = (
                math.cos(angle) * out,
                math.sin(angle) * out * 0.34 - 0.42 * (1.0 - out * out),
                math.sin(angle) * out * 0.5 + 0.5,
            )
        else:
            z = 1.0 - (index + 0.5) / kind.count * (1.15 + kind.hollow * 0.6)
            out = math.sqrt(max(1.0 - z * z, 0.0)) * (1.0 - kind.hollow * 0.55 * float(chance.random()) ** 2)
            x, y = math.cos(angle) * out, math.sin(angle) * out
        wobble = float(chance.normal(0.0, 0.035))
        spots.append((x * (1.0 + wobble), y * (1.0 + wobble), z))
    return sorted(spots, key=lambda spot: spot[2])


def spike(kind: Spike, *, palette: Palette, radius: float, chance: Chance, pair: int = 0) -> Bloom:
    """Stands on the anchor `2 × radius` tall, or hangs from it."""
    height, breadth = int(radius * 2.5) + 10, int(radius * 2.2) + 10
    sheet = Canvas.empty(width=breadth, height=height)
    root = (breadth / 2.0, radius * 0.16 + 4 if kind.hangs else height - radius * 0.16 - 4)
    way = 1.0 if kind.hangs else -1.0
    steps = np.linspace(0.0, 1.0, 14)
    bow = kind.arch * (1.0 if chance.random() < 0.5 else -1.0)
    path = np.stack(
        (
            root[0] + bow * radius * steps**2.4,
            root[1] + way * 2.0 * radius * steps * (1.0 - abs(bow) * 0.36 * steps**2),
        ),
        axis=1,
    )
    stem = colour.mix(palette.leaf[0], palette.leaf[1], part=0.4)
    sheet.fill(canvas.ribbon(path, widths=np.linspace(radius * 0.05, radius * 0.018, 14)), colour=stem)
    base, tip = palette.petals[pair % 3]
    tones = (
        (base, tip),
        (colour.change(base, light=-0.07), colour.change(tip, light=-0.04)),
        (colour.mix(base, tip, part=0.5), tip),
    )
    kinds = [
        floret(kind.form, colours=each, size=max(radius * kind.floret, 4.0), palette=palette, chance=chance)
        for each in tones
    ]
    _hang_florets(sheet, kind=kind, path=path, kinds=kinds, stem=stem, radius=radius, bow=bow, chance=chance)
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=root, reach=radius), faces=False)


def _hang_florets(
    sheet: Canvas,
    *,
    kind: Spike,
    path: NDArray[np.float64],
    kinds: list[Sprite],
    stem: Colour,
    radius: float,
    bow: float,
    chance: Chance,
) -> None:
    steps = np.linspace(0.0, 1.0, len(path))
    for index in range(kind.count):
        share = (index + 0.5) / kind.count
        along = 0.12 + 0.88 * share
        x, y = float(np.interp(along, steps, path[:, 0])), float(np.interp(along, steps, path[:, 1]))
        taper = (1.0 - share) ** 0.55 * 0.85 + 0.2
        side = 1.0 if (index % 2 == 0) else -1.0
        side = math.copysign(1.0, bow) if kind.one_side else side * float(chance.random())
        out = radius * kind.spread * taper * side
        at = (x + out * 0.55, y + abs(out) * 0.1)
        lit = 0.94 + 0.12 * float(chance.random()) - 0.08 * side
        if kind.one_side:  # bells hang on little stalks of their own
            stalk = np.array(((x, y), (x + out * 0.4, y - abs(out) * 0.16), at))
            sheet.line(stalk, colour=stem, width=max(radius * 0.02, 0.6))
        sheet.stamp(
            dice.pick(chance, among=kinds),
            at=at,
            radius=radius * kind.floret * taper * (1.0 + float(chance.normal(0.0, 0.08))),
            angle=_facing(side=side, droop=kind.droop, chance=chance),
            tint=canvas.tint(gain=(lit, lit, lit)),
        )


def _facing(*, side: float, droop: float, chance: Chance) -> float:
    """The way a floret looks: outward and up (droop 0) to straight down (droop 1)."""
    up = -math.pi / 2 + 0.75
    angle = up + (math.pi / 2 - 0.1 - up) * droop + float(chance.normal(0.0, 0.14))
    return angle if side >= 0 else math.pi - angle
