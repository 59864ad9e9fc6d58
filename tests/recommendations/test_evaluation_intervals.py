"""Intervals: as wide as theory says, the same for the same seed, narrower for what is paired."""

import numpy as np

from recommendations.evaluation import difference, interval


def test_they_are_as_wide_as_the_normal_law_says() -> None:
    numbers = np.random.default_rng(1).normal(3.0, 1.0, 900)
    found = interval(numbers)
    assert found is not None and found.low < found.mean < found.high
    wide = 2 * 1.96 * numbers.std() / np.sqrt(numbers.size)
    assert abs((found.high - found.low) / wide - 1) < 0.1


def test_they_hold_the_truth_about_as_often_as_they_say() -> None:
    chance = np.random.default_rng(2)
    held = 0
    for seed in range(200):
        found = interval(chance.exponential(1.0, 60), seed=seed)
        held += found is not None and found.low <= 1.0 <= found.high
    assert 0.86 < held / 200 < 0.99


def test_the_same_seed_draws_the_same() -> None:
    numbers = np.random.default_rng(3).random(50)
    assert interval(numbers) == interval(numbers)
    assert interval(numbers, seed=1) != interval(numbers, seed=2)


def test_pairing_takes_out_what_is_hard_for_both() -> None:
    chance = np.random.default_rng(4)
    hard = chance.normal(size=400)
    one, other = hard + 0.1 + chance.normal(0, 0.1, 400), hard + chance.normal(0, 0.1, 400)
    paired, single = difference(one, other), interval(one)
    assert paired is not None and single is not None
    assert 0.08 < paired.low < 0.1 < paired.high < 0.12
    assert paired.high - paired.low < (single.high - single.low) / 4


def test_what_does_not_count_is_left_out_and_nothing_has_no_interval() -> None:
    some = np.array([np.nan, 1.0, 1.0])
    found = interval(some)
    assert found is not None and (found.mean, found.low, found.high) == (1, 1, 1)
    assert interval(np.array([np.nan])) is None
    assert interval(np.array([])) is None
