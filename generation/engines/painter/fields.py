"""Fields: meadows under a sky, rows that run to the horizon, and tall flowers seen from the grass."""

from __future__ import annotations

import math

import numpy as np

from . import backdrop, canvas, colour, dice, light, plants, weather
from .blooms import Bloom
from .canvas import Sprite
from .scene import Scene


def meadow(scene: Scene, *, cloud: float = 0.5, glow: float = 0.6, sun: bool = True, droop: float = 0.0) -> None:
    """Sky, hills and a field of flowers that grow as they come near."""
    horizon = scene.between(0.2, 0.62)
    scene.light = (scene.between(0.08, 0.92), horizon * scene.between(0.1, 0.9))
    field = backdrop.sky(scene, horizon=horizon, cloud=cloud, glow=glow)
    field = backdrop.hills(
        scene, onto=field, horizon=horizon, layers=int(scene.chance.integers(1, 5)), rough=scene.between(0.05, 0.22)
    )
    field = backdrop.ground(scene, onto=field, horizon=horizon, slope=scene.between(-0.12, 0.12))
    if scene.likely(0.6):
        field = backdrop.trees(scene, onto=field, horizon=horizon)
    backdrop.lay(scene, field)
    backdrop.dabs(scene, count=240, size=26, low=0.0, high=horizon, strength=0.02)
    backdrop.dabs(scene, count=420, size=15, low=horizon + 0.02, strength=0.11, way=scene.between(-0.3, 0.3))
    if sun and scene.light[1] < horizon * 0.6:
        light.disc(scene, radius=scene.between(0.03, 0.075), white=0.7)
        light.pool(scene, size=0.2, strength=0.5)
    if sun and scene.likely(0.5):
        light.rays(scene, count=scene.between(7.0, 16.0), strength=0.3)
    names = scene.choose_flowers(3)
    crowd(scene, names=names, low=horizon + 0.03, high=0.98, count=110)
    light.mist(scene, height=horizon + 0.02, thickness=0.07, strength=0.5)
    foreground(scene, names=names, droop=droop)


def crowd(scene: Scene, *, names: list[str], low: float, high: float, count: int) -> None:
    """Flowers in drifts over the ground, small and pale far away, large and clear near by."""
    beds = [scene.raise_bed(name, radius=scene.unit * 46, pair=index) for index, name in enumerate(names)]
    centres = scene.chance.random((5, 2))
    depths = np.sort(scene.chance.random(count) ** 1.25)
    tones = (scene.palette.leaf[0], scene.palette.leaf[1])
    grass_at = {int(count * share): share for share in (0.3, 0.55, 0.8)}
    for index, depth in enumerate(depths):
        share = float(depth)
        if index in grass_at:
            y = low + (high - low) * share
            plants.grass(
                scene.canvas,
                count=90,
                across=(-10.0, scene.width + 10.0),
                base=(scene.height * y, scene.height * (y + 0.12)),
                height=scene.unit * (30 + 110 * share),
                tones=tones,
                chance=scene.chance,
                wind=0.1,
                width=0.035,
            )
        drift = centres[index % 5]
        x = float(drift[0]) + float(scene.chance.normal(0.0, 0.16)) if index % 3 else scene.between(0.0, 1.0)
        size = scene.unit * (5.0 + 40.0 * share**1.4) * scene.between(0.75, 1.2)
        head = scene.at(x, low + (high - low) * share)
        bed = beds[(index % 5) % len(beds)]
        foot = (head[0] + scene.between(-0.4, 0.4) * size, head[1] + size * 2.6)
        veil = 0.55 * (1.0 - share) ** 1.5
        scene.plant(
            dice.pick(scene.chance, among=bed),
            foot=foot,
            head=head,
            radius=size,
            tint=scene.haze(veil),
            veil=veil,
            squash=scene.between(0.5, 0.85),
        )


def foreground(scene: Scene, *, names: list[str], droop: float = 0.0) -> None:
    """A few great flowers close by, massed on one side so that the picture has weight somewhere."""
    mass = scene.between(0.05, 0.95)
    spread = scene.between(0.1, 0.3)
    count = int(scene.chance.integers(3, 11))
    size = scene.unit * scene.between(66, 130)
    kinds = scene.cut_leaves(("lance", "oval", "cut"), size=size * 1.7)
    reach = scene.between(0.25, 0.7)
    plants.grass(
        scene.canvas,
        count=150,
        across=(-10.0, scene.width + 10.0),
        base=(scene.height * 1.0, scene.height * 1.16),
        height=scene.unit * scene.between(140, 270),
        tones=(scene.palette.deep, scene.palette.leaf[1]),
        chance=scene.chance,
        wind=scene.between(-0.25, 0.25),
        width=0.04,
    )
    _massed(scene, names=names, mass=mass, spread=spread, count=count, size=size, reach=reach, kinds=kinds, droop=droop)
    if scene.likely(0.55):
        nearest(scene, name=names[0])


