"""A visitor's own vector from what they did since the model was learnt: the most probable one, and no other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import folding, tastes
from recommendations.folding import Deeds

SIZE = 4


def deeds(count: int, *, seed: int, liking: float = 1.0) -> Deeds:
    """Somebody who likes what lies along the first axis."""
    dice = np.random.default_rng(seed)
    vectors = dice.normal(size=(count, SIZE))
    liked = dice.random(count) < 1 / (1 + np.exp(2 - 2 * liking * vectors[:, 0]))
    return Deeds(vectors, dice.normal(size=count), liked, dice.uniform(0.5, 2, count))


def one(vector: list[float], *, liked: bool) -> Deeds:
    return Deeds(np.array([vector]), np.zeros(1), np.array([liked]), np.ones(1))


def test_nothing_done_moves_nothing() -> None:
    assert not folding.fold(deeds(0, seed=0), precision=1.0).any()
    assert not folding.fold(deeds(20, seed=0), precision=np.inf).any()


def test_a_like_draws_towards_the_picture_and_a_picture_passed_over_pushes_away() -> None:
    towards = folding.fold(one([1, 0, 0, 0], liked=True), precision=2.0)
    away = folding.fold(one([1, 0, 0, 0], liked=False), precision=2.0)
    assert towards[0] > 0.2 and np.allclose(towards[1:], 0)
    # Most pictures are passed over: it says less.
    assert -towards[0] < away[0] < 0


def test_what_everybody_likes_says_less_than_a_surprise() -> None:
    expected, surprise = (
        folding.fold(Deeds(np.eye(SIZE)[:1], np.array([score]), np.array([True]), np.ones(1)), precision=2.0)[0]
        for score in (4.0, -2.0)
    )
    assert 0 < expected < surprise


def test_somebody_who_likes_nothing_dislikes_no_style_by_it() -> None:
    dice = np.random.default_rng(5)
    nothing = Deeds(dice.normal(size=(400, SIZE)), np.zeros(400), np.zeros(400, dtype=bool), np.ones(400))
    assert np.abs(folding.fold(nothing, precision=3.0)).max() < 0.15


@given(count=st.integers(1, 60), seed=st.integers(0, 10_000), precision=st.floats(0.1, 50), unit=st.floats(0.3, 5))
@settings(max_examples=60, deadline=None)
def test_no_other_vector_is_more_probable(count: int, seed: int, precision: float, unit: float) -> None:
    done = deeds(count, seed=seed)
    found = folding.fold(done, precision=precision, unit=unit)

    def cost(vector: np.ndarray) -> float:
        """Written down anew; the visitor's own rate is the best for this vector, found by trying many."""
        rates = np.linspace(-6, 6, 2401)[:, None]
        scores = done.scores + np.log(1 / 9) + done.vectors @ vector / unit + rates
        chances = np.clip(1 / (1 + np.exp(-scores)), 1e-12, 1 - 1e-12)
        said = -(done.weights * np.log(np.where(done.liked, chances, 1 - chances))).sum(axis=1)
        return float((said + 0.5 * folding.BASE_PRECISION * rates[:, 0] ** 2).min() + 0.5 * precision * vector @ vector)

    best, dice = cost(found), np.random.default_rng(seed)
    for step in (1e-1, 1e-2):
        assert all(cost(found + step * dice.normal(size=SIZE)) > best - 1e-4 for _try in range(6))


def test_the_same_deeds_give_the_same_vector_whatever_their_order() -> None:
    done, order = deeds(50, seed=1), np.random.default_rng(2).permutation(50)
    turned = Deeds(done.vectors[order], done.scores[order], done.liked[order], done.weights[order])
    found = folding.fold(done, precision=2.0)
    assert (found == folding.fold(done, precision=2.0)).all()
    assert np.allclose(found, folding.fold(turned, precision=2.0), atol=1e-8)


def test_many_deeds_find_the_taste_out() -> None:
    found = folding.fold(deeds(1_000, seed=3), precision=2.0)
    assert found[0] > 1 and found[0] > 4 * np.abs(found[1:]).max()


def test_a_thousand_deeds_cost_a_few_small_equations(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []
    solve = np.linalg.solve

    def counted(curve: np.ndarray, at: np.ndarray) -> np.ndarray:
        asked.append(curve.shape)
        return np.asarray(solve(curve, at))

    monkeypatch.setattr(np.linalg, "solve", counted)
    folding.fold(deeds(1_000, seed=4), precision=2.0)
    assert len(asked) <= folding.STEPS and set(asked) == {(SIZE + 1, SIZE + 1)}


def test_how_far_visitors_lie_from_zero_is_learnt_from_the_model() -> None:
    def model(own: float, names: list[str]) -> tastes.Tastes:
        vectors = np.full((len(names), 2), own, dtype=np.float32)
        pictures = tastes.side(["picture:a"], np.full((1, 2), 3.0, dtype=np.float32), np.zeros(1, dtype=np.float32))
        return tastes.Tastes(tastes.side(names, vectors, np.zeros(len(names), dtype=np.float32)), pictures)

    assert folding.precision_of(model(0.5, ["emotion:happy", "visitor:a", "visitor:b"])) == pytest.approx(4.0)
    assert folding.precision_of(model(0.5, ["visit:a:happy", "visitor:a"])) == pytest.approx(2.0)
    # Nobody was learnt: one moves scores by about as much as a picture's vector is long.
    assert folding.precision_of(model(0.5, ["emotion:happy"])) == pytest.approx(18.0)
