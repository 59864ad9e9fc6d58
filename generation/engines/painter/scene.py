"""The scene: what every composition needs at hand while it paints one picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from . import canvas, colour, dice, plants, species
from .blooms import Bloom
from .canvas import Canvas, Colour, Field, Sprite
from .dice import Chance
from .palette import Palette


@dataclass
class Scene:
    """One picture on the easel. Lengths are pixels; `unit` is a thousandth of a side of the square with its area."""

    canvas: Canvas
    palette: Palette
    chance: Chance
    flowers: tuple[str, ...]
    nod: float = 0.0  # how many of the stems hang their heads
    light: tuple[float, float] = (0.5, 0.2)
    beds: dict[tuple[str, int, int], list[Bloom]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return int(self.canvas.width)

    @property
    def height(self) -> int:
        return int(self.canvas.height)

    @property
    def unit(self) -> float:
        return math.sqrt(self.width * self.height) / 1000.0

    @property
    def tall(self) -> bool:
        return self.height > self.width

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point by its shares of width and height."""
        return (x * self.width, y * self.height)

    def between(self, low: float, high: float) -> float:
        return dice.between(self.chance, low=low, high=high)

    def likely(self, share: float) -> bool:
        return bool(self.chance.random() < share)

    def side(self) -> float:
        return 1.0 if self.chance.random() < 0.5 else -1.0

    def choose_flowers(self, count: int) -> list[str]:
        return [str(name) for name in self.chance.permutation(np.array(self.flowers))[:count]]

    def cut_leaves(self, kinds: tuple[str, ...], *, size: float, count: int = 2) -> list[Sprite]:
        """Leaves of one of the kinds, in the palette's greens."""
        kind = dice.pick(self.chance, among=kinds)
        return plants.leaves(kind, palette=self.palette, size=size, chance=self.chance, count=count)

    def raise_bed(self, name: str, *, radius: float, variants: int = 2, pair: int = 0) -> list[Bloom]:
        """A few different plants of one species, grown once and stamped often.

        Each has a stream of its own: a small picture has fewer details to draw, and must not lose step over it.
        """
        key = (name, round(radius / self.unit), pair)
        if key not in self.beds:
            self.beds[key] = [
                species.grow(name, palette=self.palette, radius=max(radius, 5.0), chance=chance, pair=pair)
                for chance in self.chance.spawn(variants)
            ]
        return self.beds[key]

    def place(
        self,
        bloom: Bloom,
        *,
        at: tuple[float, float],
        radius: float,
        way: float = -math.pi / 2,
        squash: float = 1.0,
        tint: Field | None = None,
    ) -> None:
        """Puts a bloom at the end of a stem that points `way`."""
        upright = way + math.pi / 2
        if bloom.round:
            self.canvas.stamp(bloom.sprite, at=at, radius=radius, angle=self.between(-0.4, 0.4), tint=tint)
        elif bloom.faces:
            turn = self.between(-0.5, 0.5)
            self.canvas.stamp(bloom.sprite, at=at, radius=radius, angle=turn, squash=squash, lean=way, tint=tint)
        else:
            self.canvas.stamp(bloom.sprite, at=at, radius=radius, angle=upright, mirror=self.likely(0.5), tint=tint)

    def plant(
        self,
        bloom: Bloom,
        *,
        foot: tuple[float, float],
        head: tuple[float, float],
        radius: float,
        bow: float | None = None,
        foliage: list[Sprite] | None = None,
        leaf_count: int = 4,
        tint: Field | None = None,
        veil: float = 0.0,
        thorny: bool = False,
        squash: float = 1.0,
    ) -> None:
        """A stem from foot to head, its leaves and the flower; `veil` fades the stem into the distance."""
        bend = self.between(-0.14, 0.14) if bow is None else bow
        path = plants.curve(foot, end=head, bow=bend, sway=self.between(-0.03, 0.03))
        if self.likely(self.nod):
            path = plants.nodding(
                foot, end=head, side=self.side(), reach=min(radius * 1.6, 0.5 * math.dist(foot, head))
            )
        dark = colour.mix(self.palette.leaf[0], self.palette.sky[2], part=veil)
        light = colour.mix(self.palette.leaf[1], self.palette.sky[2], part=veil)
        width = radius * (0.085 if bloom.faces else 0.07)
        plants.stem(self.canvas, path=path, width=width, dark=dark, light=light)
        if thorny:
            plants.thorns(self.canvas, path=path, width=width, tone=dark, chance=self.chance)
        if foliage:
            size = min(radius * 1.9, 0.5 * math.dist(foot, head) + radius * 0.3)
            plants.leafy(
                self.canvas, path=path, kinds=foliage, size=size, count=leaf_count, chance=self.chance, tint=tint
            )
        self.place(bloom, at=head, radius=radius, way=plants.heading(path), squash=squash, tint=tint)

    def haze(self, amount: float, *, tone: Colour | None = None, gain: float = 1.0) -> Field:
        """The veil of air over something far away."""
        return canvas.tint(gain=(gain, gain, gain), haze=tone or self.palette.sky[2], amount=amount)
