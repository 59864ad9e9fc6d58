"""The rivals are what their papers say: reckoned again with loops on a few likes."""

import math

import numpy as np
import pytest

from recommendations.evaluation import rivals
from recommendations.evaluation.full import Pairs
from recommendations.evaluation.rivals import Likes

TABLE = np.random.default_rng(3).random((30, 12)) < 0.3
EVERYBODY = np.arange(30)


def likes(people: np.ndarray = EVERYBODY) -> Likes:
    return Likes(Pairs.of(*np.nonzero(TABLE)), people, 12)


def test_popularity_counts_visitors() -> None:
    found = rivals.popularity(likes())(np.array([4, 2]))
    assert found.tolist() == [TABLE.sum(axis=0).tolist()] * 2


def test_chance_is_the_same_for_the_same_seed_and_visit_only() -> None:
    one, again, other = (rivals.by_chance(likes(), seed=seed)(EVERYBODY) for seed in (1, 1, 2))
    assert (one == again).all() and not (one == other).any()
    assert len({tuple(row) for row in one.tolist()}) == 30
    assert (rivals.by_chance(likes(), seed=1)(EVERYBODY[5:7]) == one[5:7]).all()


@pytest.mark.parametrize("shrink", [0.0, 5.0])
def test_item_knn_adds_up_the_cosines_of_the_nearest(shrink: float) -> None:
    near = np.zeros((12, 12))
    for one in range(12):
        cosines = {}
        for other in range(12):
            both = sum(1 for visitor in range(30) if TABLE[visitor, one] and TABLE[visitor, other])
            lengths = math.sqrt(TABLE[:, one].sum()) * math.sqrt(TABLE[:, other].sum())
            cosines[other] = both / (lengths + shrink + 1e-6) if one != other else 0
        least = sorted(cosines.values())[-4]
        for other, cosine in cosines.items():
            near[other, one] = cosine if cosine >= least else 0
    found = rivals.item_knn(likes(), neighbours=4, shrink=shrink)(EVERYBODY)
    assert np.allclose(found, TABLE.astype(float) @ near, atol=1e-5)


def test_ease_is_the_best_linear_forecast_without_oneself() -> None:
    """Steck's weights of a picture are the ridge regression of its likes on those of all others."""
    ridge, table = 7.0, TABLE.astype(float)
    weights = np.zeros((12, 12))
    for one in range(12):
        others = [other for other in range(12) if other != one]
        left = table[:, others].T @ table[:, others] + ridge * np.eye(11)
        weights[others, one] = np.linalg.solve(left, table[:, others].T @ table[:, one])
    found = rivals.ease(likes(), ridge=ridge)(EVERYBODY)
    assert np.allclose(found, table @ weights, atol=1e-5)


def test_a_visit_is_judged_by_all_that_its_visitor_liked() -> None:
    found = rivals.ease(likes(np.array([7, 7, 3])), ridge=5.0)(np.array([0, 1, 2]))
    whole = rivals.ease(likes(), ridge=5.0)(EVERYBODY)
    assert np.allclose(found, whole[[7, 7, 3]])
