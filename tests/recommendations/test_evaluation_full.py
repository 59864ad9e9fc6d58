"""Ranking everything but what is known gives the figures of plain loops over every visit, tied or not."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.evaluation import full, metrics, spread
from recommendations.evaluation.full import Pairs, Question
from tests.recommendations import reference_metrics as reference


def question(
    wanted: np.ndarray, known: np.ndarray, kinds: list[int] | None = None, of: list[int] | None = None
) -> Question:
    rows, columns = wanted.shape
    return Question(
        columns,
        Pairs.of(*np.nonzero(wanted)),
        Pairs.of(*np.nonzero(known)),
        np.array(kinds or [0] * columns),
        np.array(of or [-1] * rows),
    )


def test_by_hand() -> None:
    """Picture 0 is best for everybody, but known; then 1 to 4. Visit 0 likes 2 and 4, visit 1 likes 1."""
    wanted = np.array([[0, 0, 1, 0, 1], [0, 1, 0, 0, 0]], dtype=bool)
    known = np.array([[1, 0, 0, 0, 0], [1, 0, 0, 0, 0]], dtype=bool)
    scores = np.array([5, 4, 3, 2, 1], dtype=np.float32)
    found = full.answers(question(wanted, known), lambda visits: np.tile(scores, (2, 1)), k=2)
    assert found.lists.tolist() == [[1, 2], [1, 2]]
    assert found.ranked.hits.tolist() == [[False, True], [True, False]]
    assert found.ranked.likes.tolist() == [2, 1]
    # Of visit 0's four duels (2 and 4 against 1 and 3), one is won: 2 above 3. Visit 1 wins all three.
    assert found.ranked.aucs.tolist() == [1 / 4, 1]
    told = spread.values(found.lists, pictures=5, learnt=np.array([9, 1, 0, 3, 0]))
    assert told["coverage@2"] == 2 / 5
    # Times in order 0 0 0 2 2: (2 · 4 − 6) · 2 + (2 · 5 − 6) · 2 = 12, over 5 · 4.
    assert told["gini@2"] == 12 / 20
    assert told["entropy@2"] == pytest.approx(np.log(2), abs=1e-6)
    assert told["popularity@2"] == 1 / 2
    assert told["tail@2"] == 1 / 2


@st.composite
def cases(draw: Any) -> tuple[Any, ...]:
    visits, pictures = draw(st.integers(1, 6)), draw(st.integers(2, 25))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # Few different scores: many ties, also across the last place of the list.
    scores = chance.integers(0, draw(st.integers(1, 40)), (visits, pictures)).astype(np.float32)
    known = chance.random((visits, pictures)) < draw(st.floats(0, 0.9))
    wanted = (chance.random((visits, pictures)) < draw(st.floats(0, 0.9))) & ~known
    kinds = chance.integers(0, draw(st.integers(1, 3)), pictures)
    of = chance.integers(-1, 3, visits)
    return scores, known, wanted, kinds, of, draw(st.integers(1, 12))


@given(cases())
@settings(max_examples=300, deadline=None)
def test_a_second_way_to_reckon_gives_the_same(case: tuple[Any, ...]) -> None:
    scores, known, wanted, kinds, of, k = case
    found = full.answers(question(wanted, known, kinds.tolist(), of.tolist()), lambda visits: scores[visits], k=k)
    told = metrics.values(found.ranked)
    counted: list[int] = []
    lists: list[list[int]] = []
    for visit in range(len(scores)):
        # Offered: of the visit's kind and not known; what is to be foretold is always offered.
        offered = [
            picture
            for picture in range(scores.shape[1])
            if wanted[visit, picture] or ((of[visit] < 0 or kinds[picture] == of[visit]) and not known[visit, picture])
        ]
        liked = [bool(wanted[visit, picture]) for picture in offered]
        if not 0 < sum(liked) < len(liked):
            continue
        line = [float(scores[visit, picture]) for picture in offered]
        expected = reference.figures(line, liked, k)
        assert {name: float(told[name][len(counted)]) for name in told} == pytest.approx(expected, abs=1e-9)
        counted.append(visit)
        lists.append([offered[place] for place in reference.order(line)[:k]])
    assert found.visits.tolist() == counted
    assert [[picture for picture in line if picture >= 0] for line in found.lists.tolist()] == lists
    if counted:
        learnt = known.sum(axis=0)
        expected = reference.spread(lists, scores.shape[1], learnt.tolist(), k)
        assert spread.values(found.lists, pictures=scores.shape[1], learnt=learnt) == pytest.approx(expected, abs=1e-6)


def test_blocks_change_nothing() -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(size=(40, 30)).astype(np.float32)
    wanted = chance.random((40, 30)) < 0.1
    asked = question(wanted, (chance.random((40, 30)) < 0.3) & ~wanted)
    whole = full.answers(asked, lambda visits: scores[visits], k=5)
    parts = full.answers(asked, lambda visits: scores[visits], k=5, at_once=100)
    assert (whole.lists == parts.lists).all() and (whole.ranked.aucs == parts.ranked.aucs).all()


def test_nothing_to_foretell_is_no_error() -> None:
    nothing = np.zeros((2, 3), dtype=bool)
    found = full.answers(question(nothing, nothing), lambda visits: np.zeros((visits.size, 3), dtype=np.float32), k=4)
    assert found.visits.size == 0 and found.lists.shape == (0, 4)
