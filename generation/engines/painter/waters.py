"""Waters: ponds with lilies, reflections, reeds, and puddles under rain."""

from __future__ import annotations

import math

import numpy as np

from . import backdrop, canvas, colour, dice, light, plants
from .blooms import Bloom
from .canvas import Field
from .scene import Scene


def pond(scene: Scene, *, lotus: bool = False) -> None:
    """Still water that holds the sky, with lily pads in drifts; sometimes a far bank, sometimes only water."""
    horizon = scene.between(0.12, 0.42) if scene.likely(0.55) else -0.05
    scene.light = (
        scene.between(0.1, 0.9),
        max(horizon, 0.05) * scene.between(0.3, 0.9) if horizon > 0 else scene.between(0.0, 0.6),
    )
    backdrop.lay(scene, _water(scene, horizon=horizon))
    backdrop.dabs(scene, count=520, size=34, low=max(horizon, 0.0), strength=0.035, way=0.0)
    if horizon > 0:
        light.mist(scene, height=horizon, thickness=0.08, strength=0.75)
        if scene.likely(0.7):
            reeds(scene, base=horizon + 0.04, height=0.3, count=36, veil=0.4)
    _drifts(scene, horizon=max(horizon, -0.02), lotus=lotus)
    if scene.likely(0.5):
        reeds(scene, base=1.05, height=scene.between(0.5, 0.9), count=int(scene.chance.integers(14, 40)), veil=0.0)
    light.mist(scene, height=scene.between(0.3, 0.8), thickness=0.12, strength=0.15)


def _water(scene: Scene, *, horizon: float) -> Field:
    """The sky, and below the horizon the same sky turned over, broken by ripples."""
    x, y = backdrop.grid(scene)
    above = backdrop.sky(scene, horizon=max(horizon, 0.35) * scene.between(1.0, 1.6), cloud=0.55, glow=0.8)
    if horizon > 0:
        above = backdrop.hills(
            scene, onto=above, horizon=horizon, layers=int(scene.chance.integers(1, 4)), rough=scene.between(0.08, 0.2)
        )
        above = backdrop.trees(scene, onto=above, horizon=horizon) if scene.likely(0.8) else above
    rows = above.shape[0]
    line = max(horizon, 0.0)
    depth = np.clip((y - line) / max(1.0 - line, 0.05), 0.0, 1.0)
    ripple = backdrop.noise(scene, cells=5.0, octaves=3, stretch=5.0) - 0.5
    source = line - (y - line) * (0.55 if horizon > 0 else -0.8) + ripple * 0.07 * (0.2 + depth)
    index = np.clip(np.abs(source) * rows, 0, rows - 1).astype(np.int32)
    columns = np.broadcast_to(np.arange(above.shape[1])[None, :], index.shape)
    mirrored = above[index, columns]
    mirrored = _overhung(scene, water=mirrored, ripple=ripple)
    tone = np.asarray(colour.mix(scene.palette.ground, scene.palette.deep, part=0.35), dtype=np.float32)
    murk = (np.clip(0.14 + 0.5 * depth**1.3 + 0.9 * ripple, 0.0, 0.85) * np.ones_like(x))[..., None]
    water = mirrored * (1.0 - murk) + tone * murk
    shine = np.clip((ripple - 0.16) * 4.0, 0.0, 0.5)[..., None] * (1.0 - depth[..., None] * 0.5)
    water = water * (1.0 - shine) + np.asarray(scene.palette.sky[2], dtype=np.float32) * shine
    below = (y >= line)[..., None]
    return np.asarray(np.where(below, water, above), dtype=np.float32)


