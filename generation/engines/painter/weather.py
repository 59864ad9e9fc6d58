"""Weather: rain, snow, petals on the wind, embers, drops and puddles."""

from __future__ import annotations

import math

import numpy as np

from . import canvas, colour, dice, light, petals
from .canvas import Canvas, Colour
from .petals import Shape
from .scene import Scene


def rain(
    scene: Scene, *, count: int, slant: float, long: float = 60.0, strength: float = 0.4, tone: Colour | None = None
) -> None:
    """Streaks on a layer of their own, because rain is see-through."""
    layer = Canvas.empty(width=scene.width, height=scene.height)
    wet = colour.mix(tone or scene.palette.sky[2], (255.0, 255.0, 255.0), part=0.35)
    chance = scene.chance
    x = (1.4 * chance.random(count) - 0.2) * scene.width
    y = (1.1 * chance.random(count) - 0.1) * scene.height
    near = 0.3 + 0.7 * chance.random(count)
    drop = scene.unit * long * near
    paths = np.stack((np.stack((x, y), axis=1), np.stack((x + slant * drop, y + drop), axis=1)), axis=1)
    widths = np.array((0.4, 1.7)) * np.maximum(scene.unit * near, 0.5)[:, None]
    layer.fill_many(canvas.ribbons(paths, widths=widths), colours=np.tile(np.array(wet), (count, 1)))
    scene.canvas.lay(Canvas((layer.pixels * np.float32(strength)).astype(np.uint8)))


def snow(scene: Scene, *, count: int, size: float = 5.0, tone: Colour = (250.0, 252.0, 255.0)) -> None:
    flake = light.glow_sprite(tone)
    for _ in range(count):
        near = math.exp(float(scene.chance.normal(0.0, 0.6)))
        at = scene.at(scene.between(0.0, 1.0), scene.between(0.0, 1.0))
        scene.canvas.stamp(
            flake, at=at, radius=scene.unit * size * 2.0 * near, tint=canvas.tint(opacity=min(0.95, 0.5 + 0.25 / near))
        )


def drifting_petals(
    scene: Scene,
    *,
    count: int,
    size: float,
    burst: tuple[float, float] | None = None,
    low: float = 0.0,
    high: float = 1.0,
) -> None:
    """Loose petals in the air; with `burst` they fly away from that point."""
    shape = Shape(width=0.62, root=0.6, tip=0.35, ruffle=0.03, bend=0.06)
    kinds = [
        petals.petal(shape, colours=pair, size=min(scene.unit * size * 1.4, 90.0), chance=scene.chance, depth=0.15)
        for pair in scene.palette.petals
    ]
    for _ in range(count):
        x, y = scene.between(0.0, 1.0), scene.between(low, high)
        angle = scene.between(0.0, math.tau)
        if burst is not None:
            angle = math.atan2((y - burst[1]) * scene.height, (x - burst[0]) * scene.width) + float(
                scene.chance.normal(0.0, 0.3)
            )
        scene.canvas.stamp(
            dice.pick(scene.chance, among=kinds),
            at=scene.at(x, y),
            radius=scene.unit * size * math.exp(float(scene.chance.normal(0.0, 0.4))),
            angle=angle,
            squash=scene.between(0.3, 1.0),
            lean=scene.between(0.0, math.pi),
            tint=canvas.tint(opacity=scene.between(0.7, 1.0)),
        )


