"""Backdrops: skies, hills, water and washes, painted small and enlarged so that they stay soft."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import canvas, colour, dice
from .canvas import Canvas, Colour, Field
from .scene import Scene

_LONG = 320  # pixels along the longer side while the backdrop is small


def small_size(scene: Scene) -> tuple[int, int]:
    longer = max(scene.width, scene.height)
    return max(8, round(_LONG * scene.width / longer)), max(8, round(_LONG * scene.height / longer))


def grid(scene: Scene) -> tuple[Field, Field]:
    """x and y shares (0–1) of the small backdrop, broadcast against each other."""
    width, height = small_size(scene)
    x = ((np.arange(width, dtype=np.float32) + 0.5) / width)[None, :]
    y = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    return x.astype(np.float32), y.astype(np.float32)


def noise(scene: Scene, *, cells: float = 3.0, octaves: int = 4, stretch: float = 1.0) -> Field:
    width, height = small_size(scene)
    return dice.clouds(
        scene.chance.spawn(1)[0], width=width, height=height, cells=cells, octaves=octaves, stretch=stretch
    )


def sky(scene: Scene, *, horizon: float, cloud: float = 0.5, glow: float = 0.6) -> Field:
    """Graded air down to the horizon, lumps of cloud, and light round the scene's light."""
    y = grid(scene)[1]
    lumps = noise(scene, cells=scene.between(1.8, 4.0), stretch=scene.between(1.2, 2.4))
    soft = noise(scene, cells=1.4, octaves=2)
    place = np.clip(y / max(horizon, 0.05), 0.0, 1.0) ** 0.85 + 0.26 * (soft - 0.5)
    table = colour.ramp(scene.palette.sky, count=128)
    air = colour.along(table, field=np.clip(place, 0.0, 1.0))
    cover = scene.between(0.4, 0.62)
    ridge = np.clip((lumps - cover) * 5.0, 0.0, 1.0) * np.clip(cloud * scene.between(0.6, 1.3), 0.0, 0.95)
    lit = np.clip(0.45 + 5.0 * (lumps - np.roll(lumps, 4, axis=0)) + 1.1 * (lumps - cover), 0.0, 1.0)[..., None]
    bright = np.asarray(colour.mix(scene.palette.sky[2], scene.palette.glow, part=0.7), dtype=np.float32)
    shade = np.asarray(
        colour.change(colour.mix(scene.palette.sky[0], scene.palette.sky[1], part=0.55), light=-0.02), dtype=np.float32
    )
    air = _blend(air, shade * (1.0 - lit) + bright * lit, mask=ridge)
    return _blend(
        air, np.asarray(scene.palette.glow, dtype=np.float32), mask=halo(scene, size=scene.between(0.3, 0.6)) * glow
    )


def wash(scene: Scene, *, contrast: float = 1.0) -> Field:
    """Large soft masses of every background colour, as behind a flower that one stands close to."""
    x, y = grid(scene)
    tones = (
        scene.palette.deep,
        scene.palette.ground,
        scene.palette.far,
        scene.palette.sky[1],
        scene.palette.sky[2],
        scene.palette.glow,
    )
    first = noise(scene, cells=scene.between(1.2, 2.6), octaves=3)
    angle = scene.between(0.0, math.tau)
    slope = math.cos(angle) * (x - 0.5) + math.sin(angle) * (y - 0.5)
    spot = halo(scene, size=scene.between(0.35, 0.7))
    place = 0.42 + contrast * (0.75 * (first - 0.5) + 0.35 * slope) + 0.42 * (spot - 0.3)
    base = colour.along(colour.ramp(tones, count=160), field=np.clip(place, 0.0, 1.0))
    second = noise(scene, cells=scene.between(2.0, 4.0), octaves=3)
    petal = np.asarray(scene.palette.petals[2][0], dtype=np.float32)
    return _blend(base, petal, mask=np.clip((second - 0.55) * 2.4, 0.0, 0.32))


def halo(scene: Scene, *, size: float) -> Field:
    """1 at the scene's light, falling softly to 0."""
    x, y = grid(scene)
    ratio = scene.width / scene.height
    stretch = math.sqrt(ratio)
    far = np.hypot((x - scene.light[0]) * stretch, (y - scene.light[1]) / stretch)
    return np.asarray(np.exp(-((far / size) ** 1.6)), dtype=np.float32)


