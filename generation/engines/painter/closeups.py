"""Close-ups: great single blooms, garlands along an edge, wreaths, and boughs that hang from above."""

from __future__ import annotations

import math

import numpy as np

from . import backdrop, canvas, dice, light, plants, waters, weather
from .canvas import Sprite
from .scene import Scene

Spot = tuple[float, float, float]  # x and y as shares, size as a share of the largest

_GROUPS: tuple[tuple[Spot, ...], ...] = (
    ((0.62, 0.46, 1.25),),
    ((0.66, 0.4, 1.05), (0.33, 0.66, 0.7)),
    ((0.3, 0.36, 0.8), (0.6, 0.6, 1.1)),
    ((0.28, 0.62, 0.85), (0.53, 0.34, 1.0), (0.78, 0.66, 0.7)),
    ((0.2, 0.24, 0.6), (0.46, 0.48, 0.95), (0.76, 0.74, 0.8)),
    ((0.24, 0.4, 1.2), (0.74, 0.3, 0.5), (0.66, 0.74, 0.62)),
    ((0.5, 0.26, 0.7), (0.3, 0.54, 0.75), (0.7, 0.54, 0.75), (0.5, 0.8, 0.7)),
    ((0.84, 0.2, 0.8), (0.64, 0.42, 0.7), (0.42, 0.6, 0.62), (0.2, 0.76, 0.55)),
    ((0.14, 0.5, 0.75), (0.86, 0.44, 0.8), (0.5, 0.86, 0.6)),
)


def hero(scene: Scene, *, contrast: float = 1.0, thorny: bool = False) -> None:
    """One to four great blooms before a soft wash, with leaves and out-of-focus company behind."""
    scene.light = (scene.between(0.05, 0.95), scene.between(0.05, 0.75))
    backdrop.lay(scene, backdrop.wash(scene, contrast=contrast))
    backdrop.dabs(scene, count=380, size=46, strength=0.05, way=scene.between(-1.5, 1.5))
    names = scene.choose_flowers(2)
    _far_company(scene, names=names)
    tones = (scene.palette.glow, scene.palette.petals[1][1], scene.palette.sky[1])
    light.bokeh(scene, count=int(scene.chance.integers(3, 22)), size=38, tones=tones, strength=0.3)
    group = _GROUPS[int(scene.chance.integers(len(_GROUPS)))]
    flips = (scene.side(), 1.0 if scene.likely(0.7) else -1.0)
    size = scene.unit * scene.between(175, 235)
    kinds = scene.cut_leaves(("oval", "cut", "lance", "fern"), size=size * 1.1)
    for index, (x, y, share) in enumerate(sorted(group, key=lambda spot: spot[2])):
        shift = scene.between(-0.07, 0.07), scene.between(-0.07, 0.07)
        at = scene.at(0.5 + (x - 0.5) * flips[0] + shift[0], 0.5 + (y - 0.5) * flips[1] + shift[1])
        _great(
            scene,
            name=names[index % len(names)],
            at=at,
            radius=size * share,
            kinds=kinds,
            thorny=thorny,
            pair=index % 2,
        )


def _great(
    scene: Scene, *, name: str, at: tuple[float, float], radius: float, kinds: list[Sprite], thorny: bool, pair: int
) -> None:
    """A bloom with its stem and a ruff of leaves below it."""
    foot = (at[0] + scene.between(-0.25, 0.25) * scene.width, scene.height * 1.12)
    bed = scene.raise_bed(name, radius=radius, variants=1, pair=pair)
    radius = radius if bed[0].faces else radius * 0.78
    path = plants.curve(foot, end=at, bow=scene.between(-0.16, 0.16))
    width = max(radius * 0.07, 1.0)
    plants.stem(scene.canvas, path=path, width=width, dark=scene.palette.leaf[0], light=scene.palette.leaf[1])
    if thorny:
        plants.thorns(scene.canvas, path=path, width=width, tone=scene.palette.leaf[0], chance=scene.chance)
    plants.leafy(scene.canvas, path=path, kinds=kinds, size=radius * 1.1, count=3, chance=scene.chance)
    if bed[0].faces:
        for _ in range(int(scene.chance.integers(2, 6))):
            angle = scene.between(0.0, math.tau)
            root = (at[0] + math.cos(angle) * radius * 0.45, at[1] + math.sin(angle) * radius * 0.45)
            scene.canvas.stamp(
                dice.pick(scene.chance, among=kinds),
                at=root,
                radius=radius * scene.between(0.75, 1.05),
                angle=angle,
                mirror=scene.likely(0.5),
            )
        scene.place(bed[0], at=at, radius=radius, way=plants.heading(path), squash=scene.between(0.8, 1.0))
    else:
        scene.place(bed[0], at=(at[0], at[1] + radius * 0.7), radius=radius, way=plants.heading(path))


