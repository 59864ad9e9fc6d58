"""Hearts of flowers: discs of florets, seeds, stamens, coronas; what the eye goes to first."""

from __future__ import annotations

import math

import numpy as np

from . import canvas, colour
from .canvas import Canvas, Colour
from .dice import Chance
from .palette import Palette

_GOLDEN = 2.399963


def draw(name: str, *, on: Canvas, at: tuple[float, float], radius: float, palette: Palette, chance: Chance) -> None:
    """Paints the heart called `name`; an unknown name is a mistake in a species' row and fails at once."""
    if name == "disc":
        warm = colour.mix(palette.heart, (250.0, 190.0, 40.0), part=0.55)
        _florets(
            on,
            at=at,
            radius=radius,
            inner=colour.change(warm, light=-0.2),
            outer=colour.change(warm, light=0.1),
            chance=chance,
        )
    elif name == "seeds":
        rim = colour.mix(palette.heart, palette.petals[0][0], part=0.45)
        _florets(on, at=at, radius=radius, inner=colour.change(palette.heart, light=-0.06), outer=rim, chance=chance)
    elif name == "eye":
        _eye(on, at=at, radius=radius, palette=palette, chance=chance)
    elif name == "stamens":
        _stamens(on, at=at, radius=radius, palette=palette, chance=chance)
    elif name == "corona":
        _corona(on, at=at, radius=radius, palette=palette, chance=chance)
    elif name == "pale":
        tone = colour.mix(palette.glow, palette.leaf[1], part=0.35)
        _florets(on, at=at, radius=radius, inner=colour.change(tone, light=-0.12), outer=tone, chance=chance)
    elif name != "none":
        raise ValueError(f"There is no heart called {name!r}.")


def _florets(
    on: Canvas, *, at: tuple[float, float], radius: float, inner: Colour, outer: Colour, chance: Chance
) -> None:
    """Dots in the spiral of a sunflower, lit from the upper left."""
    on.dot(at, radius=radius, colour=colour.change(inner, light=-0.12))
    count = int(np.clip(radius * 3.2, 24, 230))
    table = colour.ramp((inner, inner, outer), count=32)
    jitter = chance.normal(0.0, 1.0, (count, 2))
    dot = max(radius / math.sqrt(count) * 0.95, 0.6)
    for index in range(count):
        share = math.sqrt((index + 0.5) / count)
        angle = index * _GOLDEN
        dx, dy = math.cos(angle) * share, math.sin(angle) * share
        tone = table[int(share * 31)] * (1.0 - 0.16 * (dx + dy) + 0.09 * jitter[index, 0])
        r, g, b = (float(min(max(value, 0.0), 255.0)) for value in tone)
        place = (at[0] + dx * radius * 0.97, at[1] + dy * radius * 0.97)
        on.dot(place, radius=dot * (0.85 + 0.2 * share), colour=(r * 0.62, g * 0.62, b * 0.62))
        on.dot((place[0] - dot * 0.22, place[1] - dot * 0.22), radius=dot * 0.6, colour=(r, g, b))


def _eye(on: Canvas, *, at: tuple[float, float], radius: float, palette: Palette, chance: Chance) -> None:
    """A poppy's heart: a pale pod in a dark crowd of anthers."""
    dark = colour.change(palette.heart, light=-0.12, chroma=0.7)
    _ring_of_threads(
        on, at=at, radius=radius, thread=dark, head=colour.change(dark, light=0.1), count=46, chance=chance
    )
    pod = colour.mix(palette.leaf[1], palette.glow, part=0.3)
    on.dot(at, radius=radius * 0.36, colour=colour.change(pod, light=-0.3))
    on.dot((at[0] - radius * 0.03, at[1] - radius * 0.04), radius=radius * 0.3, colour=colour.change(pod, light=-0.08))
    for spoke in range(9):
        angle = spoke * math.tau / 9
        tip = (at[0] + math.cos(angle) * radius * 0.27, at[1] + math.sin(angle) * radius * 0.27)
        on.line(np.array((at, tip)), colour=colour.change(pod, light=-0.24), width=max(radius * 0.045, 0.6))


def _stamens(on: Canvas, *, at: tuple[float, float], radius: float, palette: Palette, chance: Chance) -> None:
    gold = colour.mix(palette.heart, (255.0, 214.0, 110.0), part=0.6)
    thread = colour.mix(gold, palette.petals[0][1], part=0.55)
    _ring_of_threads(on, at=at, radius=radius, thread=thread, head=gold, count=34, chance=chance)
    on.dot(at, radius=radius * 0.2, colour=colour.mix(palette.leaf[1], gold, part=0.4))


def _corona(on: Canvas, *, at: tuple[float, float], radius: float, palette: Palette, chance: Chance) -> None:
    """The banded threads of a passion flower."""
    bands = colour.ramp((palette.deep, palette.petals[1][0], (250.0, 246.0, 240.0), palette.petals[2][0]), count=4)
    count = 64
    for index in range(count):
        angle = index * math.tau / count + float(chance.normal(0.0, 0.03))
        long = radius * (1.0 + float(chance.normal(0.0, 0.06)))
        for band in range(4):
            start, stop = 0.2 + band * 0.2, 0.43 + band * 0.2
            ends = np.array(
                [(at[0] + math.cos(angle) * long * s, at[1] + math.sin(angle) * long * s) for s in (start, stop)]
            )
            r, g, b = (float(value) for value in bands[band])
            on.line(ends, colour=(r, g, b), width=max(radius * 0.035, 0.6))
    _stamens(on, at=at, radius=radius * 0.42, palette=palette, chance=chance)


def _ring_of_threads(
    on: Canvas, *, at: tuple[float, float], radius: float, thread: Colour, head: Colour, count: int, chance: Chance
) -> None:
    for _ in range(count):
        angle = float(chance.random()) * math.tau
        long = radius * (0.55 + 0.5 * float(chance.random()))
        tip = (at[0] + math.cos(angle) * long, at[1] + math.sin(angle) * long)
        on.line(np.array((at, tip)), colour=thread, width=max(radius * 0.03, 0.5))
        tone = colour.change(head, light=0.09 * float(chance.normal())) if radius > 14 else head
        on.dot(tip, radius=max(radius * 0.075, 0.5), colour=tone)


def filaments(
    *, on: Canvas, at: tuple[float, float], reach: float, count: int, palette: Palette, chance: Chance
) -> None:
    """Long arching stamens that stand out of a flower seen from its side."""
    thread = colour.mix(palette.petals[0][1], palette.glow, part=0.35)
    steps = np.linspace(0.0, 1.0, 9)
    for index in range(count):
        share = (index + 0.5) / count - 0.5
        lean = share * 2.4 + float(chance.normal(0.0, 0.06))
        rise = reach * (0.95 + 0.25 * float(chance.random()))
        x = at[0] + np.sin(lean) * rise * steps**1.2
        y = at[1] - math.cos(lean * 0.9) * rise * steps - 0.25 * rise * np.sin(steps * 2.6) * abs(share)
        path = np.stack((x, y), axis=1)
        on.fill(canvas.ribbon(path, widths=np.full(9, max(reach * 0.014, 0.7))), colour=thread)
        on.dot(
            (float(x[-1]), float(y[-1])),
            radius=max(reach * 0.024, 0.7),
            colour=colour.mix(palette.heart, palette.glow, part=0.3),
        )
