"""How alike two pictures look: copies are found, others are not, and it is quick."""

from functools import cache
from time import monotonic
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pixels

from gallery import likeness
from generation.engines.painter import paint
from tests.gallery.copies import copies

PAINTED = 60


@cache
def painted(seed: int) -> Pixels.Image:
    """One prompt, many seeds. `make benchmark AREA=likeness` takes a thousand, at two sizes."""
    return paint(emotion="happy", favorite="", seed=seed, width=96, height=60)


def pairs(pictures: list[Pixels.Image], **more: Any) -> list[tuple[int, int]]:
    prints = likeness.Prints.of([likeness.printed(picture) for picture in pictures])
    return [(pair.one, pair.other) for pair in likeness.pairs(prints, **more)]


def test_copies_are_found_and_other_seeds_of_one_prompt_are_not(record_property: Any) -> None:
    pictures = [painted(seed) for seed in range(PAINTED)]
    assert pairs(pictures) == []
    found, asked, wrong = 0, 0, 0
    for place, picture in enumerate(pictures[:20]):
        made = [copy for _name, copy in copies(picture)]
        near = pairs([*pictures, *made], first=PAINTED)
        originals = [(one, other) for one, other in near if one < PAINTED]
        found += sum(one == place for one, _other in originals)
        wrong += sum(one != place for one, _other in originals)
        asked += len(made)
    record_property(
        "figures", f"looks alike: recall {found / asked:.3f} of {asked} copies, {wrong} wrong among {PAINTED} others"
    )
    assert found / asked >= 0.95
    assert wrong == 0


def test_the_print_begins_with_the_hash_that_the_row_has() -> None:
    for picture in map(painted, range(10)):
        print_ = likeness.printed(picture)
        assert len(print_) == likeness.PRINT_BYTES
        assert likeness.distance(print_[:8].hex(), likeness.phash(picture)) <= 2


def test_the_same_shapes_in_other_colours_are_another_picture() -> None:
    grey = painted(0).convert("L")
    white = Pixels.merge("RGB", (grey, grey, grey))
    yellow = Pixels.merge("RGB", (grey, grey, Pixels.new("L", grey.size)))
    assert likeness.distance(likeness.phash(white), likeness.phash(yellow)) <= likeness.LOOKS_ALIKE
    assert pairs([white, white]) == [(0, 1)]
    assert pairs([white, yellow]) == []


def test_pictures_of_one_colour_are_alike_in_that_colour_only() -> None:
    plain = [
        Pixels.new("RGB", size, colour) for colour in ("black", "#0b0b0b", "teal") for size in ((64, 40), (90, 60))
    ]
    assert set(pairs(plain)) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (4, 5)}


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (7, 7)])
def test_the_oddest_sizes_have_a_print(size: tuple[int, int]) -> None:
    assert len(likeness.printed(Pixels.new("RGB", size, "teal"))) == likeness.PRINT_BYTES


def test_a_crowd_of_the_same_has_few_pairs_and_hangs_together() -> None:
    crowd = [Pixels.new("RGB", (64, 40), "black")] * 300
    found = pairs(crowd)
    assert len(found) <= 300 * likeness.MOST_EACH
    assert {other for _one, other in found} == set(range(1, 300))


def test_nothing_is_like_nothing() -> None:
    assert list(likeness.pairs(likeness.Prints.of([]))) == []
    assert list(likeness.pairs(likeness.Prints.of([likeness.printed(Pixels.new("RGB", (8, 8)))]))) == []


def test_what_is_new_is_compared_with_all_and_what_is_known_is_not() -> None:
    pictures = [painted(seed) for seed in (0, 0, 1, 0, 1)]
    assert sorted(pairs(pictures, first=3)) == [(0, 3), (1, 3), (2, 4)]


def test_all_pairs_of_twenty_thousand(record_property: Any) -> None:
    rng = np.random.default_rng(7)
    rows = rng.integers(0, 256, size=(20_000, likeness.PRINT_BYTES), dtype=np.uint8)
    rows[19_990:] = rows[:10]
    prints = likeness.Prints.of([rows.tobytes()])
    began = monotonic()
    found = list(likeness.pairs(prints))
    took = monotonic() - began
    began = monotonic()
    assert len(list(likeness.pairs(prints, first=19_999))) == 1
    one = monotonic() - began
    record_property("figures", f"all pairs of 20,000 prints {took:.2f} s; one against 19,999 {one * 1000:.1f} ms")
    assert {(pair.one, pair.other) for pair in found} >= {(n, 19_990 + n) for n in range(10)}
