"""The metrics equal what one counts by hand, and a second, plain way to reckon them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import evaluation
from recommendations.evaluation import Trial
from tests.recommendations import reference_metrics as reference


def trial(scores: list[float], liked: list[int]) -> Trial:
    return Trial(np.array(scores, dtype=np.float64), np.array(liked, dtype=bool))


def test_by_hand() -> None:
    """The order is picture 0 1 2 3 4; the likes stand at places 2 and 4."""
    found = evaluation.values([trial([5, 4, 3, 2, 1], [0, 1, 0, 1, 0])], k=3)
    best = 1 + 1 / math.log2(3)
    assert {name: float(numbers[0]) for name, numbers in found.items()} == pytest.approx(
        {
            "precision@3": 1 / 3,
            "recall@3": 1 / 2,
            "ndcg@3": (1 / math.log2(3)) / best,
            "hit@3": 1,
            "mrr@3": 1 / 2,
            "map@3": (1 / 2) / 2,
            # Of the six pairs of a like and another picture, 1 stands above 2 and 4, and 3 above 4.
            "auc": 3 / 6,
        }
    )


def test_ties_are_half_a_duel_and_keep_the_order_given() -> None:
    first, last = evaluation.values([trial([1, 1], [1, 0]), trial([1, 1], [0, 1])], k=1)["precision@1"]
    assert (first, last) == (1, 0)
    assert evaluation.values([trial([1, 1], [1, 0])])["auc"][0] == 0.5


PAIRS = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=30)


@given(PAIRS, st.integers(1, 12))
@settings(max_examples=300, deadline=None)
def test_a_second_way_to_reckon_gives_the_same(pairs: list[tuple[int, bool]], k: int) -> None:
    scores, liked = [float(score) for score, _liked in pairs], [is_liked for _score, is_liked in pairs]
    if not 0 < sum(liked) < len(liked):
        return
    found = evaluation.values([trial(scores, [int(one) for one in liked])], k=k)
    expected = reference.figures(scores, liked, k)
    assert {name: float(numbers[0]) for name, numbers in found.items()} == pytest.approx(expected, abs=1e-9)


def test_visits_without_anything_to_foretell_do_not_count() -> None:
    trials = [trial([1, 2], [1, 1]), trial([1, 2], [0, 0]), trial([1, 2], [0, 1])]
    found = evaluation.measure(trials)
    assert found["visits"] == 1 and found["auc"] == 1
    assert evaluation.measure([]) == {"visits": 0}
    aucs = evaluation.values(trials)["auc"]
    assert np.isnan(aucs[:2]).all() and aucs[2] == 1


def test_values_of_two_rankers_stand_side_by_side() -> None:
    chance = np.random.default_rng(5)
    liked = chance.random((300, 20)) < 0.2
    good = [Trial(chance.normal(size=20) + row, row) for row in liked]
    bad = [Trial(chance.normal(size=20), row) for row in liked]
    one, other = evaluation.values(good), evaluation.values(bad)
    better = evaluation.difference(one["ndcg@10"], other["ndcg@10"])
    assert better is not None and 0 < better.low < better.mean < better.high
    assert better.mean == pytest.approx(np.nanmean(one["ndcg@10"]) - np.nanmean(other["ndcg@10"]), abs=1e-6)
