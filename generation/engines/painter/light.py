"""Light: rays, bloom, the darkened corners, the curve of tones and the grain of the paper."""

from __future__ import annotations

import math

import numpy as np

from . import backdrop, canvas, colour, dice
from .canvas import Colour, Field
from .scene import Scene


def rays(scene: Scene, *, count: float, strength: float, tone: Colour | None = None) -> None:
    """Shafts of light that spread from the scene's light."""
    x, y = backdrop.grid(scene)
    ratio = scene.width / scene.height
    angle = np.arctan2(y - scene.light[1], (x - scene.light[0]) * ratio)
    phase = scene.between(0.0, math.tau)
    waves = (round(count), round(count * 1.7))  # whole numbers, or the rays would not meet behind the light
    beams = 0.5 + 0.3 * np.sin(angle * waves[0] + phase) + 0.3 * np.sin(angle * waves[1] + phase * 2.1)
    mask = np.clip(beams, 0.0, 1.0) ** 2 * backdrop.halo(scene, size=0.75) * strength
    scene.canvas.glow(mask[..., None] * np.asarray(tone or scene.palette.glow, dtype=np.float32))


def pool(scene: Scene, *, size: float, strength: float, tone: Colour | None = None) -> None:
    """A pool of light in the air, in front of what is painted so far."""
    mask = backdrop.halo(scene, size=size) * strength
    scene.canvas.glow(mask[..., None] * np.asarray(tone or scene.palette.glow, dtype=np.float32))


def disc(scene: Scene, *, radius: float, white: float = 0.0) -> None:
    """The sun or the moon itself, laid over the brushwork: strokes across its edge would gnaw at it."""
    x, y = backdrop.grid(scene)
    ratio = math.sqrt(scene.width / scene.height)
    far = np.hypot((x - scene.light[0]) * ratio, (y - scene.light[1]) / ratio)
    seas = backdrop.noise(scene, cells=10.0, octaves=2)
    mask = np.clip((radius - far) * 170.0 + 0.5, 0.0, 1.0) * (0.97 - 0.3 * np.clip(seas - 0.35, 0.0, 1.0))
    tone = colour.mix(scene.palette.glow, (255.0, 255.0, 250.0), part=white)
    scene.canvas.veil(np.asarray(mask, dtype=np.float32), colour=tone)


def mist(scene: Scene, *, height: float, thickness: float, strength: float, tone: Colour | None = None) -> None:
    """A torn band of mist across the picture."""
    _, y = backdrop.grid(scene)
    lumps = backdrop.noise(scene, cells=2.5, octaves=4, stretch=2.6)
    band = np.exp(-(((y - height - 0.1 * (lumps - 0.5)) / max(thickness, 0.01)) ** 2))
    scene.canvas.veil(band * (0.35 + 0.8 * lumps) * strength, colour=tone or scene.palette.sky[2])


def finish(
    scene: Scene, *, vignette: float = 0.3, bloom: float = 0.35, contrast: float = 0.12, grain: float = 0.06
) -> None:
    """What every picture gets last."""
    _bloom(scene, strength=bloom)
    _shade(scene, strength=vignette)
    scene.canvas.curve(_tones(scene, contrast=contrast))
    rough = dice.grain(scene.chance, width=scene.width, height=scene.height)
    scene.canvas.grain(rough, strength=grain)


def _bloom(scene: Scene, *, strength: float) -> None:
    small = canvas.shrunk(scene.canvas.rgb(), width=max(8, scene.width // 8), height=max(8, scene.height // 8))
    bright = np.clip(small - 170.0, 0.0, None)
    longer = max(small.shape[:2])
    soft = canvas.smoothed(bright, radius=longer * 0.02) + canvas.smoothed(bright, radius=longer * 0.06)
    scene.canvas.glow(np.asarray(soft * strength * 0.5, dtype=np.float32))


def _shade(scene: Scene, *, strength: float) -> None:
    """Darker corners, and dappled light over the whole picture as under trees or moving clouds."""
    x, y = backdrop.grid(scene)
    off = scene.between(-0.12, 0.12)
    far = np.hypot((x - 0.5 - off) * 1.25, (y - 0.48) * 1.25)
    fall = 1.0 - strength * np.clip(far - 0.32, 0.0, 1.0) ** 1.5 * 2.1
    deep = np.asarray(scene.palette.deep, dtype=np.float32) / 255.0
    dapple = backdrop.noise(scene, cells=scene.between(2.2, 4.6), octaves=2)
    fall = fall * (1.0 + scene.between(0.14, 0.3) * np.clip((dapple - 0.52) * 2.0, -1.0, 0.6))
    field = fall[..., None] + (1.0 - fall[..., None]) * deep * 0.55
    scene.canvas.shade(np.asarray(field, dtype=np.float32))


def _tones(scene: Scene, *, contrast: float) -> canvas.Pixels:
    """A gentle S, and shadows that lean toward the palette's own dark."""
    level = np.linspace(0.0, 1.0, 256)
    bent = level + contrast * (level * level * (3.0 - 2.0 * level) - level)
    deep = np.asarray(colour.change(scene.palette.deep, light=0.02)) / 255.0
    lifted = bent[:, None] + (1.0 - bent[:, None]) ** 5 * deep[None, :] * 0.22
    return np.clip(lifted * 255.0, 0, 255).astype(np.uint8)


def fireflies(scene: Scene, *, count: int, size: float, tone: Colour, low: float = 0.0, high: float = 1.0) -> None:
    """Small lights in the air, each with its own halo."""
    spot = glow_sprite(tone)
    for _ in range(count):
        at = scene.at(scene.between(0.0, 1.0), scene.between(low, high))
        big = scene.unit * size * math.exp(float(scene.chance.normal(0.0, 0.5)))
        scene.canvas.stamp(spot, at=at, radius=big, tint=canvas.tint(opacity=scene.between(0.35, 0.95)))


def glow_sprite(tone: Colour, *, ring: bool = False) -> canvas.Sprite:
    """A soft light; with `ring`, a disc of bokeh with a brighter rim."""
    side = 65
    axis = (np.arange(side, dtype=np.float32) - 32.0) / 32.0
    far = np.hypot(axis[None, :], axis[:, None])
    if ring:
        alpha = np.clip((0.95 - far) * 14.0, 0.0, 1.0) * (0.5 + 0.35 * np.clip(far, 0.0, 1.0) ** 4)
    else:
        alpha = np.exp(-((far / 0.14) ** 2)) + 0.4 * np.exp(-((far / 0.42) ** 2)) * np.clip(1.0 - far, 0.0, 1.0)
    alpha = np.clip(alpha, 0.0, 1.0)
    pixels: Field = np.empty((side, side, 4), dtype=np.float32)
    pixels[..., :3] = alpha[..., None] * np.asarray(tone, dtype=np.float32)
    pixels[..., 3] = alpha * 255.0
    return canvas.sprite(np.clip(pixels, 0, 255).astype(np.uint8), anchor=(32.5, 32.5), reach=32.0)


def bokeh(scene: Scene, *, count: int, size: float, tones: tuple[Colour, ...], strength: float = 0.35) -> None:
    """Out-of-focus lights far behind the subject."""
    discs = [glow_sprite(tone, ring=True) for tone in tones]
    for index in range(count):
        big = scene.unit * size * math.exp(float(scene.chance.normal(0.0, 0.45)))
        at = scene.at(scene.between(-0.05, 1.05), scene.between(-0.05, 1.05))
        faint = canvas.tint(opacity=strength * scene.between(0.3, 1.0))
        scene.canvas.stamp(discs[index % len(discs)], at=at, radius=big, tint=faint)
