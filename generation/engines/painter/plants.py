"""Plants: stems, leaves, grasses, thorns and branches, all drawn along natural curves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from . import canvas, colour, petals
from .canvas import Canvas, Colour, Field, Sprite
from .dice import Chance
from .palette import Palette
from .petals import Shape

Path = NDArray[np.float64]
Spot = tuple[float, float]

LEAVES: dict[str, Shape] = {
    "lance": Shape(width=0.24, root=0.6, tip=0.9, veins=0.8, leaf=True, bend=0.1),
    "oval": Shape(width=0.5, root=0.6, tip=0.7, veins=1.0, leaf=True, bend=0.06),
    "cut": Shape(width=0.5, root=0.7, tip=0.6, veins=0.9, leaf=True, ruffle=0.07, fringe=0.05),
    "strap": Shape(width=0.1, root=0.3, tip=0.8, veins=0.5, leaf=True, bend=0.22),
    "heart": Shape(width=0.86, root=0.42, tip=0.75, veins=1.0, leaf=True),
    "fern": Shape(width=0.4, root=0.5, tip=1.0, veins=1.4, leaf=True, fringe=0.22, bend=0.08),
}


def leaves(name: str, *, palette: Palette, size: float, chance: Chance, count: int = 2) -> list[Sprite]:
    dark, light = palette.leaf
    made = []
    for _ in range(count):
        drift = float(chance.normal(0.0, 0.025))
        tones = (
            colour.change(dark, light=drift),
            colour.change(light, light=drift, hue=float(chance.normal(0.0, 6.0))),
        )
        made.append(
            petals.petal(
                LEAVES[name], colours=tones, size=min(size, 180.0), chance=chance, shadow=palette.deep, depth=0.35
            )
        )
    return made


def curve(start: Spot, *, end: Spot, bow: float, sway: float = 0.0, count: int = 18) -> Path:
    """From start to end, bowed sideways by a share of the length, with an S of `sway`."""
    steps = np.linspace(0.0, 1.0, count)
    dx, dy = end[0] - start[0], end[1] - start[1]
    off = bow * np.sin(steps * math.pi) + sway * np.sin(steps * math.tau)
    x = start[0] + dx * steps - dy * off
    y = start[1] + dy * steps + dx * off
    return np.stack((x, y), axis=1)


def nodding(start: Spot, *, end: Spot, side: float, reach: float, count: int = 24) -> Path:
    """A stem that rises, turns over and hangs its head: it ends at `end`, pointing down."""
    steps = np.linspace(0.0, 1.0, count)[:, None]
    knots = (
        np.array(start),
        np.array((end[0] - side * reach * 0.9, end[1] - reach * 1.1)),
        np.array((end[0], end[1] - reach * 1.25)),
        np.array(end),
    )
    rest = 1.0 - steps
    path = rest**3 * knots[0] + 3 * rest**2 * steps * knots[1] + 3 * rest * steps**2 * knots[2] + steps**3 * knots[3]
    return np.asarray(path, dtype=np.float64)


def heading(path: Path) -> float:
    """The way the path points at its end."""
    step = path[-1] - path[-3]
    return math.atan2(float(step[1]), float(step[0]))


def stem(on: Canvas, *, path: Path, width: float, dark: Colour, light: Colour) -> None:
    """A round stem: a dark side, a body and a lit edge."""
    taper = np.linspace(1.25, 0.75, len(path)) * max(width, 0.8)
    on.fill(canvas.ribbon(path, widths=taper), colour=dark)
    if width > 2.0:
        on.fill(
            canvas.ribbon(path - np.array((width * 0.14, 0.0)), widths=taper * 0.55),
            colour=colour.mix(dark, light, part=0.5),
        )
        on.fill(canvas.ribbon(path - np.array((width * 0.22, 0.0)), widths=taper * 0.2), colour=light)


def leafy(
    on: Canvas, *, path: Path, kinds: list[Sprite], size: float, count: int, chance: Chance, tint: Field | None = None
) -> None:
    """Leaves by turns on both sides of a path, larger below."""
    for index in range(count):
        share = 0.12 + 0.62 * (index + float(chance.random()) * 0.6) / max(count, 1)
        spot = min(int(share * (len(path) - 2)), len(path) - 2)
        ahead = path[spot + 1] - path[spot]
        side = 1.0 if index % 2 else -1.0
        angle = math.atan2(float(ahead[1]), float(ahead[0])) + side * (0.65 + 0.4 * float(chance.random()))
        at = (float(path[spot, 0]), float(path[spot, 1]))
        long = size * (1.1 - 0.55 * share) * (0.8 + 0.4 * float(chance.random()))
        kind = kinds[int(chance.integers(len(kinds)))]
        on.stamp(kind, at=at, radius=long, angle=angle, mirror=side > 0, tint=tint)


def thorns(on: Canvas, *, path: Path, width: float, tone: Colour, chance: Chance) -> None:
    for spot in range(2, len(path) - 2):
        side = 1.0 if chance.random() < 0.5 else -1.0
        ahead = path[spot + 1] - path[spot]
        along = ahead / max(float(np.hypot(*ahead)), 1e-6)
        across = np.array((-along[1], along[0])) * side
        root = path[spot] + across * width * 0.3
        point = root + across * width * 1.7 + along * width * 0.5
        on.fill(np.array((root - along * width * 0.7, point, root + along * width * 0.6)), colour=tone)


def grass(
    on: Canvas,
    *,
    count: int,
    across: tuple[float, float],
    base: tuple[float, float],
    height: float,
    tones: tuple[Colour, Colour],
    chance: Chance,
    wind: float = 0.0,
    width: float = 0.03,
) -> None:
    """Blades rooted between two heights; those rooted lower are nearer, taller and drawn last."""
    depth = np.sort(chance.random(count))
    x = across[0] + (across[1] - across[0]) * chance.random(count)
    y = base[0] + (base[1] - base[0]) * depth
    tall = height * (0.45 + 0.55 * depth) * (0.55 + 0.7 * chance.random(count))
    lean = wind + chance.normal(0.0, 0.22, count)
    shades = colour.ramp(tones, count=16)[chance.integers(16, size=count)]
    steps = np.linspace(0.0, 1.0, 6)
    rise = (tall * (1.0 - 0.1 * np.abs(lean)))[:, None] * steps
    paths = np.stack((x[:, None] + (lean * tall)[:, None] * steps**2, y[:, None] - rise), axis=2)
    widths = (tall * width + 0.6)[:, None] * (1.0 - steps) + 0.4 * steps
    on.fill_many(canvas.ribbons(paths, widths=widths), colours=shades)


def branch(
    on: Canvas, *, start: Spot, angle: float, length: float, width: float, tone: Colour, chance: Chance, depth: int = 4
) -> list[Spot]:
    """A crooked branch and its twigs; answers with the places where something could bloom."""
    count = 8
    turn = angle + np.cumsum(chance.normal(0.0, 0.13, count))
    stride = length / count
    x = start[0] + np.concatenate(([0.0], np.cumsum(np.cos(turn) * stride)))
    y = start[1] + np.concatenate(([0.0], np.cumsum(np.sin(turn) * stride)))
    path = np.stack((x, y), axis=1)
    on.fill(canvas.ribbon(path, widths=np.linspace(width, width * 0.5, count + 1)), colour=tone)
    end = (float(x[-1]), float(y[-1]))
    spots = [end]
    if depth <= 0:
        return spots
    for spot, side in ((3, 1.0), (5, -1.0), (count, float(chance.choice((-1.0, 1.0))))):
        if spot < count and chance.random() < 0.22:
            continue
        way = float(turn[min(spot, count - 1)]) + side * (0.35 + 0.5 * float(chance.random()))
        long = length * (0.5 + 0.25 * float(chance.random()))
        at = (float(x[spot]), float(y[spot]))
        spots += branch(
            on, start=at, angle=way, length=long, width=width * 0.55, tone=tone, chance=chance, depth=depth - 1
        )
    return spots
