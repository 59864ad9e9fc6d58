"""The metrics equal what one counts by hand, and a second, plain way to reckon them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import evaluation
from recommendations.evaluation import Trial


def trial(scores: list[float], liked: list[int]) -> Trial:
    return Trial(np.array(scores, dtype=np.float64), np.array(liked, dtype=bool))


def test_by_hand() -> None:
    one = trial([5, 4, 3, 2, 1], [0, 1, 0, 1, 0])
    assert evaluation.precision(one, k=2) == 0.5
    assert evaluation.precision(one, k=10) == 0.2
    assert evaluation.recall(one, k=2) == 0.5
    assert evaluation.ndcg(one, k=5) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3)))
    assert evaluation.auc(one) == pytest.approx(3 / 6)
    assert evaluation.auc(trial([1, 1], [1, 0])) == 0.5


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=30), st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_a_second_way_to_reckon_gives_the_same(pairs: list[tuple[int, bool]], k: int) -> None:
    one = trial([float(score) for score, _liked in pairs], [int(liked) for _score, liked in pairs])
    if not 0 < one.liked.sum() < one.liked.size:
        return
    order = sorted(range(len(pairs)), key=lambda at: -pairs[at][0])[:k]
    hits = [at for at, place in enumerate(order) if pairs[place][1]]
    total = sum(liked for _score, liked in pairs)
    assert evaluation.precision(one, k=k) == pytest.approx(len(hits) / k)
    assert evaluation.recall(one, k=k) == pytest.approx(len(hits) / total)
    best = sum(1 / math.log2(at + 2) for at in range(min(k, total)))
    assert evaluation.ndcg(one, k=k) == pytest.approx(sum(1 / math.log2(at + 2) for at in hits) / best)
    duels = [
        1.0 if liked > other else 0.5 if liked == other else 0.0
        for liked, was in pairs if was
        for other, also in pairs if not also
    ]  # fmt: skip
    assert evaluation.auc(one) == pytest.approx(sum(duels) / len(duels))


def test_visits_without_anything_to_foretell_do_not_count() -> None:
    found = evaluation.measure([trial([1, 2], [1, 1]), trial([1, 2], [0, 0]), trial([1, 2], [0, 1])])
    assert found["visits"] == 1 and found["auc"] == 1
    assert evaluation.measure([]) == {"visits": 0}
