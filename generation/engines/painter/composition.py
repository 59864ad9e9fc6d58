"""Composition: which flowers, which arrangement and which weather belong to each emotion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import closeups, colour, dice, fields, light, nights, palette, swamps, waters, weather, whirls
from .canvas import Canvas
from .favorite import Wish, read
from .scene import Scene

Arrangement = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Mood:
    """How one emotion is painted: arrangements with their weights, flowers, and the last touches of light."""

    arrangements: tuple[tuple[int, Arrangement], ...]
    flowers: tuple[str, ...]
    air: Callable[[Scene], None]
    vignette: float = 0.3
    bloom: float = 0.35
    contrast: float = 0.12
    nod: float = 0.0


def _sunny_air(scene: Scene) -> None:
    light.pool(scene, size=scene.between(0.35, 0.6), strength=scene.between(0.12, 0.26))
    light.fireflies(scene, count=int(scene.chance.integers(6, 26)), size=7.0, tone=scene.palette.glow)
    if scene.likely(0.4):
        weather.drifting_petals(scene, count=int(scene.chance.integers(6, 18)), size=11)


def _bright_air(scene: Scene) -> None:
    light.pool(scene, size=scene.between(0.25, 0.5), strength=0.16)


def _still_air(scene: Scene) -> None:
    light.mist(scene, height=scene.between(0.3, 0.9), thickness=scene.between(0.08, 0.25), strength=0.24)
    light.pool(scene, size=0.5, strength=0.12)


def _burning_air(scene: Scene) -> None:
    light.pool(scene, size=scene.between(0.25, 0.45), strength=0.22)
    if scene.likely(0.35):
        weather.slashes(
            scene, count=int(scene.chance.integers(2, 7)), angle=scene.between(-1.2, 1.2), tone=scene.palette.glow
        )
    if scene.likely(0.3):
        weather.rain(
            scene,
            count=150,
            slant=scene.side() * scene.between(0.4, 1.0),
            long=70,
            strength=0.2,
            tone=scene.palette.glow,
        )


def _cold_air(scene: Scene) -> None:
    light.mist(
        scene,
        height=scene.between(0.4, 1.0),
        thickness=scene.between(0.1, 0.3),
        strength=0.4,
        tone=scene.palette.sky[2],
    )


def _odd_air(scene: Scene) -> None:
    light.fireflies(scene, count=14, size=9.0, tone=scene.palette.glow)


def _weeping_air(scene: Scene) -> None:
    light.mist(scene, height=scene.between(0.3, 0.9), thickness=0.2, strength=0.3)
    weather.drifting_petals(scene, count=int(scene.chance.integers(3, 14)), size=13, low=0.3)
    weather.rain(
        scene,
        count=int(scene.chance.integers(90, 260)),
        slant=scene.between(-0.3, 0.3),
        long=scene.between(40, 90),
        strength=0.3,
    )
    if scene.likely(0.4):
        weather.dew(scene, count=int(scene.chance.integers(20, 70)))


MOODS: dict[str, Mood] = {
    "happy": Mood(
        ((4, fields.meadow), (3, fields.stand), (2, closeups.hero), (2, closeups.garland), (1, closeups.wreath)),
        ("sunflower", "poppy", "daisy", "cosmos", "gerbera", "tulip", "coneflower", "anemone", "peony", "umbel"),
        _sunny_air,
        vignette=0.2,
    ),
    "surprised": Mood(
        ((4, whirls.burst), (3, whirls.fireworks), (1, closeups.wreath), (2, closeups.hero), (1, fields.stand)),
        ("allium", "agapanthus", "starburst", "dandelion", "gerbera", "cactus dahlia", "aster", "chrysanthemum"),
        _bright_air,
        bloom=0.5,
    ),
    "calm": Mood(
        (
            (4, waters.pond),
            (2, partial(waters.pond, lotus=True)),
            (3, fields.rows),
            (2, closeups.garland),
            (1, partial(fields.meadow, sun=False, glow=0.5)),
            (1, closeups.hanging),
        ),
        ("water lily", "lavender", "lotus", "magnolia", "wisteria", "hydrangea", "camellia", "iris", "cosmos"),
        _still_air,
        vignette=0.2,
        contrast=0.1,
    ),
    "angry": Mood(
        (
            (4, nights.storm),
            (3, nights.thicket),
            (2, partial(closeups.hero, contrast=1.3, thorny=True)),
            (2, partial(fields.stand, cloud=0.95, thorny=True)),
            (1, partial(closeups.garland, thorny=True)),
        ),
        ("dahlia", "spider lily", "cactus dahlia", "rose", "ragged flame", "chrysanthemum", "lily"),
        _burning_air,
        vignette=0.45,
        bloom=0.5,
        contrast=0.25,
    ),
    "fear": Mood(
        (
            (4, nights.moonlit),
            (3, nights.forest),
            (1, partial(closeups.hanging, glow=0.6)),
            (1, partial(closeups.hero, contrast=1.1)),
            (1, partial(fields.meadow, sun=True, cloud=0.7)),
        ),
        (
            "moonflower",
            "night star",
            "lily of the valley",
            "hellebore",
            "anemone",
            "calla",
            "snowdrop",
            "chrysanthemum",
            "dandelion",
            "umbel",
        ),
        _cold_air,
        vignette=0.5,
        bloom=0.5,
        contrast=0.15,
        nod=0.25,
    ),
    "confused": Mood(
        ((4, whirls.spiral), (4, whirls.mirrored), (1, closeups.wreath), (1, whirls.burst)),
        ("passion flower", "pansy", "iris", "clematis", "fuchsia", "aster", "carnation", "hydrangea", "foxglove"),
        _odd_air,
        vignette=0.22,
    ),
    "disgusted": Mood(
        (
            (5, swamps.swamp),
            (4, swamps.overripe),
            (1, partial(closeups.garland, sky=False)),
            (1, partial(closeups.hero, contrast=1.1)),
        ),
        ("carnation", "hellebore", "dahlia", "lily", "peony", "arum", "passion flower", "iris"),
        _odd_air,
        vignette=0.38,
        contrast=0.16,
    ),
    "sad": Mood(
        (
            (4, closeups.hanging),
            (2, partial(closeups.hanging, wet=True)),
            (3, partial(fields.stand, cloud=0.7, glow=0.3)),
            (2, partial(fields.meadow, sun=False, glow=0.25, cloud=0.9, droop=0.2)),
            (2, closeups.garland),
            (1, closeups.hero),
        ),
        (
            "bluebell",
            "wilted rose",
            "snowdrop",
            "wisteria",
            "larkspur rain",
            "fuchsia",
            "hellebore",
            "iris",
            "lily of the valley",
        ),
        _weeping_air,
        vignette=0.35,
        bloom=0.25,
        contrast=0.02,
        nod=0.75,
    ),
}


def compose(*, emotion: str, favorite: str, seed: int, width: int, height: int) -> Canvas:
    """Paints one picture; the same arguments always give the same pixels."""
    if emotion not in MOODS:
        raise ValueError(f"The painter knows no emotion called {emotion!r}; it knows {', '.join(MOODS)}.")
    mood, wish = MOODS[emotion], read(favorite)
    chance = dice.stream(emotion, favorite=favorite, seed=seed, part="scene")
    scene = Scene(
        canvas=Canvas.empty(width=width, height=height),
        palette=palette.choose(emotion, chance=chance, wish=wish),
        chance=chance,
        flowers=mood.flowers,
        nod=mood.nod,
    )
    weights = np.array([weight for weight, _ in mood.arrangements], dtype=np.float64)
    chosen = int(chance.choice(len(weights), p=weights / weights.sum()))
    mood.arrangements[chosen][1](scene)
    mood.air(scene)
    if wish is not None:
        _wished_weather(scene, wish=wish)
    light.finish(scene, vignette=mood.vignette, bloom=mood.bloom, contrast=mood.contrast)
    return scene.canvas


def _wished_weather(scene: Scene, *, wish: Wish) -> None:
    """The visitor's weather over the emotion's own."""
    if wish.weather == "rainy":
        weather.rain(scene, count=220, slant=scene.between(-0.35, 0.35), strength=0.34)
    elif wish.weather == "snowy":
        weather.snow(scene, count=int(scene.chance.integers(120, 240)))
    elif wish.weather == "cloudy":
        light.mist(
            scene,
            height=scene.between(0.1, 0.5),
            thickness=0.3,
            strength=0.45,
            tone=colour.change(scene.palette.sky[1], chroma=0.4),
        )
    else:
        light.rays(scene, count=scene.between(7.0, 15.0), strength=0.3)
