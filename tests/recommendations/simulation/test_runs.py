"""Runs: the garden's own functions play made visitors; the better policy wins, and the same seed is the same log."""

import numpy as np
import pytest

from recommendations.simulation import policies, regret, runs, visits, world
from recommendations.simulation.logs import Log
from recommendations.simulation.policies import Policy


@pytest.fixture(scope="module")
def made() -> world.World:
    return world.make(seed=3, visitors=80, pictures=480)


def played(made: world.World, by: Policy, *, events: int = 900, salt: int = 0) -> Log:
    run = runs.begin(made, visits.plan(made, events=events, salt=salt), by)
    runs.play(run, visits=range(len(run.record.plan)))
    return run.log()


def test_the_same_seed_is_the_same_log(made: world.World) -> None:
    first, again = (played(made, policies.popularity_within()) for _turn in range(2))
    assert first.hash() == again.hash() != played(made, policies.chance()).hash()
    assert len(first) == 900 and set(first.positions.tolist()) == {0, 1, 2}


def test_a_walk_meets_no_picture_twice_and_a_slate_no_family_twice(made: world.World) -> None:
    log = played(made, policies.popularity_within())
    for visit in range(len(log.plan)):
        met = log.pictures[log.visits == visit]
        # Sixty pictures are made for each feeling; who has seen them all sees them again.
        assert np.unique(met).size == min(met.size, 60)
    families = made.pictures.families[log.pictures].reshape(-1, 3)
    assert all(len(set(slate)) == 3 for slate in families.tolist())
    read = log.plan.read[log.visits]
    assert (made.pictures.emotions[log.pictures] == read).all()


def test_whoever_knows_more_brings_more_likes(made: world.World) -> None:
    names = ("chance", "popularity within the emotion", "oracle")
    curve = regret.curves([1], size={"visitors": 200, "pictures": 400}, names=names, at=(0, 1500), looked_at=200)
    chance, popular, oracle = (curve.reached[name].mean(0) for name in names)
    assert oracle[1] > 1.5 * popular[1] > 1.5 * chance[1] * 1.1
    assert abs(popular[0] - chance[0]) < 0.02


def test_what_is_liked_moves_the_counts_and_is_forgotten_by_nobody(made: world.World) -> None:
    run = runs.begin(made, visits.plan(made, events=600), policies.popularity_within())
    runs.play(run, visits=range(len(run.record.plan)))
    log = run.log()
    likes = np.bincount(log.pictures[log.liked], minlength=480)
    showings = np.bincount(log.pictures, minlength=480)
    for cell in run.garden.cells.values():
        assert cell.likes.tolist() == likes[cell.ids - 1].tolist()
        assert cell.showings.tolist() == showings[cell.ids - 1].tolist()
    assert sum(len(done) for done in run.garden.done.values()) == 600 + int(likes.sum())


def test_tastes_are_learnt_on_the_way_and_serve_from_then_on(made: world.World) -> None:
    by = policies.Served(lessons=(300, 600), ungated=True)
    run = runs.begin(made, visits.plan(made, events=900), by)
    runs.play(run, visits=range(len(run.record.plan)))
    assert run.garden.model is not None
    assert sum(len(done) for done in run.garden.done.values()) < 450
    assert run.log().hash() != played(made, policies.popularity_within()).hash()
