"""No two pictures of one emotion look alike, as curation measures likeness."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
from numpy.typing import NDArray

from generation.engines.painter import paint
from generation.engines.painter.composition import MOODS

ALIKE = 6  # what curation calls alike: this Hamming distance or less between 64-bit perceptual hashes
SEEDS = 24  # a thousand of each pass as well (least distance 8 or more), but take a quarter of an hour


def hashes(*, emotion: str, seeds: list[int], width: int, height: int, favorite: str = "") -> NDArray[np.int32]:
    pictures = (paint(emotion=emotion, favorite=favorite, seed=seed, width=width, height=height) for seed in seeds)
    bits = [np.asarray(imagehash.phash(picture).hash).ravel() for picture in pictures]
    return np.array(bits, dtype=np.int32) * 2 - 1


def least_distance(signs: NDArray[np.int32]) -> int:
    distance = (64 - signs @ signs.T) // 2
    np.fill_diagonal(distance, 64)
    return int(distance.min())


@pytest.mark.parametrize("emotion", sorted(MOODS))
def test_seeds_that_count_up_give_pictures_that_differ(emotion: str) -> None:
    signs = hashes(emotion=emotion, seeds=list(range(400, 400 + SEEDS)), width=128, height=80)
    assert least_distance(signs) > ALIKE


@pytest.mark.parametrize("emotion", ["calm", "sad"])
def test_random_seeds_give_portraits_that_differ(emotion: str) -> None:
    chance = np.random.Generator(np.random.PCG64(4))
    seeds = [int(seed) for seed in chance.integers(0, 2**63 - 1, 20)]
    signs = hashes(emotion=emotion, seeds=seeds, width=80, height=128)
    assert least_distance(signs) > ALIKE


def test_pictures_of_one_wish_differ_too() -> None:
    seeds = list(range(20))
    signs = hashes(emotion="happy", seeds=seeds, width=128, height=80, favorite="winter,snowy,the-middle-of-the-night")
    assert least_distance(signs) > ALIKE


def test_a_thumbnail_shows_the_picture_that_the_wall_shows() -> None:
    for emotion in ("happy", "fear", "confused"):
        small = hashes(emotion=emotion, seeds=[21], width=160, height=104)
        large = hashes(emotion=emotion, seeds=[21], width=640, height=400)
        assert int((64 - small[0] @ large[0]) // 2) <= 12
