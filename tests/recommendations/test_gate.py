"""The gate: what is worse is refused, what is as good passes, and too little to judge by is said."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from recommendations import engines, gate, judgements
from recommendations.engines.base import Learner
from recommendations.gate import Gap
from recommendations.history import History, joined
from recommendations.rehearsals import Rehearsal, Rival, Verdict
from recommendations.simulation import harm as harms
from recommendations.tastes import Tastes
from tests.recommendations import world

HOW: dict[str, Any] = {"learner": "lightfm", "factors": 30}


@cache
def known() -> History:
    return world.history(world.make(seed=11, visitors=120))


@cache
def rehearsed() -> Rehearsal:
    return Rehearsal(known(), learner=engines.learner())


class Instead:
    """A learner whose tastes are made harms."""

    def __init__(self, harm: Callable[[Tastes], Tastes]) -> None:
        self.harm = harm

    def learn(self, history: History) -> Tastes:
        return self.harm(rehearsed().tastes)


def rival(*, until: float = 0.6) -> Rival:
    cut = float(np.quantile(known().likes.times, until))
    return Rival(engines.learner().learn(known().until(cut)), HOW, since=cut)


def judged(learner: Learner, *, beside: Rival | None = None) -> Verdict:
    return Rehearsal(known(), learner=learner).judge(how=HOW, rival=beside)


def test_what_is_better_than_popularity_passes() -> None:
    found = rehearsed().judge(how=HOW, rival=None)
    assert found.is_passed
    assert found.numbers["popularity"]["mean"] > 0


@pytest.mark.parametrize("harm", [harms.mixed_up, harms.reversed_])
def test_what_is_worse_than_popularity_is_refused_with_its_numbers(harm: Callable[[Tastes], Tastes]) -> None:
    found = judged(Instead(harm))
    assert found.code == "below_popularity"
    assert found.numbers["popularity"]["low"] < -gate.MARGIN
    assert "worse than popularity: NDCG@10 differs by −0." in judgements.sentence(found.stored())


def test_popularity_is_refused_beside_a_live_model_that_is_better() -> None:
    found = judged(engines.learner("popularity"), beside=rival())
    assert found.code == "below_live"
    assert found.numbers["popularity"]["mean"] == 0
    assert "worse than the live model" in judgements.sentence(found.stored())


def test_the_same_way_with_more_to_learn_from_replaces_the_live_one() -> None:
    assert rehearsed().judge(how=HOW, rival=rival()).is_passed


def test_the_live_model_is_never_asked_what_it_has_seen() -> None:
    """It has learnt every like by heart; another way to learn is compared with how it was learnt instead."""
    all_seen = replace(rival(), tastes=engines.learner().learn(known()), since=float(known().likes.times.max()) + 1)
    assert rehearsed().judge(how=HOW, rival=all_seen).is_passed
    of_old = replace(all_seen, how={"learner": "popularity", **_plain()})
    found = rehearsed().judge(how=HOW, rival=of_old)
    assert found.is_passed and found.numbers["live"] == found.numbers["popularity"]


def test_another_way_stays_out_when_the_live_one_can_not_be_compared() -> None:
    unknown = replace(rival(), how={"learner": "a.learner.of.old"}, since=float(known().likes.times.max()) + 1)
    assert rehearsed().judge(how=HOW, rival=unknown).code == "unproven"


def test_a_finished_model_that_is_broken_is_refused() -> None:
    assert rehearsed().inspect(engines.learner().learn(known())) is None
    found = rehearsed().inspect(harms.shuffled(rehearsed().tastes))
    assert found is not None and found.code == "broken"
    assert "taught" in judgements.sentence(found.stored())


def test_too_little_is_no_reason_to_leave_popularity() -> None:
    few = world.history(world.make(seed=1, visitors=8, pictures=48, slates=2))
    found = Rehearsal(few, learner=engines.learner()).judge(how=HOW, rival=None)
    assert found.code == "too_little" and found.numbers["visits"] < gate.LEAST_VISITS
    assert f"it takes {gate.LEAST_VISITS}" in judgements.sentence(found.stored())


def test_a_visit_is_judged_by_what_it_was_shown_and_not_by_what_it_could_not_like() -> None:
    cut = float(np.quantile(known().likes.times, 0.8))
    shown = known().shown.only(known().shown.times >= cut)
    for case in gate.cases(known(), since=cut)[:50]:
        assert set(case.pictures) == set(shown.pictures[shown.visits == case.visit])
        assert 0 < case.liked.sum() < case.liked.size
    no_log = replace(known(), shown=known().shown.only(np.zeros(len(known().shown), dtype=bool)))
    case = gate.cases(no_log, since=cut)[0]
    assert {known().pictures[at].emotion for at in case.pictures} == {known().visits[case.visit].emotion}
    assert 20 < case.pictures.size <= 30, "less what was liked before"


def test_what_was_liked_before_is_not_held_against_whoever_knows_it() -> None:
    """It is shown again and cannot be liked again."""
    cut = float(np.quantile(known().likes.times, 0.8))
    old = known().likes.only(known().likes.times < cut)
    again = replace(old, times=np.full(len(old), cut + 1))
    found = gate.cases(replace(known(), shown=joined([known().shown, again])), since=cut)
    assert [set(case.pictures) for case in found] == [set(case.pictures) for case in gate.cases(known(), since=cut)]


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng, inside = np.random.default_rng(5), 0
    for _run in range(200):
        of_visitor = np.repeat(rng.normal(0.01, 0.1, 60), 3)
        differences = of_visitor + rng.normal(0, 0.1, 180)
        found = gate.gap(differences, np.zeros(180), visitors=[str(at // 3) for at in range(180)])
        inside += found.low <= 0.01 <= found.high
    assert 165 <= inside <= 192


def test_few_visits_are_never_enough() -> None:
    assert not Gap(0.5, 0.4, 0.6, gate.LEAST_VISITS - 1).is_no_loss
    assert Gap(0.0, -gate.MARGIN / 2, 0.1, gate.LEAST_VISITS).is_no_loss
    assert gate.gap(np.zeros(0), np.zeros(0), visitors=[]).visits == 0


def test_only_so_many_visits_are_judged_and_always_the_same() -> None:
    many = np.arange(gate.MOST_VISITS + 500)
    assert gate.some(many).size == gate.MOST_VISITS
    assert np.array_equal(gate.some(many), gate.some(many))
    assert gate.some(many[:10]).size == 10


def _plain() -> dict[str, Any]:
    how = engines.learner_settings()
    return {name: getattr(how, name) for name in how.__dataclass_fields__}
