"""The draw: propensities are true, families stay apart, what was seen comes last."""

from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import policy

WORLDS = st.integers(1, 40).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(-50, 50) | st.just(0.0), min_size=size, max_size=size),
        st.lists(st.integers(0, 100_000), min_size=size, max_size=size),
    )
)


def field(scores: list[float], **given: Any) -> policy.Field:
    size = len(scores)
    arrays = {
        "stages": [[np.arange(size)]],
        "showings": np.zeros(size),
        "families": np.arange(size),
        "again": np.arange(0),
        **given,
    }
    return policy.Field(scores=np.array(scores, dtype=np.float64), **arrays)


def draw(drawn_from: policy.Field, *, limit: int, exploration: float = 0.0, seed: int = 0) -> list[policy.Pick]:
    return policy.draw(drawn_from, limit=limit, exploration=exploration, rng=np.random.default_rng(seed))


@given(world=WORLDS, exploration=st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_the_chances_at_a_position_sum_to_one(world: tuple[list[float], list[int]], exploration: float) -> None:
    scores, showings = world
    chances = policy.propensities(np.array(scores), np.array(showings, dtype=float), exploration=exploration)
    assert abs(chances.sum() - 1) < 1e-9
    assert (chances >= 0).all()


@given(world=WORLDS, exploration=st.floats(0, 1), limit=st.integers(1, 60), seed=st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_what_is_drawn_carries_the_chance_it_had(
    world: tuple[list[float], list[int]], exploration: float, limit: int, seed: int
) -> None:
    scores, showings = world
    drawn_from = field(scores, showings=np.array(showings, dtype=float))
    picks = draw(drawn_from, limit=limit, exploration=exploration, seed=seed)
    assert len(picks) == len({pick.place for pick in picks}) == min(limit, len(scores))
    left = list(range(len(scores)))
    for pick in picks:
        chances = policy.propensities(drawn_from.scores[left], drawn_from.showings[left], exploration=exploration)
        assert 0 < pick.propensity <= 1
        assert abs(pick.propensity - chances[left.index(pick.place)]) < 1e-12
        left.remove(pick.place)


def test_the_logged_chances_are_the_frequencies() -> None:
    drawn_from = field([3.0, 1.0, 2.0], showings=np.array([0.0, 0.0, 9.0]))
    expected = policy.propensities(drawn_from.scores, drawn_from.showings, exploration=0.3)
    weights = np.array([1.0, 1.0, 0.1]) / 2.1
    assert np.allclose(expected, 0.7 * np.array([1, 0, 0]) + 0.3 * weights)
    firsts = Counter(draw(drawn_from, limit=1, exploration=0.3, seed=seed)[0].place for seed in range(4000))
    assert np.allclose([firsts[place] / 4000 for place in range(3)], expected, atol=0.03)


def test_without_exploration_the_best_come_first() -> None:
    picks = draw(field([1.0, 3.0, 2.0]), limit=3)
    assert [pick.place for pick in picks] == [1, 2, 0]
    assert all(pick.propensity == 1 and pick.best for pick in picks)


def test_equals_share_their_chance() -> None:
    picks = draw(field([1.0, 1.0, 1.0, 0.0]), limit=1)
    assert picks[0].propensity == 1 / 3


def test_a_family_comes_twice_only_when_nothing_else_is_left() -> None:
    pairs = field([6.0, 5.0, 4.0, 3.0, 2.0, 1.0], families=np.array([0, 0, 1, 1, 2, 2]))
    assert [pick.place for pick in draw(pairs, limit=3)] == [0, 2, 4]
    assert [pick.place for pick in draw(pairs, limit=5)] == [0, 2, 4, 1, 3]


def test_a_pair_is_not_shown_together_while_anything_else_was_seen_or_walked_past() -> None:
    """One of a stack in a slate, also at the end of a small garden: the other waits for the next slate."""
    twins = np.array([0, 0, 1, 2])
    ending = field([9.0, 8.0, 2.0, 1.0], families=twins, stages=[[np.array([0, 1])], [np.array([2])]])
    assert [pick.place for pick in draw(ending, limit=3)] == [0, 2, 1]
    walked = field([9.0, 8.0, 2.0, 1.0], families=twins, stages=[[np.array([0, 1])]], again=np.array([3]))
    assert [(pick.place, pick.again) for pick in draw(walked, limit=3)] == [(0, False), (3, True), (1, False)]


@given(families=st.lists(st.integers(0, 12), min_size=1, max_size=40), seed=st.integers(0, 2**32), data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_slate_has_one_of_each_stack_wherever_there_are_enough(
    families: list[int], seed: int, data: st.DataObject
) -> None:
    limit = data.draw(st.integers(1, len(set(families))))
    where = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(families), max_size=len(families))))
    stages = [[np.flatnonzero(where == 0)], [np.flatnonzero(where == 1)]]
    drawn_from = field(
        [1.0] * len(families), families=np.array(families), stages=stages, again=np.flatnonzero(where == 2)
    )
    picks = draw(drawn_from, limit=limit, exploration=0.5, seed=seed)
    assert len(picks) == len({families[pick.place] for pick in picks}) == limit


def test_what_was_walked_past_comes_back_last_in_its_own_order() -> None:
    picks = draw(field([9.0, 8.0, 1.0, 7.0], stages=[[np.array([2])]], again=np.array([1, 3, 0])), limit=3)
    assert [(pick.place, pick.again, pick.propensity) for pick in picks] == [
        (2, False, 1.0), (1, True, 1.0), (3, True, 1.0),
    ]  # fmt: skip


def test_a_family_stays_apart_when_it_comes_again() -> None:
    twins = field([9.0, 8.0, 7.0], stages=[], again=np.array([0, 1, 2]), families=np.array([0, 0, 1]))
    assert [pick.place for pick in draw(twins, limit=3)] == [0, 2, 1]


def test_a_tier_waits_for_the_tier_before_and_a_stage_for_the_stage_before() -> None:
    stages = [[np.array([2, 3]), np.array([0])], [np.array([1])]]
    assert [pick.place for pick in draw(field([8.0, 9.0, 1.0, 2.0], stages=stages), limit=4)] == [3, 2, 0, 1]
