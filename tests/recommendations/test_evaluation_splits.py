"""80, 10, 10 of each visitor's likes, the last part rounded up, by chance or by time."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.evaluation import splits

VISITORS = st.lists(st.integers(0, 6), min_size=1, max_size=200).map(np.array)


@given(VISITORS, st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_every_visitor_is_split_alike(visitors: np.ndarray, seed: int) -> None:
    split = splits.at_random(visitors, seed=seed)
    assert (split.train.astype(int) + split.valid + split.test == 1).all()
    for visitor in set(visitors.tolist()):
        own = visitors == visitor
        size = int(own.sum())
        tests = math.ceil(size / 10) if size > 1 else 0
        assert split.test[own].sum() == tests
        assert split.train[own].sum() == max(1, size * 8 // 10)


@given(VISITORS, st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_in_time_nobodys_own_future_is_learnt(visitors: np.ndarray, seed: int) -> None:
    times = np.random.default_rng(seed).integers(0, 5, visitors.size).astype(float)
    split = splits.in_time(visitors, times)
    for visitor in set(visitors.tolist()):
        own = visitors == visitor
        for earlier, later in ((split.train, split.valid), (split.train, split.test), (split.valid, split.test)):
            if (earlier & own).any() and (later & own).any():
                assert times[earlier & own].max() <= times[later & own].min()


def test_equal_times_keep_their_order() -> None:
    split = splits.in_time(np.zeros(10, dtype=np.int64), np.zeros(10))
    assert split.test.tolist() == [False] * 9 + [True]
    assert split.valid.tolist() == [False] * 8 + [True, False]


def test_chance_is_another_with_another_seed_and_the_same_with_the_same() -> None:
    visitors = np.repeat(np.arange(20), 20)
    one, again, other = (splits.at_random(visitors, seed=seed).test for seed in (1, 1, 2))
    assert (one == again).all() and (one != other).any()


def test_an_only_like_is_learnt() -> None:
    split = splits.in_time(np.array([7, 8, 8]), np.array([1.0, 2.0, 1.0]))
    assert split.train.tolist() == [True, False, True] and split.test.tolist() == [False, True, False]
