"""Exams: the questions are fair, and the oracle knows the answers."""

import numpy as np
import pytest

from recommendations.simulation import exams, liking, logs, world


@pytest.fixture(scope="module")
def made() -> world.World:
    return world.make(seed=4, visitors=120, pictures=240)


def test_nobody_is_asked_what_they_have_met(made: world.World) -> None:
    log = logs.by_chance(made, events=3000)
    asked = exams.questions(made, count=60, log=log)
    people = {str(code): place for place, code in enumerate(made.visitors.codes)}
    for question in asked:
        met = log.pictures[log.plan.visitors[log.visits] == people[question.visit.visitor]]
        assert not np.isin(question.pool, met).any()
        assert {made.pictures.shown[picture].emotion for picture in question.pool} <= {question.visit.emotion}
    assert sum(question.pool.size for question in asked) < 60 * 30


def test_the_oracle_is_best_and_chance_is_worst(made: world.World) -> None:
    asked = exams.questions(made, count=400)
    quality = exams.by_column(made.pictures.quality)
    chance = exams.by_column(liking.luck(1, np.arange(240)))
    found = [float(np.nanmean(exams.ndcg(asked, ranker))) for ranker in (exams.oracle, quality, chance)]
    assert found == sorted(found, reverse=True) and found[0] > found[1] + 0.1 and found[1] > found[2] + 0.02
    # As often as their chances say.
    likes, sure = (np.concatenate([getattr(each, name) for each in asked]) for name in ("liked", "truth"))
    assert likes.mean() == pytest.approx(sure.mean(), rel=0.08)


def test_new_visitors_are_asked_after_others_have_come(made: world.World) -> None:
    newcomers = np.arange(80, 120)
    asked = exams.questions(made, count=30, among=newcomers)
    assert {question.visit.visitor for question in asked} <= {str(made.visitors.codes[new]) for new in newcomers}