def _massed(
    scene: Scene,
    *,
    names: list[str],
    mass: float,
    spread: float,
    count: int,
    size: float,
    reach: float,
    kinds: list[Sprite],
    droop: float,
) -> None:
    """Flowers gathered round one place, tallest in its middle; the tallest stand behind."""
    heads = sorted((mass + float(scene.chance.normal(0.0, spread)), scene.between(0.0, 1.0)) for _ in range(count))
    for index, (x, lift) in enumerate(sorted(heads, key=lambda head: head[1], reverse=True)):
        y = 0.93 - reach * lift * math.exp(-(((x - mass) / (spread * 2.0)) ** 2))
        big = size * scene.between(0.7, 1.15)
        bed = scene.raise_bed(names[index % len(names)], radius=size, pair=index % len(names))
        lean = scene.between(-0.1, 0.1)
        scene.plant(
            dice.pick(scene.chance, among=bed),
            foot=scene.at(x + lean, 1.08),
            head=scene.at(x, y),
            radius=big,
            bow=scene.between(-0.12, 0.12) + droop * scene.side(),
            foliage=kinds,
            leaf_count=4,
            squash=scene.between(0.7, 1.0),
        )


def nearest(scene: Scene, *, name: str) -> None:
    """Flowers so near that they are only soft colour, in one lower corner: the eye looks past them."""
    bed = scene.raise_bed(name, radius=scene.unit * 46, pair=0)
    soft = [canvas.softened(bloom.sprite, radius=bloom.sprite.reach * 0.16) for bloom in bed]
    corner = scene.between(-0.05, 0.25) if scene.likely(0.5) else scene.between(0.75, 1.05)
    for _ in range(int(scene.chance.integers(2, 6))):
        at = scene.at(corner + float(scene.chance.normal(0.0, 0.12)), scene.between(0.88, 1.08))
        scene.canvas.stamp(
            dice.pick(scene.chance, among=soft),
            at=at,
            radius=scene.unit * scene.between(110, 210),
            angle=scene.between(0.0, 6.28),
            tint=canvas.tint(opacity=0.88),
        )


def stand(scene: Scene, *, cloud: float = 0.5, glow: float = 0.8, thorny: bool = False) -> None:
    """Tall stems against the sky, as a mouse sees them; three depths, the farthest out of focus."""
    scene.light = (scene.between(0.1, 0.9), scene.between(0.1, 0.8))
    backdrop.lay(scene, backdrop.sky(scene, horizon=scene.between(0.75, 1.3), cloud=cloud, glow=glow))
    backdrop.dabs(scene, count=420, size=34, strength=0.04, way=scene.between(-0.8, 0.8))
    tones = (scene.palette.glow, scene.palette.petals[0][1], scene.palette.sky[2])
    light.bokeh(scene, count=int(scene.chance.integers(4, 20)), size=34, tones=tones, strength=0.28)
    names = scene.choose_flowers(3)
    wind = scene.between(-0.3, 0.3)
    middle, spread = scene.between(0.1, 0.9), scene.between(0.16, 0.45)
    big = scene.between(70, 140)
    for layer, (count, share) in enumerate(((16, 0.42), (11, 0.7), (int(scene.chance.integers(4, 10)), 1.0))):
        veil = 0.5 * (1.0 - share)
        _blades(scene, wind=wind, veil=veil)
        _row(
            scene,
            names=names,
            count=count,
            full=scene.unit * big,
            share=share,
            middle=middle,
            spread=spread,
            wind=wind,
            veil=veil,
            thorny=thorny,
        )
        if layer == 0:
            scene.canvas.soften(scene.unit * 4.0)
            light.pool(scene, size=0.5, strength=0.16)
    if scene.likely(0.4):
        weather.drifting_petals(scene, count=12, size=13)


