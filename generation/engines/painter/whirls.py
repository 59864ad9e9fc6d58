"""Whirls and bursts: flowers that explode from a point, wind in spirals, or grow from both ends of the world."""

from __future__ import annotations

import math

import numpy as np

from . import backdrop, canvas, colour, dice, light, plants, weather
from .scene import Scene


def burst(scene: Scene) -> None:
    """Everything flies out from one bright place."""
    centre = (scene.between(0.25, 0.75), scene.between(0.25, 0.75))
    scene.light = centre
    backdrop.lay(scene, backdrop.wash(scene, contrast=scene.between(0.6, 1.0)))
    backdrop.dabs(scene, count=300, size=46, strength=0.06, way=scene.between(-1.5, 1.5))
    light.rays(scene, count=scene.between(8.0, 24.0), strength=0.4)
    light.pool(scene, size=scene.between(0.2, 0.35), strength=0.45)
    _trails(scene, centre=centre)
    names = scene.choose_flowers(3)
    count = int(scene.chance.integers(24, 52))
    start, side = scene.between(0.0, math.tau), math.sqrt(scene.width * scene.height)
    middle = scene.at(*centre)
    shots = []
    for index in range(count):
        reach = side * scene.between(0.16, 0.72)
        angle = start + index * 2.399963 + float(scene.chance.normal(0.0, 0.1))
        shots.append((reach, angle, index))
    for reach, angle, index in sorted(shots, reverse=True):
        head = (middle[0] + math.cos(angle) * reach, middle[1] + math.sin(angle) * reach)
        size = side * (0.025 + 0.1 * reach / side) * scene.between(0.7, 1.3)
        bed = scene.raise_bed(names[index % len(names)], radius=side * 0.085, pair=index % 3)
        path = plants.curve(middle, end=head, bow=scene.between(-0.12, 0.12))
        tone = colour.mix(scene.palette.leaf[1], scene.palette.glow, part=0.3)
        scene.canvas.fill(
            canvas.ribbon(path, widths=np.linspace(side * 0.0015, size * 0.07 + 0.6, len(path))), colour=tone
        )
        scene.place(
            dice.pick(scene.chance, among=bed),
            at=head,
            radius=size,
            way=plants.heading(path),
            squash=scene.between(0.75, 1.0),
        )
    hub = scene.raise_bed(names[0], radius=side * 0.17, variants=1, pair=int(scene.chance.integers(3)))
    scene.place(hub[0], at=middle, radius=side * scene.between(0.08, 0.19))
    weather.drifting_petals(scene, count=int(scene.chance.integers(20, 60)), size=12, burst=centre)
    light.fireflies(scene, count=24, size=10.0, tone=scene.palette.glow)


def _trails(scene: Scene, *, centre: tuple[float, float]) -> None:
    """Thin bright threads that shoot outward and end in a spark."""
    middle, side = scene.at(*centre), math.sqrt(scene.width * scene.height)
    spark = light.glow_sprite(scene.palette.glow)
    for _ in range(int(scene.chance.integers(24, 60))):
        angle, reach = scene.between(0.0, math.tau), side * scene.between(0.15, 0.6)
        bow = scene.between(-0.1, 0.1)
        end = (middle[0] + math.cos(angle) * reach, middle[1] + math.sin(angle) * reach)
        path = plants.curve(middle, end=end, bow=bow, count=10)[4:]
        tone = dice.pick(
            scene.chance, among=(scene.palette.glow, scene.palette.petals[0][1], scene.palette.petals[1][1])
        )
        scene.canvas.fill(
            canvas.ribbon(path, widths=np.array((0.2, 0.8, 1.4, 1.7, 1.2, 0.3)) * max(scene.unit, 0.4)), colour=tone
        )
        scene.canvas.stamp(spark, at=end, radius=scene.unit * scene.between(8.0, 22.0))