def _far_company(scene: Scene, *, names: list[str]) -> None:
    """Blooms and leaves far behind, laid down and then blurred away."""
    size = scene.unit * 110
    kinds = scene.cut_leaves(("oval",), size=size)
    for _ in range(int(scene.chance.integers(6, 16))):
        at = scene.at(scene.between(0.0, 1.0), scene.between(0.0, 1.0))
        scene.canvas.stamp(
            dice.pick(scene.chance, among=kinds),
            at=at,
            radius=size * scene.between(0.7, 1.8),
            angle=scene.between(0.0, math.tau),
            tint=scene.haze(0.3),
        )
    bed = scene.raise_bed(names[-1], radius=scene.unit * 60, variants=1, pair=1)
    for _ in range(int(scene.chance.integers(3, 9))):
        at = scene.at(scene.between(0.0, 1.0), scene.between(0.1, 1.0))
        scene.place(bed[0], at=at, radius=size * scene.between(0.4, 1.1), tint=scene.haze(0.25))
    scene.canvas.soften(scene.unit * scene.between(9.0, 16.0))


def garland(scene: Scene, *, sky: bool = True, thorny: bool = False) -> None:
    """Flowers crowd along an edge or a corner and leave the rest to the air."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.1, 0.7))
    field = backdrop.sky(scene, horizon=scene.between(0.6, 1.4), cloud=0.6, glow=0.7) if sky else backdrop.wash(scene)
    backdrop.lay(scene, field)
    backdrop.dabs(scene, count=300, size=40, strength=0.025, way=scene.between(-1.0, 1.0))
    if scene.likely(0.75):
        _far_company(scene, names=[str(dice.pick(scene.chance, among=scene.flowers))])
    light.bokeh(
        scene,
        count=int(scene.chance.integers(2, 16)),
        size=30,
        tones=(scene.palette.glow, scene.palette.petals[0][1]),
        strength=0.3,
    )
    path = _edge(scene)
    crowd(scene, path=path, width=scene.between(0.07, 0.15), thorny=thorny)


def _edge(scene: Scene) -> plants.Path:
    """A curve for flowers to follow: an edge, a corner, a diagonal, an S."""
    kind = int(scene.chance.integers(6))
    flip, flop = scene.likely(0.5), scene.likely(0.5)
    routes = (
        ((-0.05, 0.25), (0.12, 0.8), (0.65, 1.0)),
        ((-0.05, 0.9), (0.5, 0.74), (1.05, 0.95)),
        ((0.0, 1.05), (0.42, 0.5), (1.0, -0.02)),
        ((0.1, -0.05), (0.22, 0.5), (0.08, 1.05)),
        ((-0.05, 0.62), (0.35, 0.36), (0.7, 0.66), (1.05, 0.4)),
        ((0.05, 0.05), (0.5, 0.2), (0.95, 0.02)),
    )
    knots = np.array(routes[kind]) + scene.chance.normal(0.0, 0.05, (len(routes[kind]), 2))
    if flip:
        knots[:, 0] = 1.0 - knots[:, 0]
    if flop:
        knots[:, 1] = 1.0 - knots[:, 1]
    steps = np.linspace(0.0, len(knots) - 1.0, 40)
    line = np.stack([np.interp(steps, np.arange(len(knots)), knots[:, axis]) for axis in range(2)], axis=1)
    kernel = np.ones(9) / 9.0
    smooth = np.stack(
        [np.convolve(np.pad(line[:, axis], 4, mode="edge"), kernel, mode="valid") for axis in range(2)], axis=1
    )
    return np.asarray(smooth * np.array((scene.width, scene.height)), dtype=np.float64)


def crowd(scene: Scene, *, path: plants.Path, width: float, thorny: bool = False, count: int = 34) -> None:
    """Leaves first, then flowers from small to large, close to a path."""
    side = math.sqrt(scene.width * scene.height)
    kinds = scene.cut_leaves(("oval", "lance", "fern", "cut"), size=side * 0.13)
    names = scene.choose_flowers(3)
    stem_tone = scene.palette.leaf[0]
    scene.canvas.fill(canvas.ribbon(path, widths=np.full(len(path), side * 0.006)), colour=stem_tone)
    if thorny:
        plants.thorns(scene.canvas, path=path, width=side * 0.01, tone=stem_tone, chance=scene.chance)
    for _ in range(int(count * 1.6)):
        spot = path[int(scene.chance.integers(len(path)))] + scene.chance.normal(0.0, width * 0.5, 2) * side
        scene.canvas.stamp(
            dice.pick(scene.chance, among=kinds),
            at=(float(spot[0]), float(spot[1])),
            radius=side * scene.between(0.06, 0.17),
            angle=scene.between(0.0, math.tau),
            mirror=scene.likely(0.5),
            tint=canvas.tint(gain=(scene.between(0.7, 1.1),) * 3),
        )
    for index in range(count):
        share = index / count
        spot = (
            path[int(scene.chance.integers(len(path)))]
            + scene.chance.normal(0.0, width * (0.62 - 0.3 * share), 2) * side
        )
        big = side * (0.022 + 0.085 * share**1.6) * scene.between(0.8, 1.2)
        which = 0 if share > 0.66 else int(scene.chance.integers(len(names)))
        bed = scene.raise_bed(names[which], radius=side * 0.085, pair=which)
        scene.place(
            dice.pick(scene.chance, among=bed),
            at=(float(spot[0]), float(spot[1])),
            radius=big,
            way=-math.pi / 2 + scene.between(-0.9, 0.9),
            squash=scene.between(0.7, 1.0),
            tint=scene.haze(0.22 * (1.0 - share)),
        )


def wreath(scene: Scene) -> None:
    """A ring of flowers, or most of one, round an empty bright middle."""
    scene.light = (scene.between(0.3, 0.7), scene.between(0.3, 0.7))
    backdrop.lay(scene, backdrop.wash(scene, contrast=0.7))
    backdrop.dabs(scene, count=420, size=44, strength=0.05, way=scene.between(-1.5, 1.5))
    light.pool(scene, size=0.42, strength=0.35)
    start, share = scene.between(0.0, math.tau), scene.between(0.55, 1.0)
    angle = start + np.linspace(0.0, math.tau * share, 60)
    reach_x, reach_y = scene.between(0.26, 0.4), scene.between(0.26, 0.4)
    middle = scene.at(0.5 + scene.between(-0.1, 0.1), 0.5 + scene.between(-0.1, 0.1))
    path = np.stack(
        (middle[0] + np.cos(angle) * reach_x * scene.width, middle[1] + np.sin(angle) * reach_y * scene.height), axis=1
    )
    crowd(scene, path=path, width=scene.between(0.04, 0.09), count=38)
    weather.drifting_petals(scene, count=14, size=15)


def hanging(scene: Scene, *, cloud: float = 0.6, glow: float = 0.5, wet: bool = False) -> None:
    """Boughs bow in from above, heavy with flowers that look down."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.3, 0.95))
    backdrop.lay(scene, backdrop.sky(scene, horizon=scene.between(0.7, 1.3), cloud=cloud, glow=glow))
    backdrop.dabs(scene, count=340, size=36, strength=0.025, way=scene.between(-0.5, 0.5))
    names = scene.choose_flowers(2)
    light.bokeh(
        scene,
        count=int(scene.chance.integers(2, 14)),
        size=30,
        tones=(scene.palette.sky[2], scene.palette.petals[0][1]),
        strength=0.25,
    )
    for depth, count in ((0.5, 10), (0.75, 6), (1.0, int(scene.chance.integers(3, 8)))):
        for index in range(count):
            _bough(scene, name=names[index % len(names)], depth=depth, pair=index % 2)
        if depth < 1.0:
            scene.canvas.soften(scene.unit * 4.0)
            light.mist(scene, height=scene.between(0.4, 0.9), thickness=0.3, strength=0.25)
    if wet:
        waters.puddle(scene)


