"""Odd plants: pitchers, traps, sundews and the arum, which look as if they could taste the viewer."""

from __future__ import annotations

import enum
import math

import numpy as np

from . import canvas, colour, petals
from .blooms import Bloom
from .canvas import Canvas
from .dice import Chance
from .palette import Palette
from .petals import Shape


class Odd(enum.Enum):
    """The plants that no table of petals describes."""

    PITCHER = "pitcher"
    TRAP = "fly trap"
    SUNDEW = "sundew"
    ARUM = "arum"


def grow(kind: Odd, *, palette: Palette, radius: float, chance: Chance, pair: int = 0) -> Bloom:
    painter = {Odd.PITCHER: _pitcher, Odd.TRAP: _trap, Odd.SUNDEW: _sundew, Odd.ARUM: _arum}[kind]
    return painter(palette=palette, radius=radius, chance=chance, pair=pair)


def _sheet(radius: float) -> tuple[Canvas, tuple[float, float]]:
    side = int(radius * 3.2) + 8
    return Canvas.empty(width=side, height=side), (side / 2.0, side * 0.84)


def _pitcher(*, palette: Palette, radius: float, chance: Chance, pair: int) -> Bloom:
    """A swollen tube with freckles, a rolled glossy lip and a lid."""
    sheet, root = _sheet(radius)
    base, tip = palette.petals[pair % 3]
    height = radius * 1.7
    body = petals.petal(
        Shape(width=0.42, root=0.34, tip=0.16, veins=1.4, spots=1.0, bend=0.06),
        colours=(colour.mix(palette.leaf[1], tip, part=0.2), base),
        size=min(height, 200.0),
        chance=chance,
        mark=palette.heart,
    )
    lid = petals.petal(
        Shape(width=0.72, root=0.5, tip=0.4, veins=1.4, spots=0.8),
        colours=(base, tip),
        size=min(radius * 0.9, 160.0),
        chance=chance,
        mark=palette.heart,
    )
    mouth = (root[0] - radius * 0.1, root[1] - height * 0.97)
    sheet.stamp(
        lid, at=(mouth[0] + radius * 0.26, mouth[1] + radius * 0.06), radius=radius * 0.95, angle=-2.25, squash=0.8
    )
    sheet.stamp(body, at=root, radius=height, angle=-math.pi / 2, mirror=bool(chance.random() < 0.5))
    for grow_by, tone in (
        (1.0, colour.change(tip, light=-0.12)),
        (0.86, tip),
        (0.62, colour.change(palette.deep, light=-0.03)),
    ):
        turn = np.linspace(0.0, math.tau, 36)
        oval = np.stack((np.cos(turn) * radius * 0.42 * grow_by, np.sin(turn) * radius * 0.17 * grow_by), axis=1)
        sheet.fill(oval + np.array(mouth) + np.array((0.0, radius * 0.03 * (1.0 - grow_by))), colour=tone)
    shine = np.stack(
        (np.linspace(-0.3, 0.05, 8) * radius, radius * (0.1 - 0.03 * np.linspace(0, 1, 8))), axis=1
    ) + np.array(mouth)
    sheet.fill(
        canvas.ribbon(shine, widths=np.full(8, max(radius * 0.03, 0.7))), colour=colour.mix(tip, palette.glow, part=0.7)
    )
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=root, reach=radius), faces=False)


def _trap(*, palette: Palette, radius: float, chance: Chance, pair: int) -> Bloom:
    """Two red lobes with lashes, half open."""
    sheet, root = _sheet(radius)
    base, tip = palette.petals[pair % 3]
    lobe = petals.petal(
        Shape(width=0.56, root=0.55, tip=0.36, veins=1.2, spots=0.4),
        colours=(base, tip),
        size=min(radius * 1.5, 190.0),
        chance=chance,
        mark=palette.heart,
    )
    lash = colour.mix(palette.leaf[1], palette.glow, part=0.35)
    for side in (-1.0, 1.0):
        angle = -math.pi / 2 + side * (0.9 + 0.25 * float(chance.random()))
        way, across = np.array((math.cos(angle), math.sin(angle))), np.array((-math.sin(angle), math.cos(angle)))
        for turn in np.linspace(-1.9, 1.9, 17):
            foot = (
                np.array(root) + (0.72 + 0.66 * math.cos(turn)) * radius * way + 0.36 * math.sin(turn) * radius * across
            )
            out = way * math.cos(turn) + across * math.sin(turn) * 1.1
            head = foot + out * radius * 0.36
            bent = (foot + head) / 2 - np.array((0.0, radius * 0.03))
            sheet.fill(
                canvas.ribbon(np.array((foot, bent, head)), widths=np.array((radius * 0.07, radius * 0.045, 0.5))),
                colour=lash,
            )
        sheet.stamp(
            lobe,
            at=root,
            radius=radius * 1.4,
            angle=angle,
            mirror=side > 0,
            tint=canvas.tint(gain=(1.0 - 0.1 * side,) * 3),
        )
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=root, reach=radius), faces=False)