def fireworks(scene: Scene) -> None:
    """Great balls of florets on tall bare stems, bursting at every height like rockets."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.2, 0.9))
    backdrop.lay(scene, backdrop.sky(scene, horizon=scene.between(0.7, 1.3), cloud=0.4, glow=0.8))
    backdrop.dabs(scene, count=400, size=40, strength=0.05, way=scene.between(-1.0, 1.0))
    light.bokeh(
        scene,
        count=int(scene.chance.integers(6, 26)),
        size=26,
        tones=(scene.palette.glow, scene.palette.petals[0][1], scene.palette.petals[1][1]),
        strength=0.3,
    )
    balls = [name for name in scene.flowers if name in ("allium", "agapanthus", "starburst", "dandelion")]
    names = [str(name) for name in scene.chance.permutation(np.array(balls or scene.flowers))[:3]]
    origin = scene.between(0.1, 0.9)
    for depth, count in ((0.42, 12), (0.7, 7), (1.0, int(scene.chance.integers(3, 8)))):
        for index in range(count):
            x, y = scene.between(0.03, 0.97), scene.between(0.1, 0.74)
            radius = scene.unit * scene.between(70, 165) * depth
            bed = scene.raise_bed(names[index % len(names)], radius=scene.unit * 125, pair=index % 3)
            foot = scene.at(origin + (x - origin) * 0.45, 1.06)
            veil = 0.4 * (1.0 - depth)
            scene.plant(
                dice.pick(scene.chance, among=bed),
                foot=foot,
                head=scene.at(x, y),
                radius=radius,
                tint=scene.haze(veil),
                veil=veil,
                bow=scene.between(-0.1, 0.1),
            )
        if depth < 1.0:
            scene.canvas.soften(scene.unit * 4.0)
    weather.drifting_petals(scene, count=int(scene.chance.integers(16, 50)), size=11)
    light.fireflies(scene, count=30, size=10.0, tone=scene.palette.glow)


def spiral(scene: Scene) -> None:
    """Flowers of every size on a spiral that winds into the picture."""
    centre = (scene.between(0.22, 0.78), scene.between(0.22, 0.78))
    scene.light = centre
    backdrop.lay(
        scene,
        backdrop.swirl(
            scene, centre=centre, arms=float(scene.chance.integers(1, 5)), twist=scene.side() * scene.between(2.5, 7.0)
        ),
    )
    backdrop.dabs(scene, count=460, size=22, strength=0.05, soft=3.0, way=scene.between(-1.5, 1.5))
    way, arms = scene.side(), int(scene.chance.integers(1, 4))
    start = scene.between(0.0, math.tau)
    side = math.sqrt(scene.width * scene.height)
    middle = scene.at(*centre)
    names = scene.choose_flowers(4)
    kinds = scene.cut_leaves(("strap", "fern", "lance"), size=side * 0.12)
    pitch = scene.between(0.2, 0.34)
    for arm in range(arms):
        steps = np.linspace(0.0, scene.between(2.0, 3.4) * math.pi, 46)
        reach = side * 0.045 * np.exp(pitch * steps)
        angle = start + arm * math.tau / arms + way * steps
        path = np.stack((middle[0] + np.cos(angle) * reach, middle[1] + np.sin(angle) * reach), axis=1)[::-1]
        scene.canvas.fill(
            canvas.ribbon(path, widths=np.linspace(side * 0.012, side * 0.002, 46)), colour=scene.palette.leaf[0]
        )
        plants.leafy(scene.canvas, path=path, kinds=kinds, size=side * 0.1, count=14, chance=scene.chance)
        _strew(scene, path=path, middle=middle, names=names, step=2 if arms < 3 else 3)
    weather.drifting_petals(scene, count=18, size=13, burst=centre)


def _strew(scene: Scene, *, path: plants.Path, middle: tuple[float, float], names: list[str], step: int) -> None:
    """Flowers along one arm, larger the farther they are from the middle."""
    side = math.sqrt(scene.width * scene.height)
    for x, y in path[::step].tolist():
        size = math.dist((x, y), middle) * scene.between(0.1, 0.3) + side * 0.008
        which = int(scene.chance.integers(len(names)))
        bed = scene.raise_bed(names[which], radius=side * 0.08, pair=which)
        bloom = dice.pick(scene.chance, among=bed)
        way = math.atan2(y - middle[1], x - middle[0])
        scene.place(bloom, at=(x, y), radius=size, way=way, squash=scene.between(0.6, 1.0))


def mirrored(scene: Scene) -> None:
    """The garden grows from below and from above at once, tilted, in sizes that do not agree."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.3, 0.7))
    centre = (scene.between(-0.2, 1.2), scene.between(-0.2, 1.2))
    backdrop.lay(
        scene,
        backdrop.swirl(scene, centre=centre, arms=float(scene.chance.integers(0, 3)), twist=scene.between(1.5, 5.0)),
    )
    backdrop.dabs(scene, count=460, size=24, strength=0.05, soft=3.0, way=scene.between(-1.5, 1.5))
    tones = (scene.palette.glow, scene.palette.petals[0][1], scene.palette.petals[1][1])
    light.bokeh(scene, count=int(scene.chance.integers(4, 16)), size=44, tones=tones, strength=0.35)
    names = scene.choose_flowers(4)
    tilt = scene.between(-0.35, 0.35)
    sizes = (scene.between(30, 60), scene.between(80, 120), scene.between(130, 190))
    count = int(scene.chance.integers(10, 18))
    turned = scene.likely(0.6)
    for index in range(count):
        if turned and index == count // 3:  # the first plants are stirred into the paint, the rest stay clear
            _whirl(scene)
        above = index % 2 == 1
        x = scene.between(0.02, 0.98)
        y = scene.between(0.08, 0.42) if above else scene.between(0.55, 0.92)
        radius = scene.unit * sizes[int(scene.chance.integers(3))] * scene.between(0.7, 1.1)
        bed = scene.raise_bed(names[index % len(names)], radius=scene.unit * 100, pair=index % len(names) % 3)
        foot = scene.at(x + tilt + scene.between(-0.1, 0.1), -0.08 if above else 1.08)
        kinds = scene.cut_leaves(("strap",), size=radius, count=1)
        scene.plant(
            dice.pick(scene.chance, among=bed),
            foot=foot,
            head=scene.at(x, y),
            radius=radius,
            bow=scene.between(-0.3, 0.3),
            foliage=kinds,
            leaf_count=3,
        )


def _whirl(scene: Scene) -> None:
    """Turns the paint itself round a point, as a spoon would."""
    x, y = backdrop.grid(scene)
    cx, cy, reach = scene.between(0.2, 0.8), scene.between(0.2, 0.8), scene.between(0.2, 0.45)
    dx, dy = (x - cx) * scene.width, (y - cy) * scene.height
    side = math.sqrt(scene.width * scene.height)
    turn = scene.side() * scene.between(0.5, 1.5) * np.exp(-((np.hypot(dx, dy) / (reach * side)) ** 2))
    across = np.cos(turn) * dx - np.sin(turn) * dy - dx
    down = np.sin(turn) * dx + np.cos(turn) * dy - dy
    scene.canvas.bend(across=np.asarray(across, dtype=np.float32), down=np.asarray(down, dtype=np.float32))
