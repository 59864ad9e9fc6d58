"""Nights and storms: moonlit branches, fog, thorned arches, and skies on fire."""

from __future__ import annotations

import math

import numpy as np

from . import backdrop, canvas, colour, dice, light, plants, weather
from .scene import Scene


def moonlit(scene: Scene) -> None:
    """A moon behind crooked branches; pale flowers open along them and below."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.1, 0.6))
    horizon = scene.between(0.6, 1.1)
    field = backdrop.sky(scene, horizon=horizon, cloud=0.6, glow=scene.between(0.3, 0.7))
    field = backdrop.hills(scene, onto=field, horizon=horizon + 0.1, layers=3, rough=0.2)
    backdrop.lay(scene, field)
    backdrop.dabs(scene, count=340, size=40, strength=0.04, way=scene.between(-0.6, 0.6))
    light.disc(scene, radius=scene.between(0.05, 0.19))
    names = scene.choose_flowers(2)
    far = colour.mix(scene.palette.far, scene.palette.sky[1], part=0.4)
    _tangle(scene, count=4, tone=far, width=9.0, names=[], size=0.0)
    scene.canvas.soften(scene.unit * 3.0)
    light.mist(scene, height=scene.between(0.5, 0.9), thickness=0.22, strength=0.5)
    _tangle(
        scene,
        count=int(scene.chance.integers(2, 5)),
        tone=scene.palette.deep,
        width=17.0,
        names=names,
        size=scene.unit * scene.between(24, 48),
    )
    if scene.likely(0.6):
        _rising(scene, names=names)
    light.mist(scene, height=scene.between(0.8, 1.0), thickness=0.18, strength=0.55)
    light.fireflies(scene, count=int(scene.chance.integers(8, 30)), size=9.0, tone=scene.palette.glow)


def _tangle(scene: Scene, *, count: int, tone: canvas.Colour, width: float, names: list[str], size: float) -> None:
    """Branches that reach in from the edges, with flowers at the ends of their twigs."""
    for index in range(count):
        start, angle = _from_edge(scene)
        long = scene.unit * scene.between(260, 460)
        spots = plants.branch(
            scene.canvas,
            start=start,
            angle=angle,
            length=long,
            width=scene.unit * width,
            tone=tone,
            chance=scene.chance,
            depth=3,
        )
        for spot in spots if names else ():
            if scene.likely(0.5):
                name = names[index % len(names)]
                bed = scene.raise_bed(name, radius=size * 1.3, pair=index % 2)
                scene.place(
                    dice.pick(scene.chance, among=bed),
                    at=spot,
                    radius=size * scene.between(0.5, 1.3),
                    way=scene.between(-2.8, -0.3),
                    squash=scene.between(0.6, 1.0),
                    tint=scene.haze(scene.between(0.0, 0.3), tone=scene.palette.sky[1]),
                )


def _from_edge(scene: Scene) -> tuple[tuple[float, float], float]:
    """A place on the left, right, upper or lower edge, and a way into the picture."""
    edge = int(scene.chance.integers(4))
    share = scene.between(0.05, 0.95)
    tilt = scene.between(-0.5, 0.5)
    if edge == 0:
        return scene.at(-0.02, share), tilt
    if edge == 1:
        return scene.at(1.02, share), math.pi + tilt
    if edge == 2:
        return scene.at(share, -0.02), math.pi / 2 + tilt
    return scene.at(share, 1.02), -math.pi / 2 + tilt


def _rising(scene: Scene, *, names: list[str]) -> None:
    """A few pale flowers that stand up out of the fog."""
    middle = scene.between(0.1, 0.9)
    size = scene.unit * scene.between(60, 110)
    kinds = scene.cut_leaves(("lance",), size=size)
    for index in range(int(scene.chance.integers(2, 7))):
        x = middle + float(scene.chance.normal(0.0, 0.18))
        bed = scene.raise_bed(names[index % len(names)], radius=size, pair=index % 2)
        scene.plant(
            dice.pick(scene.chance, among=bed),
            foot=scene.at(x + scene.between(-0.06, 0.06), 1.06),
            head=scene.at(x, scene.between(0.45, 0.85)),
            radius=size * scene.between(0.6, 1.2),
            foliage=kinds,
            leaf_count=3,
            squash=scene.between(0.6, 1.0),
        )


def forest(scene: Scene) -> None:
    """Trunks one behind the other in fog, with one patch of pale flowers where the light falls."""
    scene.light = (scene.between(0.15, 0.85), scene.between(0.15, 0.7))
    backdrop.lay(scene, backdrop.sky(scene, horizon=1.2, cloud=0.3, glow=scene.between(0.45, 0.85)))
    for depth in (0.25, 0.5, 0.75, 1.0):
        tone = colour.mix(scene.palette.sky[2], scene.palette.deep, part=0.2 + 0.8 * depth)
        for _ in range(int(scene.chance.integers(2, 6))):
            _trunk(scene, depth=depth, tone=tone)
        scene.canvas.soften(scene.unit * 5.0 * (1.0 - depth))
        light.mist(
            scene,
            height=scene.between(0.6, 1.0),
            thickness=0.25,
            strength=0.5 * (1.05 - depth),
            tone=scene.palette.sky[2],
        )
    light.rays(scene, count=scene.between(9.0, 17.0), strength=0.22)
    names = scene.choose_flowers(2)
    _rising(scene, names=names)
    light.fireflies(scene, count=int(scene.chance.integers(6, 24)), size=9.0, tone=scene.palette.glow)
    light.mist(scene, height=1.0, thickness=0.14, strength=0.6, tone=scene.palette.sky[1])


def _trunk(scene: Scene, *, depth: float, tone: canvas.Colour) -> None:
    foot = scene.at(scene.between(-0.05, 1.05), 1.05)
    wide = scene.unit * (14 + 62 * depth**2) * scene.between(0.5, 1.3)
    top = (foot[0] + scene.between(-0.12, 0.12) * scene.width, -0.1 * scene.height)
    path = plants.curve(foot, end=top, bow=scene.between(-0.05, 0.05), sway=scene.between(-0.02, 0.02))
    scene.canvas.fill(canvas.ribbon(path, widths=np.linspace(wide * 1.5, wide * 0.7, len(path))), colour=tone)
    for _ in range(2):
        spot = path[int(scene.chance.integers(6, 15))]
        angle = -math.pi / 2 + scene.side() * scene.between(0.5, 1.3)
        plants.branch(
            scene.canvas,
            start=(float(spot[0]), float(spot[1])),
            angle=angle,
            length=scene.unit * 220 * depth,
            width=wide * 0.3,
            tone=tone,
            chance=scene.chance,
            depth=2,
        )


def storm(scene: Scene) -> None:
    """A burning sky torn by slashes; thorned stems whip through it and red flowers hold on."""
    scene.light = (scene.between(0.05, 0.95), scene.between(0.2, 0.95))
    field = backdrop.sky(scene, horizon=scene.between(0.6, 1.2), cloud=0.95, glow=scene.between(0.5, 0.9))
    backdrop.lay(scene, field)
    slant = scene.side() * scene.between(0.25, 1.1)
    backdrop.dabs(scene, count=560, size=52, strength=0.12, way=slant)
    weather.slashes(scene, count=int(scene.chance.integers(3, 12)), angle=slant, tone=scene.palette.glow)
    names = scene.choose_flowers(2)
    middle, spread = scene.between(0.1, 0.9), scene.between(0.15, 0.35)
    for depth, count in ((0.55, 8), (1.0, int(scene.chance.integers(4, 9)))):
        for index in range(count):
            _whipped(
                scene,
                name=names[index % len(names)],
                x=middle + float(scene.chance.normal(0.0, spread)),
                depth=depth,
                slant=slant,
                pair=index % 2,
            )
        if depth < 1.0:
            scene.canvas.soften(scene.unit * 3.5)
    weather.embers(scene, count=int(scene.chance.integers(18, 60)), tone=scene.palette.glow)


def _whipped(scene: Scene, *, name: str, x: float, depth: float, slant: float, pair: int) -> None:
    """One thorned stem, bent by the wind."""
    lean = math.copysign(scene.between(0.08, 0.34), slant)
    foot, head = scene.at(x - lean, 1.08), scene.at(x, scene.between(0.16, 0.8))
    radius = scene.unit * scene.between(100, 185) * depth
    bed = scene.raise_bed(name, radius=scene.unit * 130, pair=pair)
    kinds = scene.cut_leaves(("cut",), size=radius, count=1)
    scene.plant(
        dice.pick(scene.chance, among=bed),
        foot=foot,
        head=head,
        radius=radius,
        bow=-math.copysign(scene.between(0.05, 0.25), slant),
        foliage=kinds,
        leaf_count=3,
        thorny=True,
        veil=0.0,
        tint=scene.haze(0.25 * (1.0 - depth), tone=scene.palette.sky[1]),
        squash=scene.between(0.7, 1.0),
    )


def thicket(scene: Scene) -> None:
    """Nothing but flowers and thorns, close and crowded, lit from one burning corner."""
    scene.light = (scene.between(0.0, 1.0), scene.between(0.0, 1.0))
    backdrop.lay(scene, backdrop.wash(scene, contrast=1.3))
    backdrop.dabs(scene, count=420, size=48, strength=0.12, way=scene.between(-1.5, 1.5))
    _tangle(scene, count=5, tone=scene.palette.deep, width=13.0, names=[], size=0.0)
    names = scene.choose_flowers(3)
    size = scene.unit * scene.between(85, 130)
    count = int(scene.chance.integers(12, 24))
    kinds = scene.cut_leaves(("cut",), size=size * 1.3)
    hollow = (scene.between(0.2, 0.8), scene.between(0.2, 0.8), scene.between(0.18, 0.34))
    for index in range(count):
        x, y = scene.between(0.0, 1.0), scene.between(0.05, 1.0)
        if math.hypot(x - hollow[0], y - hollow[1]) < hollow[2]:
            continue
        share = index / count
        bed = scene.raise_bed(names[index % len(names)], radius=size, pair=index % 3)
        foot = scene.at(x + scene.between(-0.3, 0.3), max(y + 0.6, 1.1))
        scene.plant(
            dice.pick(scene.chance, among=bed),
            foot=foot,
            head=scene.at(x, y),
            radius=size * (0.5 + 0.8 * share),
            thorny=True,
            foliage=kinds,
            leaf_count=3,
            tint=scene.haze(0.4 * (1.0 - share), tone=scene.palette.deep),
            squash=scene.between(0.7, 1.0),
        )
    light.pool(scene, size=scene.between(0.3, 0.5), strength=0.3)
    weather.embers(scene, count=30, tone=scene.palette.glow)