def _blades(scene: Scene, *, wind: float, veil: float) -> None:
    """A curtain of grass along the lower edge."""
    dark, bright = (colour.mix(tone, scene.palette.sky[2], part=veil) for tone in scene.palette.leaf)
    plants.grass(
        scene.canvas,
        count=70,
        across=(-20.0, scene.width + 20.0),
        base=(scene.height * 1.0, scene.height * 1.1),
        height=scene.unit * scene.between(160, 420),
        tones=(dark, bright),
        chance=scene.chance,
        wind=wind,
        width=0.03,
    )


def _row(
    scene: Scene,
    *,
    names: list[str],
    count: int,
    full: float,
    share: float,
    middle: float,
    spread: float,
    wind: float,
    veil: float,
    thorny: bool,
) -> None:
    size = full * share
    kinds = scene.cut_leaves(("lance", "cut", "strap"), size=size * 1.8)
    for index in range(count):
        x = middle + float(scene.chance.normal(0.0, spread))
        y = 0.5 + 0.42 * ((x - middle) / (spread * 2.2)) ** 2 + scene.between(-0.38, 0.22)
        name = names[index % len(names)]
        bed = scene.raise_bed(name, radius=full, pair=names.index(name))
        scene.plant(
            dice.pick(scene.chance, among=bed),
            foot=scene.at(x - wind * 0.5 + scene.between(-0.06, 0.06), 1.06),
            head=scene.at(x, float(np.clip(y, 0.1, 0.93))),
            radius=size * scene.between(0.75, 1.15),
            bow=scene.between(-0.1, 0.1) - wind * 0.2,
            foliage=kinds,
            leaf_count=3,
            tint=scene.haze(veil),
            veil=veil,
            thorny=thorny,
            squash=scene.between(0.65, 1.0),
        )


def rows(scene: Scene) -> None:
    """Flowers planted in rows that run together at the horizon."""
    horizon = scene.between(0.16, 0.55)
    scene.light = (scene.between(0.1, 0.9), horizon * scene.between(0.2, 0.95))
    field = backdrop.sky(scene, horizon=horizon, cloud=0.6, glow=0.7)
    field = backdrop.hills(
        scene, onto=field, horizon=horizon, layers=int(scene.chance.integers(1, 5)), rough=scene.between(0.06, 0.24)
    )
    tone = scene.palette.petals[0]
    vanish, bands = (scene.between(-0.3, 1.3), horizon), scene.between(1.2, 3.4)
    tones = (colour.mix(scene.palette.leaf[0], tone[0], part=0.25), colour.mix(tone[0], tone[1], part=0.35))
    field = backdrop.furrows(scene, onto=field, vanish=vanish, bands=bands, tones=tones)
    if scene.likely(0.75):
        field = backdrop.trees(scene, onto=field, horizon=horizon)
    backdrop.lay(scene, field)
    backdrop.dabs(scene, count=200, size=24, high=horizon, strength=0.02)
    backdrop.dabs(scene, count=520, size=9, low=horizon + 0.03, strength=0.16, way=math.pi / 2, soft=0.8)
    name = dice.pick(scene.chance, among=("lavender", "delphinium", "salvia", str(scene.flowers[0])))
    bed = scene.raise_bed(name, radius=scene.unit * 62, variants=3, pair=0)
    for depth in np.linspace(0.0, 1.0, 22) ** 1.6:
        _furrow_line(scene, bed=bed, vanish=vanish, bands=bands, share=float(depth))
    light.mist(scene, height=horizon + 0.02, thickness=0.05, strength=0.6)


def _furrow_line(scene: Scene, *, bed: list[Bloom], vanish: tuple[float, float], bands: float, share: float) -> None:
    """One line of plants across all rows, as far away as `share` says."""
    drop = 0.05 + (1.12 - vanish[1] - 0.05) * share
    step = 2.0 * drop / bands
    first = math.ceil((-0.15 - vanish[0]) / step)
    last = math.floor((1.15 - vanish[0]) / step)
    size = scene.unit * (9.0 + 78.0 * share**1.1)
    veil = scene.haze(0.5 * (1.0 - share) ** 2, gain=0.9 + 0.15 * share)
    for row in range(first, last + 1):
        for _ in range(3 if share < 0.6 else 5):
            x = vanish[0] + row * step + float(scene.chance.normal(0.0, 0.11)) * step
            at = scene.at(x, vanish[1] + drop + scene.between(-0.012, 0.02))
            scene.place(
                dice.pick(scene.chance, among=bed),
                at=at,
                radius=size * scene.between(0.7, 1.15),
                way=-math.pi / 2 + scene.between(-0.3, 0.3),
                tint=veil,
            )