def hills(scene: Scene, *, onto: Field, horizon: float, layers: int, rough: float = 0.12) -> Field:
    """Ranges of hills, each nearer one lower and darker, with mist in the valleys."""
    x, y = grid(scene)
    count = x.shape[1]
    for layer in range(layers):
        share = (layer + 1) / layers
        line = dice.wander(scene.chance.spawn(1)[0], count=count, knots=int(scene.chance.integers(3, 7)) + layer)
        fine = dice.wander(scene.chance.spawn(1)[0], count=count, knots=28 + 14 * layer) - 0.5
        crest = horizon - rough * (1.15 - share) * line - 0.012 * fine * share
        inside = np.clip((y - crest[None, :]) * 130.0, 0.0, 1.0)
        tone = colour.mix(scene.palette.sky[2], scene.palette.far, part=0.25 + 0.75 * share)
        foot = colour.mix(tone, scene.palette.sky[2], part=0.5)
        depth = np.clip((y - crest[None, :]) / max(rough, 0.04), 0.0, 1.0)[..., None]
        body = np.asarray(tone, dtype=np.float32) * (1.0 - depth) + np.asarray(foot, dtype=np.float32) * depth
        onto = _blend(onto, body, mask=inside)
    return onto


def trees(scene: Scene, *, onto: Field, horizon: float, haze: float = 0.3) -> Field:
    """Round crowns and poplars along the horizon, in a few clumps of very different height."""
    x, y = grid(scene)
    crest = np.zeros(x.shape[1], dtype=np.float32)
    for _ in range(int(scene.chance.integers(2, 6))):
        middle, tall = scene.between(-0.05, 1.05), scene.between(0.05, 0.26) * min(1.0, horizon * 2.4)
        for _ in range(int(scene.chance.integers(1, 6))):
            crown, wide = middle + float(scene.chance.normal(0.0, 0.07)), scene.between(0.015, 0.07)
            peak = tall * scene.between(0.45, 1.0)
            crest = np.maximum(crest, peak * np.clip(1.0 - ((x[0] - crown) / wide) ** 2, 0.0, 1.0) ** 0.6)
    leaves = noise(scene, cells=40.0, octaves=2)
    edge = horizon + 0.012 - crest[None, :] * (0.75 + 0.35 * leaves) - 0.008 * leaves
    inside = (
        np.clip((y - edge) * 110.0, 0.0, 1.0)
        * np.clip((horizon + 0.02 - y) * 60.0, 0.0, 1.0)
        * (crest[None, :] > 0.004)
    )
    dark = colour.mix(colour.mix(scene.palette.leaf[0], scene.palette.deep, part=0.35), scene.palette.sky[2], part=haze)
    light = colour.mix(colour.mix(scene.palette.leaf[1], scene.palette.far, part=0.4), scene.palette.sky[2], part=haze)
    lit = np.clip(1.2 * leaves - 0.15 - (y - edge) * 3.0, 0.0, 1.0)
    return _blend(
        onto, colour.along(colour.ramp((dark, light), count=48), field=np.asarray(lit, dtype=np.float32)), mask=inside
    )


def furrows(
    scene: Scene, *, onto: Field, vanish: tuple[float, float], bands: float, tones: tuple[Colour, Colour]
) -> Field:
    """Rows of planting that run together at a point on the horizon."""
    x, y = grid(scene)
    depth = np.maximum(y - vanish[1], 0.004)
    wave = 0.5 + 0.5 * np.cos(math.tau * bands * (x - vanish[0]) / depth * 0.5)
    rough = noise(scene, cells=18.0, octaves=3)
    fade = np.clip(depth / 0.1, 0.0, 1.0)
    place = np.clip(0.5 + (wave - 0.5) * fade + 0.55 * (rough - 0.5), 0.0, 1.0)
    stripes = colour.along(
        colour.ramp((scene.palette.deep, *tones), count=96), field=np.asarray(0.15 + 0.85 * place, dtype=np.float32)
    )
    stripes = stripes * (1.0 - 0.28 * np.clip(depth, 0.0, 1.0)[..., None])
    far = np.asarray(colour.mix(tones[1], scene.palette.sky[2], part=0.45), dtype=np.float32)
    stripes = stripes * fade[..., None] + far * (1.0 - fade[..., None])
    return _blend(onto, stripes, mask=np.clip((y - vanish[1]) * 90.0, 0.0, 1.0) * np.ones_like(x))