def embers(scene: Scene, *, count: int, tone: Colour) -> None:
    """Sparks with tails, rising from below."""
    light.fireflies(scene, count=count, size=11.0, tone=tone)
    for _ in range(count // 2):
        x, y = scene.at(scene.between(0.0, 1.0), scene.between(0.0, 1.0))
        long = scene.unit * scene.between(8.0, 34.0)
        lean = scene.between(-0.8, 0.8)
        path = np.array(((x, y), (x + lean * long * 0.4, y - long * 0.5), (x + lean * long, y - long)))
        scene.canvas.fill(canvas.ribbon(path, widths=np.array((0.5, 1.8, 0.4)) * max(scene.unit, 0.6)), colour=tone)


def slashes(scene: Scene, *, count: int, angle: float, tone: Colour) -> None:
    """Wide strokes of burning light across the sky."""
    width, height = max(16, scene.width // 4), max(16, scene.height // 4)
    layer = Canvas.empty(width=width, height=height)
    reach = math.hypot(width, height)
    for _ in range(count):
        middle = np.array((scene.between(0.0, 1.0) * width, scene.between(0.0, 1.0) * height))
        turn = angle + float(scene.chance.normal(0.0, 0.13))
        long = reach * scene.between(0.2, 0.6)
        steps = np.linspace(-1.0, 1.0, 12)
        bow = scene.between(-0.12, 0.12) * (1.0 - steps * steps)
        way, across = np.array((math.cos(turn), math.sin(turn))), np.array((-math.sin(turn), math.cos(turn)))
        path = middle + (steps[:, None] * way + bow[:, None] * across) * long * 0.5
        wide = reach * scene.between(0.006, 0.04)
        layer.fill(
            canvas.ribbon(path, widths=wide * (1.0 - steps * steps) + 0.3),
            colour=colour.change(tone, light=scene.between(-0.15, 0.05)),
        )
    soft = canvas.blurred(layer.pixels, radius=max(reach * 0.006, 0.8)).astype(np.float32) * 0.5
    sharp = layer.pixels.astype(np.float32) * 0.35
    scene.canvas.glow((soft + sharp)[..., :3])


def drips(scene: Scene, *, count: int, tone: Colour) -> None:
    """Thick slow drops that run down from above."""
    bright = colour.mix(tone, scene.palette.glow, part=0.7)
    for _ in range(count):
        x, wide = scene.between(0.0, 1.0) * scene.width, scene.unit * scene.between(2.0, 8.0)
        end = scene.height * scene.between(0.04, 0.42) ** 1.2
        path = np.array(
            [(x + scene.unit * 2.0 * math.sin(step * 5.0), end * step - 4.0) for step in np.linspace(0.0, 1.0, 10)]
        )
        scene.canvas.fill(canvas.ribbon(path, widths=wide * np.linspace(1.3, 0.55, 10)), colour=tone)
        scene.canvas.dot((float(path[-1, 0]), end + wide * 0.3), radius=wide * 0.85, colour=tone)
        scene.canvas.dot((float(path[-1, 0]) - wide * 0.25, end), radius=wide * 0.22, colour=bright)


def mould(scene: Scene, *, count: int, tones: tuple[Colour, ...]) -> None:
    """Colonies of dots, each round a darker middle."""
    for _ in range(count):
        cx, cy = scene.at(scene.between(0.0, 1.0), scene.between(0.0, 1.0))
        tone = dice.pick(scene.chance, among=tones)
        reach = scene.unit * scene.between(8.0, 44.0)
        for _ in range(22):
            angle, far = scene.between(0.0, math.tau), reach * scene.between(0.0, 1.0) ** 0.7
            big = max(scene.unit * scene.between(1.0, 4.4) * (1.1 - far / reach), 0.5)
            scene.canvas.dot((cx + math.cos(angle) * far, cy + math.sin(angle) * far), radius=big, colour=tone)


def dew(scene: Scene, *, count: int) -> None:
    """Drops on the pane in front of the picture, each with its own spark."""
    for _ in range(count):
        x, y = scene.at(scene.between(0.0, 1.0), scene.between(0.0, 1.0))
        big = scene.unit * 5.0 * math.exp(float(scene.chance.normal(0.0, 0.5)))
        under = scene.canvas.pixels[min(int(y), scene.height - 1), min(int(x), scene.width - 1), :3]
        r, g, b = (float(value) for value in under)
        scene.canvas.dot((x, y), radius=big, colour=(r * 0.78, g * 0.78, b * 0.8))
        scene.canvas.dot(
            (x + big * 0.1, y + big * 0.16),
            radius=big * 0.78,
            colour=(min(r * 1.12 + 12, 255), min(g * 1.12 + 12, 255), min(b * 1.12 + 14, 255)),
        )
        scene.canvas.dot((x - big * 0.3, y - big * 0.36), radius=big * 0.22, colour=(250.0, 252.0, 255.0))