def _overhung(scene: Scene, *, water: Field, ripple: Field) -> Field:
    """Willows and blossom that stand outside the picture, seen as long soft stains in the water."""
    for tone, cells, share in (
        (
            colour.mix(scene.palette.leaf[0], scene.palette.deep, part=0.3),
            scene.between(3.0, 6.0),
            scene.between(0.25, 0.75),
        ),
        (
            colour.mix(scene.palette.petals[1][0], scene.palette.sky[1], part=0.35),
            scene.between(3.0, 5.0),
            scene.between(0.1, 0.5),
        ),
    ):
        hanging = backdrop.noise(scene, cells=cells, octaves=3, stretch=scene.between(0.3, 0.6))
        mask = (np.clip((hanging - 0.5) * 2.6 + ripple * 0.8, 0.0, 1.0) * share)[..., None]
        water = np.asarray(water * (1.0 - mask) + np.asarray(tone, dtype=np.float32) * mask, dtype=np.float32)
    return water


def _drifts(scene: Scene, *, horizon: float, lotus: bool) -> None:
    """Groups of pads; the far ones flat and small, the near ones round and great."""
    pad_kinds = [pad(scene, size=scene.unit * 90) for _ in range(3)]
    name = "lotus" if lotus else "water lily"
    beds = [scene.raise_bed(name, radius=scene.unit * 70, pair=pair) for pair in range(2)]
    groups = [
        (scene.between(0.0, 1.0), scene.between(0.1, 1.0), scene.between(0.08, 0.26))
        for _ in range(int(scene.chance.integers(4, 9)))
    ]
    spots = []
    for gx, gy, spread in groups:
        for _ in range(int(scene.chance.integers(5, 18))):
            spots.append(
                (gy + float(scene.chance.normal(0.0, spread * 0.55)), gx + float(scene.chance.normal(0.0, spread)))
            )
    for depth, x in sorted(spots):
        share = float(np.clip(depth, 0.02, 1.0))
        at = scene.at(x, horizon + (1.0 - horizon) * share)
        size = scene.unit * (16.0 + 100.0 * share**1.2) * scene.between(0.7, 1.2)
        flat = 0.26 + 0.26 * share
        veil = scene.haze(0.42 * (1.0 - share) ** 1.4, gain=scene.between(0.86, 1.1))
        scene.canvas.stamp(
            dice.pick(scene.chance, among=pad_kinds),
            at=at,
            radius=size,
            angle=scene.between(0.0, math.tau),
            squash=flat,
            lean=math.pi / 2,
            tint=veil,
        )
        if scene.likely(0.36):
            bloom = dice.pick(scene.chance, among=dice.pick(scene.chance, among=beds))
            _float(scene, bloom=bloom, at=at, size=size, flat=flat, share=share)


def _float(scene: Scene, *, bloom: Bloom, at: tuple[float, float], size: float, flat: float, share: float) -> None:
    """A bloom on the water and, below it, its faint likeness."""
    veil = 0.3 * (1.0 - share)
    big = size * 0.85
    faint = canvas.tint(gain=(0.8, 0.85, 0.9), haze=scene.palette.ground, amount=0.3, opacity=0.4)
    sprite = bloom.sprite
    if bloom.faces:
        scene.canvas.stamp(
            sprite, at=(at[0], at[1] + big * 0.45), radius=big * 0.9, squash=0.5, lean=math.pi / 2, tint=faint
        )
        scene.canvas.stamp(
            sprite,
            at=(at[0], at[1] - big * 0.2),
            radius=big,
            squash=0.5 + 0.3 * flat,
            lean=math.pi / 2,
            tint=scene.haze(veil),
        )
        return
    scene.canvas.stamp(
        sprite, at=(at[0], at[1] + big * 0.1), radius=big * 0.6, angle=math.pi, squash=0.7, lean=math.pi / 2, tint=faint
    )
    scene.canvas.stamp(sprite, at=at, radius=big * 0.62, tint=scene.haze(veil))


