"""Blooms seen from the front or the side: petals laid ring by ring or row by row, from the back to the heart."""

from __future__ import annotations

import math
from dataclasses import dataclass

from . import canvas, colour, dice, hearts, petals
from .canvas import Canvas, Sprite
from .dice import Chance
from .palette import Palette
from .petals import Shape

LIGHT = -2.2  # the light comes from the upper left, as painters like it
_LARGEST_PETAL = 150.0  # longer petals are stamped enlarged: soft, and far cheaper


@dataclass(frozen=True, slots=True)
class Ring:
    """Petals of one length. In a disc they go all the way round, in a fan they spread over `spread` radians."""

    count: int
    reach: float
    shape: Shape
    light: float = 0.0
    pair: int = 0
    spread: float = math.tau
    loose: float = 0.12
    out: float = 0.0
    depth: float = 0.42


@dataclass(frozen=True, slots=True)
class Disc:
    """A flower that looks at the viewer."""

    rings: tuple[Ring, ...]
    heart: str = "none"
    heart_size: float = 0.2
    golden: bool = False


@dataclass(frozen=True, slots=True)
class Fan:
    """A flower seen from its side: rows of petals standing on one point."""

    rings: tuple[Ring, ...]
    stamens: int = 0
    cup: bool = True


@dataclass(frozen=True, slots=True)
class Bloom:
    """A finished flower; `faces` says whether it looks at the viewer or stands on its stem."""

    sprite: Sprite
    faces: bool
    round: bool = False  # a ball looks the same from everywhere: it must not be flattened


def disc(kind: Disc, *, palette: Palette, radius: float, chance: Chance, pair: int = 0) -> Bloom:
    side = int(radius * 2.36) + 6
    sheet = Canvas.empty(width=side, height=side)
    middle = side / 2.0
    turn = float(chance.random()) * math.tau
    for ring in kind.rings:
        leaves = _cut(ring, palette=palette, radius=radius, chance=chance, pair=pair)
        turn += math.pi / ring.count if not kind.golden else 2.399963
        order = _overlapping(ring.count, chance=chance)
        for index in order:
            angle = turn + math.tau * index / ring.count + float(chance.normal(0.0, ring.loose * 2.2 / ring.count))
            reach = radius * ring.reach * (1.0 + float(chance.normal(0.0, ring.loose * 0.45)))
            away = radius * (ring.out + 0.03)
            lit = 1.0 + 0.13 * math.cos(angle - LIGHT) + 0.03 * float(chance.normal())
            sheet.stamp(
                dice.pick(chance, among=leaves),
                at=(middle + math.cos(angle) * away, middle + math.sin(angle) * away),
                radius=reach,
                angle=angle,
                mirror=bool(chance.random() < 0.5),
                tint=canvas.tint(gain=(lit, lit, lit * 0.98 + 0.02)),
            )
    hearts.draw(
        kind.heart, on=sheet, at=(middle, middle), radius=radius * kind.heart_size, palette=palette, chance=chance
    )
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=(middle, middle), reach=radius), faces=True)


def fan(kind: Fan, *, palette: Palette, radius: float, chance: Chance, pair: int = 0) -> Bloom:
    """Stands on the anchor and grows upward, `2 × radius` tall."""
    side = int(radius * 3.4) + 6
    sheet = Canvas.empty(width=side, height=side)
    root = (side / 2.0, side * 0.72)
    rows = [(ring, _cut(ring, palette=palette, radius=radius * 1.9, chance=chance, pair=pair)) for ring in kind.rings]
    for number, (ring, leaves) in enumerate(rows):
        if number == len(rows) - 1 and kind.stamens:
            hearts.filaments(on=sheet, at=root, reach=radius * 1.5, count=kind.stamens, palette=palette, chance=chance)
        for index in _from_outside(ring.count):
            share = 0.0 if ring.count == 1 else index / (ring.count - 1) - 0.5
            angle = -math.pi / 2 + share * ring.spread + float(chance.normal(0.0, ring.loose * 0.5))
            lit = 1.0 - 0.16 * share + 0.03 * float(chance.normal())
            sheet.stamp(
                dice.pick(chance, among=leaves),
                at=root,
                radius=radius * 1.9 * ring.reach * (1.0 + float(chance.normal(0.0, ring.loose * 0.35))),
                angle=angle,
                mirror=share > 0.0,
                tint=canvas.tint(gain=(lit, lit, lit)),
            )
    if kind.cup:
        _cup(sheet, at=root, radius=radius, palette=palette, chance=chance)
    return Bloom(
        sprite=canvas.sprite(sheet.pixels, anchor=(root[0], root[1] + radius * 0.08), reach=radius), faces=False
    )


def _cut(ring: Ring, *, palette: Palette, radius: float, chance: Chance, pair: int) -> list[Sprite]:
    base, tip = palette.petals[(pair + ring.pair) % len(palette.petals)]
    colours = (colour.change(base, light=ring.light), colour.change(tip, light=ring.light * 0.7))
    size = min(radius * ring.reach, _LARGEST_PETAL)
    shadow = colour.change(colour.mix(base, palette.deep, part=0.65), light=-0.12)
    return [
        petals.petal(
            ring.shape, colours=colours, size=size, chance=chance, shadow=shadow, mark=palette.heart, depth=ring.depth
        )
        for _ in range(2 if ring.count > 2 else 1)
    ]


def _overlapping(count: int, *, chance: Chance) -> list[int]:
    """Every second petal lies below, as in a real whorl; where it starts is chance."""
    start = int(chance.integers(count))
    order = list(range(0, count, 2)) + list(range(1, count, 2))
    return [(index + start) % count for index in order]


def _from_outside(count: int) -> list[int]:
    return sorted(range(count), key=lambda index: -abs(index - (count - 1) / 2.0))


def _cup(sheet: Canvas, *, at: tuple[float, float], radius: float, palette: Palette, chance: Chance) -> None:
    """The green cup that holds the petals together."""
    sepal = petals.petal(
        Shape(width=0.62, root=0.5, tip=0.8, leaf=True, veins=0.4),
        colours=palette.leaf,
        size=max(radius * 0.5, 6.0),
        chance=chance,
        depth=0.2,
    )
    for angle in (-2.5, -0.64, -1.57):
        sheet.stamp(sepal, at=(at[0], at[1] + radius * 0.1), radius=radius * 0.42, angle=angle)
