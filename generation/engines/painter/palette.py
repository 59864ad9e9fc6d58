"""Palettes: a family of hand-picked colours for each emotion, turned a little by chance and by the season."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import colour, dice
from .canvas import Colour
from .dice import Chance
from .families import FAMILIES
from .favorite import Wish


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture, named for what they paint; a petal is a pair from its base to its tip."""

    sky: tuple[Colour, Colour, Colour]
    glow: Colour
    far: Colour
    ground: Colour
    deep: Colour
    leaf: tuple[Colour, Colour]
    petals: tuple[tuple[Colour, Colour], ...]
    heart: Colour


def choose(emotion: str, *, chance: Chance, wish: Wish | None) -> Palette:
    words = dice.pick(chance, among=FAMILIES[emotion].strip().splitlines()).split()
    hue = dice.between(chance, low=-13.0, high=13.0)
    chroma = dice.between(chance, low=0.92, high=1.16)
    tones = [colour.change(colour.parse(word), chroma=chroma, hue=hue) for word in words]
    order = chance.permutation(3)
    pairs = [(tones[9 + 2 * index], tones[10 + 2 * index]) for index in range(3)]
    # Pale skies gain from some weight, and a wall of pictures from not all being as light.
    weight = dice.between(chance, low=-0.09, high=0.0)
    sky = [
        colour.change(tone, light=weight * share, chroma=1.12)
        for tone, share in zip(tones[:3], (1.3, 1.0, 0.5), strict=True)
    ]
    palette = Palette(
        sky=(sky[0], sky[1], sky[2]),
        glow=tones[3],
        far=tones[4],
        ground=tones[5],
        deep=tones[6],
        leaf=(tones[7], tones[8]),
        petals=tuple(pairs[int(index)] for index in order),
        heart=tones[15],
    )
    return palette if wish is None else _wished(palette, wish=wish)


_TIMES: dict[str, tuple[str, float]] = {
    "day": ("8ec0ea c4e0f0 f4f4e4 fff8e0", 0.15),
    "sunset": ("5a4a8a e0705a ffc070 ffb050", 0.62),
    "the-early-dawn": ("7f9cc8 e8b8c8 ffe6cc ffe0d0", 0.55),
    "the-middle-of-the-night": ("070b22 14204a 2e3c6e c8d8ff", 0.8),
}
_SEASONS: dict[str, tuple[str, str, float]] = {  # what leaves and what ground turn to, and how far
    "spring": ("6fbf5a", "a6d07a", 0.3),
    "summer": ("3f9a3a", "8ab848", 0.25),
    "autumn": ("b8621c", "c08a3a", 0.55),
    "winter": ("6a8088", "c8d4dc", 0.55),
}


def _wished(palette: Palette, *, wish: Wish) -> Palette:
    """Season over the plants, weather over the air, the hour over everything."""
    leaf, ground, part = _SEASONS[wish.season]
    leaves = tuple(
        colour.mix(tone, colour.change(colour.parse(leaf), light=lift), part=part)
        for tone, lift in zip(palette.leaf, (-0.12, 0.1), strict=True)
    )
    palette = replace(
        palette,
        leaf=(leaves[0], leaves[1]),
        ground=colour.mix(palette.ground, colour.parse(ground), part=part),
        far=colour.mix(palette.far, colour.parse(ground), part=part * 0.5),
    )
    if wish.weather == "snowy":
        snow = colour.parse("e6eef6")
        palette = replace(
            palette,
            ground=colour.mix(palette.ground, snow, part=0.85),
            far=colour.mix(palette.far, snow, part=0.65),
            deep=colour.mix(palette.deep, colour.parse("5a6a7c"), part=0.4),
        )
    if wish.weather in ("cloudy", "rainy", "snowy"):
        grey = tuple(colour.change(tone, chroma=0.55, light=-0.02) for tone in palette.sky)
        palette = replace(palette, sky=(grey[0], grey[1], grey[2]))
    if wish.weather == "sunny":
        palette = replace(palette, glow=colour.mix(palette.glow, colour.parse("fff2b0"), part=0.5))
    return _at_hour(palette, hour=wish.time)


def _at_hour(palette: Palette, *, hour: str) -> Palette:
    codes, part = _TIMES[hour]
    tones = [colour.parse(code) for code in codes.split()]
    sky = tuple(colour.mix(own, tone, part=part) for own, tone in zip(palette.sky, tones, strict=False))
    palette = replace(palette, sky=(sky[0], sky[1], sky[2]), glow=colour.mix(palette.glow, tones[3], part=part))
    over = {"sunset": ("d8704a", 0.2), "the-early-dawn": ("d8a8b0", 0.18), "the-middle-of-the-night": ("0e1838", 0.6)}
    if hour not in over:
        return palette
    veil, depth = colour.parse(over[hour][0]), over[hour][1]

    def dim(tone: Colour, share: float) -> Colour:
        return colour.mix(tone, veil, part=depth * share)

    return replace(
        palette,
        far=dim(palette.far, 1.0),
        ground=dim(palette.ground, 1.0),
        deep=dim(palette.deep, 1.0),
        leaf=(dim(palette.leaf[0], 0.8), dim(palette.leaf[1], 0.8)),
        petals=tuple((dim(base, 0.5), dim(tip, 0.35)) for base, tip in palette.petals),
        heart=dim(palette.heart, 0.5),
    )