def _sundew(*, palette: Palette, radius: float, chance: Chance, pair: int) -> Bloom:
    """A curled arm of red hairs, each with a bead that shines."""
    sheet, root = _sheet(radius)
    base, tip = palette.petals[pair % 3]
    steps = np.linspace(0.0, 1.0, 30)
    bow = 1.0 if chance.random() < 0.5 else -1.0
    turn = -math.pi / 2 + bow * 4.4 * np.clip(steps - 0.35, 0.0, 1.0) ** 1.25
    stride = radius * 2.5 / 30 * (1.0 - 0.55 * steps)
    path = np.stack((root[0] + np.cumsum(np.cos(turn) * stride), root[1] + np.cumsum(np.sin(turn) * stride)), axis=1)
    side = np.stack((-np.sin(turn), np.cos(turn)), axis=1)
    sheet.fill(canvas.ribbon(path, widths=np.linspace(radius * 0.1, radius * 0.05, 30)), colour=palette.leaf[1])
    for index in range(4, 30):
        for way in (-1.0, 1.0):
            long = radius * 0.3 * (1.0 - 0.5 * steps[index]) * (0.7 + 0.5 * float(chance.random()))
            head = path[index] + side[index] * way * long
            sheet.line(np.array((path[index], head)), colour=base, width=max(radius * 0.014, 0.5))
            spot = (float(head[0]), float(head[1]))
            sheet.dot(spot, radius=max(radius * 0.045, 0.8), colour=tip)
            sheet.dot(
                (spot[0] - radius * 0.012, spot[1] - radius * 0.015),
                radius=max(radius * 0.017, 0.4),
                colour=(255.0, 252.0, 240.0),
            )
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=root, reach=radius), faces=False)


def _arum(*, palette: Palette, radius: float, chance: Chance, pair: int) -> Bloom:
    """A hooded sheath round a dark club."""
    sheet, root = _sheet(radius)
    base, tip = palette.petals[pair % 3]
    wide = Shape(width=0.66, root=0.5, tip=0.5, veins=1.6, ruffle=0.03, bend=0.08)
    hood = petals.petal(wide, colours=(base, tip), size=min(radius * 2.0, 200.0), chance=chance, mark=palette.heart)
    front = petals.petal(
        Shape(width=0.6, root=0.4, tip=0.3, veins=1.0, spots=0.8),
        colours=(palette.leaf[1], base),
        size=min(radius, 150.0),
        chance=chance,
        mark=palette.heart,
    )
    sheet.stamp(hood, at=root, radius=radius * 2.0, angle=-math.pi / 2 + 0.1, mirror=bool(chance.random() < 0.5))
    club = np.stack(
        (root[0] + radius * 0.05 * np.sin(np.linspace(0, 3, 12)), root[1] - np.linspace(0.2, 1.5, 12) * radius), axis=1
    )
    dark = colour.mix(palette.heart, base, part=0.4)
    for share, shade in ((1.0, -0.05), (0.6, 0.04), (0.25, 0.14)):
        widths = np.array([0.1, 0.13, 0.15, 0.17, 0.19, 0.21, 0.22, 0.22, 0.21, 0.19, 0.15, 0.07]) * radius * share
        sheet.fill(
            canvas.ribbon(club - np.array((radius * 0.03 * (1 - share), 0.0)), widths=widths),
            colour=colour.change(dark, light=shade),
        )
    sheet.stamp(front, at=root, radius=radius * 0.95, angle=-math.pi / 2 - 0.22)
    sheet.stamp(front, at=root, radius=radius * 0.9, angle=-math.pi / 2 + 0.24, mirror=True)
    return Bloom(sprite=canvas.sprite(sheet.pixels, anchor=root, reach=radius), faces=False)