def ground(scene: Scene, *, onto: Field, horizon: float, slope: float = 0.0) -> Field:
    """Land from the horizon down to the viewer, in drifts that widen as they come nearer."""
    x, y = grid(scene)
    line = horizon + slope * (x - 0.5)
    depth = np.clip((y - line) / max(1.0 - horizon, 0.05), 0.0, 1.0)
    drift = noise(scene, cells=4.0, octaves=4, stretch=3.2)
    tones = (
        colour.mix(scene.palette.far, scene.palette.sky[2], part=0.4),
        scene.palette.ground,
        colour.mix(scene.palette.ground, scene.palette.deep, part=0.45),
        scene.palette.deep,
    )
    land = colour.along(colour.ramp(tones, count=128), field=np.clip(depth**0.8 + 0.34 * (drift - 0.5), 0.0, 1.0))
    bright = np.asarray(colour.mix(scene.palette.leaf[1], scene.palette.glow, part=0.4), dtype=np.float32)
    land = _blend(land, bright, mask=np.clip((drift - 0.52) * 1.6, 0.0, 0.4) * (1.0 - depth) ** 0.5)
    return _blend(onto, land, mask=np.clip((y - line) * 90.0, 0.0, 1.0) * np.ones_like(x))


def swirl(scene: Scene, *, centre: tuple[float, float], arms: float, twist: float) -> Field:
    """Bands that wind round a centre."""
    x, y = grid(scene)
    ratio = math.sqrt(scene.width / scene.height)
    dx, dy = (x - centre[0]) * ratio, (y - centre[1]) / ratio
    radius = np.hypot(dx, dy) + 1e-3
    angle = np.arctan2(dy, dx)
    lumps = noise(scene, cells=2.5, octaves=3)
    wave = 0.5 + 0.5 * np.sin(arms * angle + twist * np.log(radius) + 2.2 * lumps)
    palette = scene.palette
    tones = (palette.ground, palette.sky[0], palette.sky[1], palette.glow, palette.sky[2], palette.far)
    return colour.along(colour.ramp(tones, count=160), field=np.clip(0.75 * wave + 0.3 * lumps - 0.05, 0.0, 1.0))


def lay(scene: Scene, field: Field) -> None:
    """Puts the small backdrop on the scene's canvas."""
    scene.canvas = Canvas.of_field(field, width=scene.width, height=scene.height)


def dabs(
    scene: Scene,
    *,
    count: int,
    size: float,
    low: float = 0.0,
    high: float = 1.0,
    way: float = 0.0,
    strength: float = 0.07,
    soft: float = 2.2,
) -> None:
    """Loose strokes in the colours that are already there: the hand of the painter."""
    chance = scene.chance
    xs, ys = chance.random(count) * scene.width, (low + (high - low) * chance.random(count)) * scene.height
    tilt = chance.normal(way, 0.35, count)
    lift = 1.0 + chance.normal(0.0, strength, (count, 1)) + chance.normal(0.0, strength * 0.35, (count, 3))
    longs = scene.unit * size * (0.5 + chance.random(count))
    rows = np.minimum(ys.astype(np.intp), scene.height - 1)
    columns = np.minimum(xs.astype(np.intp), scene.width - 1)
    tones = scene.canvas.pixels[rows, columns, :3] * lift
    steps = np.linspace(-1.0, 1.0, 7)
    bow = 0.16 * (1.0 - steps * steps)
    cos, sin = (np.cos(tilt) * longs)[:, None], (np.sin(tilt) * longs)[:, None]
    paths = np.stack((xs[:, None] + cos * steps - sin * bow, ys[:, None] + sin * steps + cos * bow), axis=2)
    widths = np.array((0.2, 0.75, 1.0, 1.0, 0.9, 0.6, 0.15)) * longs[:, None] * 0.42
    scene.canvas.fill_many(canvas.ribbons(paths, widths=widths), colours=tones)
    scene.canvas.soften(scene.unit * soft)


def _blend(under: Field, over: Field, *, mask: NDArray[Any]) -> Field:
    part = mask[..., None] if mask.ndim == 2 else mask
    return np.asarray(under * (1.0 - part) + over * part, dtype=np.float32)
