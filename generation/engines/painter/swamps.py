"""Swamps: hungry plants in sour light, drips, mould, and flowers a day past their best."""

from __future__ import annotations

import math

from . import backdrop, dice, light, weather
from .scene import Scene

_HUNGRY = ("pitcher", "fly trap", "sundew", "arum")


def swamp(scene: Scene) -> None:
    """Pitchers and traps stand in steam."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.1, 0.6))
    horizon = scene.between(0.5, 1.1)
    field = backdrop.sky(scene, horizon=horizon, cloud=0.7, glow=0.7)
    field = backdrop.hills(
        scene, onto=field, horizon=horizon, layers=int(scene.chance.integers(1, 4)), rough=scene.between(0.1, 0.3)
    )
    backdrop.lay(scene, field)
    backdrop.dabs(scene, count=480, size=36, strength=0.07, way=scene.between(-1.5, 1.5))
    light.bokeh(
        scene,
        count=int(scene.chance.integers(4, 18)),
        size=28,
        tones=(scene.palette.glow, scene.palette.leaf[1], scene.palette.petals[0][1]),
        strength=0.3,
    )
    middle, spread = scene.between(0.1, 0.9), scene.between(0.18, 0.4)
    names = list(
        dict.fromkeys(
            [
                dice.pick(scene.chance, among=_HUNGRY),
                dice.pick(scene.chance, among=_HUNGRY),
                str(dice.pick(scene.chance, among=scene.flowers)),
            ]
        )
    )
    for depth, count in ((0.5, 8), (1.0, int(scene.chance.integers(4, 9)))):
        for index in range(count):
            _hungry(
                scene,
                name=names[index % len(names)],
                x=middle + float(scene.chance.normal(0.0, spread)),
                depth=depth,
                pair=index % 3,
            )
        if depth < 1.0:
            scene.canvas.soften(scene.unit * 4.0)
            light.mist(scene, height=scene.between(0.5, 1.0), thickness=0.3, strength=0.5)
    _spoil(scene)


def _hungry(scene: Scene, *, name: str, x: float, depth: float, pair: int) -> None:
    radius = scene.unit * scene.between(75, 150) * depth
    bed = scene.raise_bed(name, radius=scene.unit * 120, pair=pair)
    kinds = scene.cut_leaves(("fern", "strap", "heart"), size=radius, count=1)
    head = scene.at(x, scene.between(0.35, 1.0))
    veil = 0.4 * (1.0 - depth)
    scene.plant(
        dice.pick(scene.chance, among=bed),
        foot=scene.at(x + scene.between(-0.1, 0.1), 1.1),
        head=head,
        radius=radius,
        foliage=kinds,
        leaf_count=4,
        veil=veil,
        tint=scene.haze(veil),
        bow=scene.between(-0.2, 0.2),
    )


def overripe(scene: Scene) -> None:
    """Blooms too large and too many, spotted, in a heap that slides out of the picture."""
    scene.light = (scene.between(0.0, 1.0), scene.between(0.0, 0.8))
    backdrop.lay(scene, backdrop.wash(scene, contrast=1.1))
    backdrop.dabs(scene, count=440, size=44, strength=0.08, way=scene.between(-1.5, 1.5))
    names = scene.choose_flowers(3)
    light.bokeh(scene, count=10, size=36, tones=(scene.palette.glow, scene.palette.petals[1][1]), strength=0.3)
    angle = scene.between(0.0, math.tau)
    side = math.sqrt(scene.width * scene.height)
    size = side * scene.between(0.09, 0.14)
    heap = scene.at(0.5 + 0.3 * math.cos(angle), 0.5 + 0.3 * math.sin(angle))
    kinds = scene.cut_leaves(("heart", "fern", "oval"), size=size)
    count = int(scene.chance.integers(7, 16))
    for index in range(count):
        share = (index + 1) / count
        at = (
            heap[0] + float(scene.chance.normal(0.0, 0.2)) * scene.width,
            heap[1] + float(scene.chance.normal(0.0, 0.2)) * scene.height,
        )
        for _ in range(2):
            scene.canvas.stamp(
                dice.pick(scene.chance, among=kinds),
                at=at,
                radius=size * scene.between(1.2, 2.0),
                angle=scene.between(0.0, math.tau),
            )
        bed = scene.raise_bed(names[index % len(names)], radius=size, pair=index % 3)
        scene.place(
            dice.pick(scene.chance, among=bed),
            at=at,
            radius=size * (0.6 + 0.7 * share),
            way=-math.pi / 2 + scene.between(-0.8, 0.8),
            squash=scene.between(0.7, 1.0),
            tint=scene.haze(0.25 * (1 - share), tone=scene.palette.deep),
        )
    _spoil(scene)


def _spoil(scene: Scene) -> None:
    """Mould, drips and spores, in the amounts that chance hands out."""
    tones = (scene.palette.glow, scene.palette.leaf[1], scene.palette.petals[1][1], scene.palette.heart)
    weather.mould(scene, count=int(scene.chance.integers(2, 9)), tones=tones)
    if scene.likely(0.7):
        weather.drips(
            scene,
            count=int(scene.chance.integers(4, 16)),
            tone=dice.pick(scene.chance, among=(scene.palette.leaf[1], scene.palette.petals[0][0], scene.palette.deep)),
        )
    light.fireflies(scene, count=int(scene.chance.integers(8, 26)), size=8.0, tone=scene.palette.glow)
