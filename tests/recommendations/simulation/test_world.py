"""The made world: the same for the same seed, and as docs/simulator.md says."""

import numpy as np
import pytest

from recommendations import features
from recommendations.simulation import liking, logs, shares, visits, world


@pytest.fixture(scope="module")
def made() -> world.World:
    return world.make(seed=1)


def test_the_same_seed_is_the_same_log() -> None:
    first, again, other = (
        logs.by_chance(world.make(seed=seed, visitors=60, pictures=80), events=900) for seed in (5, 5, 6)
    )
    assert first.hash() == again.hash() != other.hash()
    assert logs.by_chance(world.make(seed=5, visitors=60, pictures=80), events=900, salt=1).hash() != first.hash()


def test_it_is_as_documented(made: world.World) -> None:
    facts = shares.facts(made)
    assert 0.08 < facts["like_rate"] < 0.15
    assert facts["like_rate_by_position"] == sorted(facts["like_rate_by_position"], reverse=True)
    assert facts["misread"] == pytest.approx(world.READING_ERRORS, abs=0.01)
    assert facts["style_of_words_and_colors"] == pytest.approx(0.65, abs=0.03)
    groups = facts["groups"]
    assert sum(groups.values()) == pytest.approx(1)
    assert 0.05 < groups["emotion"] < 0.12 and 0.36 < groups["visitor"] < 0.46 and 0.42 < groups["chance"] < 0.53
    assert 0.02 < groups["picture"] < 0.03 and groups["position"] < 0.01 and groups["fatigue"] < 0.01


def test_what_decides_about_a_like_is_what_is_said(made: world.World) -> None:
    """Position, fatigue, another feeling and the visitor's own favorite move the true chance as the page says."""
    person = int(np.flatnonzero(made.visitors.favorites >= 0)[0])
    own, other = (
        int(np.flatnonzero(found)[0])
        for found in (
            made.pictures.favorites == made.visitors.favorites[person],
            made.pictures.favorites != made.visitors.favorites[person],
        )
    )

    def part(name: str, *, picture: int = other, position: int = 0, seen: int = 0, felt: int = 0) -> float:
        met = {"visitors": person, "felt": felt, "hours": 12, "pictures": picture, "positions": position, "seen": seen}
        return float(liking.parts(made, **{key: np.array(value) for key, value in met.items()})[name])

    assert [part("position", position=place) for place in range(4)] == pytest.approx([0, -0.3, -0.55, -0.65])
    assert [part("fatigue", seen=times) for times in (0, 1, 3, 9)] == pytest.approx([0, -0.6, -1.8, -1.8])
    assert part("favorite", picture=own) == pytest.approx(0.9) and part("favorite") == 0
    made_for = int(made.pictures.emotions[other])
    assert part("emotion", felt=made_for) - made.moods[made_for] == pytest.approx(0)
    assert part("emotion", felt=(made_for + 1) % 8) - made.moods[(made_for + 1) % 8] == pytest.approx(-0.7)


def test_nobody_likes_a_picture_twice(made: world.World) -> None:
    log = logs.by_chance(made, events=60_000)
    people = log.plan.visitors[log.visits[log.liked]]
    pairs = people * made.pictures.quality.size + log.pictures[log.liked]
    assert np.unique(pairs).size == pairs.size > 3000
    assert log.seen.max() > 1


def test_whoever_meets_the_same_picture_in_another_run_answers_alike(made: world.World) -> None:
    numbers = np.arange(50_000)
    drawn = liking.luck(3, numbers, numbers % 7, np.zeros_like(numbers))
    assert np.array_equal(drawn[40:50], liking.luck(3, numbers[40:50], numbers[40:50] % 7, np.zeros(10, dtype=int)))
    assert drawn.min() >= 0 and drawn.max() < 1
    assert np.histogram(drawn, 10)[0] == pytest.approx(5000, rel=0.06)
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.02


def test_visits_are_the_same_for_every_policy_and_end_in_time(made: world.World) -> None:
    plan = visits.plan(made, events=1000)
    assert plan.slates.sum() == 334 and (plan.slates > 0).all() and (np.diff(plan.times) > 0).all()
    alone = visits.plan(made, events=900, once=True)
    assert np.unique(alone.visitors).size == len(alone)
    newcomers = np.arange(900, 1000)
    assert set(visits.plan(made, events=300, among=newcomers).visitors) <= set(newcomers)
    with pytest.raises(ValueError, match="see fewer than 90000 pictures"):
        visits.plan(made, events=90_000, once=True)


def test_a_learner_reads_the_log_as_that_of_a_garden(made: world.World) -> None:
    log = logs.by_chance(made, events=20_000)
    known = logs.history(made, log)
    assert len(known.shown) == 20_000 and len(known.likes) == int(log.liked.sum())
    assert len(set(known.visits)) == len(known.visits) and len(known.pictures) == 1500
    emotions = {picture.emotion for picture in known.pictures}
    assert emotions == {visit.emotion for visit in known.visits} and len(emotions) == 8
    shown = known.shown
    assert all(
        known.visits[visit].emotion == known.pictures[picture].emotion
        for visit, picture in zip(shown.visits[:500], shown.pictures[:500], strict=True)
    )
    assert any("misty" in features.words(picture.caption) for picture in known.pictures)
