"""What tastes promise in the made world of docs/simulator.md, whose figures are of more seeds than these."""

import numpy as np

from recommendations.engines import learner
from recommendations.simulation import exams, logs, regret, world

SIZE = {"visitors": 1_000, "pictures": 1_500}


def test_a_hundred_thousand_events_teach_four_fifths_of_what_can_be_known() -> None:
    made = world.make(seed=201, **SIZE)
    log = logs.by_chance(made, events=100_000)
    known = logs.history(made, log)
    asked = exams.questions(made, count=600, log=log)
    rankers = (
        exams.by_tastes(made, learner().learn(known)),
        exams.by_tastes(made, learner("popularity").learn(known)),
        exams.oracle,
    )
    tastes, popularity, oracle = (float(np.nanmean(exams.ndcg(asked, ranker))) for ranker in rankers)
    assert tastes > 0.8 * oracle and tastes > 1.3 * popularity


def test_a_garden_that_knows_little_already_does_better_than_by_what_is_liked_most() -> None:
    names = ("popularity within the emotion", "tastes")
    curve = regret.curves([7, 8], size=SIZE, names=names, at=(100, 1_000), looked_at=60)
    popularity, tastes = (curve.reached[name].mean(0) for name in names)
    assert (tastes > popularity).all()
