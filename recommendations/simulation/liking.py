"""The true chance of a like, part by part, and whether it comes; pure numpy.

The logit is a sum, so that its parts can be weighed against each other: `weigh` does.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.simulation.world import World

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

BASE: Final = -2.5
# What a picture made for another feeling loses.
MISMATCH: Final = 0.7
OWN_FAVORITE: Final = 0.9
# Bright pictures by day, dark ones at night.
BY_HOUR: Final = 0.25
POSITIONS: Final = (0.0, -0.3, -0.55)
# Each place further on, and each time that the picture was seen before, up to three times.
FURTHER: Final = -0.1
FATIGUE: Final = -0.6
MOST_FATIGUE: Final = 3
# The variance of what decides beyond the logit: two coins with one chance fall differently.
CHANCE: Final = np.pi**2 / 3
_MIXING: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def parts(
    world: World, *, visitors: Places, felt: Places, hours: Places, pictures: Places, positions: Places, seen: Places
) -> dict[str, Floats]:
    """The logit's parts for each meeting; all arguments have one length, or broadcast. `seen`: how often before."""
    people, things = world.visitors, world.pictures
    styles = things.styles[pictures]
    by_day = np.cos(2 * np.pi * (hours - 13) / 24)
    match = world.moods[felt] - MISMATCH * (things.emotions[pictures] != felt)
    favorite = (people.favorites[visitors] >= 0) & (people.favorites[visitors] == things.favorites[pictures])
    return {
        "emotion": match + np.zeros(styles.shape[:-1]),
        "style by emotion": np.einsum("...k,...k", world.meanings[felt], styles),
        "quality": things.quality[pictures],
        "generosity": people.generosity[visitors] + np.zeros(styles.shape[:-1]),
        "taste": np.einsum("...k,...k", people.tastes[visitors], styles),
        "taste by emotion": np.einsum("...k,...k", people.bends[visitors, felt], styles),
        "favorite": OWN_FAVORITE * favorite,
        "hour": BY_HOUR * (things.brightness[pictures] - 1) * by_day,
        "position": np.array(POSITIONS)[np.minimum(positions, len(POSITIONS) - 1)]
        + FURTHER * np.maximum(0, positions - len(POSITIONS) + 1),
        "fatigue": FATIGUE * np.minimum(seen, MOST_FATIGUE),
    }


def chances(
    world: World, *, visitors: Places, felt: Places, hours: Places, pictures: Places, positions: Places, seen: Places
) -> Floats:
    """How likely each of these meetings ends with a like, if the visitor has not liked the picture before."""
    logits = sum(
        parts(
            world, visitors=visitors, felt=felt, hours=hours, pictures=pictures, positions=positions, seen=seen
        ).values(),
        np.zeros(1),
    )
    found: Floats = 1 / (1 + np.exp(-(BASE + logits)))
    return found


def appeal(world: World, *, visitor: int, felt: int, hour: int, pictures: Places) -> Floats:
    """The oracle's scores: the true chances of pictures seen for the first time, in the first place of a slate."""
    zeros = np.zeros_like(pictures)
    return chances(
        world,
        visitors=zeros + visitor,
        felt=zeros + felt,
        hours=zeros + hour,
        pictures=pictures,
        positions=zeros,
        seen=zeros,
    )


def luck(seed: int, *numbers: Places) -> Floats:
    """Uniform in [0, 1), by the numbers alone: whoever meets the same picture again in another run answers alike."""
    with np.errstate(over="ignore"):
        state = np.asarray(np.uint64(seed) * np.uint64(_MIXING[0]) + np.uint64(_MIXING[1]))
        for number in numbers:
            state = _mixed(state ^ (np.asarray(number).astype(np.uint64) + np.uint64(_MIXING[0])))
    found: Floats = (state >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return found


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's last step."""
    state = state + np.uint64(_MIXING[0])
    state = (state ^ (state >> np.uint64(30))) * np.uint64(_MIXING[1])
    state = (state ^ (state >> np.uint64(27))) * np.uint64(_MIXING[2])
    return state ^ (state >> np.uint64(31))


def weigh(found: Mapping[str, Floats]) -> dict[str, float]:
    """Each part's share of all that decides about a like. `together` is what parts have in common: next to nothing."""
    variances = {name: float(np.var(values)) for name, values in found.items()}
    total = float(np.var(sum(found.values(), np.zeros(1))))
    everything = {**variances, "together": total - sum(variances.values()), "chance": CHANCE}
    return {name: value / (total + CHANCE) for name, value in everything.items()}