def _bough(scene: Scene, *, name: str, depth: float, pair: int) -> None:
    """One arching stem whose end hangs, with its bloom upside down."""
    start = scene.at(scene.between(-0.1, 1.1), -0.06)
    way = scene.side()
    end = (start[0] + way * scene.between(0.02, 0.3) * scene.width, scene.height * scene.between(0.12, 0.78))
    radius = scene.unit * scene.between(80, 145) * depth
    path = plants.curve(start, end=end, bow=-way * scene.between(0.1, 0.35))
    veil = 0.45 * (1.0 - depth)
    plants.stem(scene.canvas, path=path, width=radius * 0.06, dark=scene.palette.leaf[0], light=scene.palette.leaf[1])
    kinds = scene.cut_leaves(("lance",), size=radius, count=1)
    plants.leafy(
        scene.canvas, path=path, kinds=kinds, size=radius * 0.9, count=3, chance=scene.chance, tint=scene.haze(veil)
    )
    bed = scene.raise_bed(name, radius=scene.unit * 115, pair=pair)
    bloom = dice.pick(scene.chance, among=bed)
    hangs = name in ("wisteria", "larkspur rain")
    turned = -math.pi / 2 + scene.between(-0.12, 0.12) if hangs else math.pi / 2 + scene.between(-0.35, 0.35)
    scene.place(bloom, at=end, radius=radius, way=turned, squash=0.8, tint=scene.haze(veil))