def pad(scene: Scene, *, size: float) -> canvas.Sprite:
    """A round leaf with a cleft, veins from the middle and a lit rim."""
    side = max(int(size * 2.2), 16)
    axis = (np.arange(side, dtype=np.float32) - side / 2.0) / (side / 2.2)
    x, y = axis[None, :], axis[:, None]
    far, angle = np.hypot(x, y), np.arctan2(y, x)
    edge = 0.95 + 0.025 * np.sin(angle * 7.0 + scene.between(0.0, 6.0))
    cleft = np.clip((np.abs(angle) - 0.16 * far) * 9.0 * far + 0.2, 0.0, 1.0)
    alpha = np.clip((edge - far) * side * 0.4, 0.0, 1.0) * cleft
    veins = np.clip(1.0 - np.abs(np.sin(angle * 8.0)) * 6.0 * (0.25 + far), 0.0, 1.0)
    tones = colour.ramp(
        (scene.palette.leaf[0], colour.mix(*scene.palette.leaf, part=0.5), scene.palette.leaf[1]), count=64
    )
    place = 0.25 + 0.4 * far + 0.18 * np.sin(angle * 2.0 + scene.between(0.0, 6.0)) + 0.16 * veins
    paint = colour.along(tones, field=np.asarray(np.clip(place, 0.0, 1.0), dtype=np.float32))
    rim = np.exp(-(((edge - far - 0.03) / 0.03) ** 2))[..., None] * 0.4
    paint = paint * (1.0 - rim) + np.asarray(scene.palette.petals[0][0], dtype=np.float32) * rim
    pixels = np.concatenate((paint * alpha[..., None], alpha[..., None] * 255.0), axis=2)
    return canvas.sprite(np.clip(pixels, 0, 255).astype(np.uint8), anchor=(side / 2.0, side / 2.0), reach=side / 2.2)


def reeds(scene: Scene, *, base: float, height: float, count: int, veil: float) -> None:
    """Reeds in one or two clumps, leaning together."""
    middle = scene.between(0.0, 1.0)
    tones = tuple(
        colour.mix(tone, scene.palette.sky[2], part=veil) for tone in (scene.palette.deep, scene.palette.leaf[1])
    )
    plants.grass(
        scene.canvas,
        count=count,
        across=((middle - 0.22) * scene.width, (middle + 0.22) * scene.width),
        base=(base * scene.height, (base + 0.04) * scene.height),
        height=height * scene.height,
        tones=(tones[0], tones[1]),
        chance=scene.chance,
        wind=scene.between(-0.2, 0.2),
        width=0.014,
    )


def rings(scene: Scene, *, count: int, low: float) -> None:
    """Rings where drops have met the water."""
    tone = colour.mix(scene.palette.sky[2], (255.0, 255.0, 255.0), part=0.3)
    turn = np.linspace(0.0, math.tau, 40)
    for _ in range(count):
        share = scene.between(0.0, 1.0)
        x, y = scene.at(scene.between(0.0, 1.0), low + (1.0 - low) * share)
        reach = scene.unit * (10 + 60 * share) * scene.between(0.4, 1.2)
        for grow in (1.0, 0.62, 0.3):
            oval = np.stack((x + np.cos(turn) * reach * grow, y + np.sin(turn) * reach * grow * 0.28), axis=1)
            scene.canvas.fill(canvas.ribbon(oval, widths=np.full(40, max(scene.unit * 1.1, 0.5))), colour=tone)


def puddle(scene: Scene) -> None:
    """The lower part of the picture becomes a wet mirror of what stands above it."""
    line = scene.between(0.62, 0.82)
    row = int(scene.height * line)
    below = scene.height - row
    pixels = scene.canvas.pixels
    source = np.clip(row - (np.arange(below) * 1.25).astype(np.int32), 0, scene.height - 1)
    wet = pixels[source].astype(np.float32) * 0.72
    wet[..., :3] += np.asarray(scene.palette.deep, dtype=np.float32) * 0.28
    pixels[row:, :, :3] = np.clip(canvas.blurred(wet.astype(np.uint8), radius=scene.unit * 3.0)[..., :3], 0, 255)
    rings(scene, count=int(scene.chance.integers(5, 14)), low=line + 0.03)
    light.mist(scene, height=line, thickness=0.03, strength=0.5)
