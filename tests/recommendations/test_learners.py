"""What every learner must keep, and what the real one learns."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from recommendations import engines, features, taste_files
from recommendations.engines.base import LearnerSettings
from recommendations.engines.lightfm import LightFMLearner
from recommendations.features import Picture, Visit
from recommendations.history import Events, History
from recommendations.tastes import Sum, Tastes
from tests.recommendations import world

HOW = LearnerSettings(factors=12, epochs=15, rate=0.05, seed=3)


@pytest.fixture(scope="module")
def log() -> History:
    return world.history(world.make(seed=5, visitors=60, pictures=80))


def scores(learnt: Tastes, visit: Visit, pictures: list[Picture]) -> list[float]:
    found: list[float] = learnt.scores(features.of_visit(visit), sums(learnt, pictures)).tolist()
    return found


def sums(learnt: Tastes, pictures: list[Picture]) -> Sum:
    return learnt.pictures.sums([features.of_picture(picture) for picture in pictures])


def shown(log: History, picture: int, *, times: int) -> History:
    """The log, and this picture shown so many times more without a like, by visits of all kinds."""
    extra = np.arange(times)
    events = Events(
        np.concatenate([log.shown.visits, extra % len(log.visits)]),
        np.concatenate([log.shown.pictures, np.full(times, picture)]),
        np.concatenate([log.shown.positions, extra % 3]),
        np.concatenate([log.shown.times, np.full(times, 2e6)]),
    )
    return replace(log, shown=events)


def with_twins(log: History, *, passed_over: int) -> tuple[History, Picture, Picture]:
    """Two pictures alike in everything, of which one was passed over fifty times; and that one, and the other."""
    twins = [Picture(str(UUID(int=10**6 + number)), "happy", "", log.pictures[0].caption) for number in range(2)]
    known = replace(log, pictures=(*log.pictures, *twins))
    seen = shown(known, len(log.pictures) + passed_over, times=50)
    return seen, twins[passed_over], twins[1 - passed_over]


def events(pairs: np.ndarray) -> Events:
    return Events(pairs[:, 0], pairs[:, 1], np.zeros(len(pairs), dtype=np.int64), np.zeros(len(pairs)))


@pytest.mark.parametrize("name", ["lightfm", "popularity"])
class TestEveryLearner:
    def test_the_same_history_gives_the_same_tastes(self, name: str, log: History) -> None:
        first, second = (engines.learner(name).learn(log) for _time in range(2))
        assert np.array_equal(first.pictures.vectors, second.pictures.vectors)
        assert np.array_equal(first.pictures.biases, second.pictures.biases)
        assert np.array_equal(first.visits.vectors, second.visits.vectors)

    # Both ways round: by the chance of learning alone, one of the twins would be the lower.
    @pytest.mark.parametrize("which", [0, 1])
    def test_a_picture_passed_over_fifty_times_ranks_below_its_untouched_twin(
        self, name: str, which: int, log: History
    ) -> None:
        known, passed_over, untouched = with_twins(log, passed_over=which)
        learnt = engines.learner(name).learn(known)
        for visit in (*[visit for visit in log.visits if visit.emotion == "happy"], Visit("newcomer", "happy")):
            low, high = scores(learnt, visit, [passed_over, untouched])
            assert low < high, visit

    def test_newcomers_and_new_pictures_get_a_score(self, name: str, log: History) -> None:
        learnt = engines.learner(name).learn(log)
        new = Picture(str(UUID(int=99**9)), "happy", "cat", "unheard-of words")
        assert np.isfinite(scores(learnt, Visit("newcomer", "happy", "adult", "female"), [new, log.pictures[0]])).all()

    def test_it_survives_its_own_files(self, name: str, log: History, tmp_path: Path) -> None:
        learnt = engines.learner(name).learn(log)
        taste_files.save(learnt, folder=tmp_path / "model")
        again = taste_files.load(tmp_path / "model")
        assert scores(again, log.visits[0], list(log.pictures)) == scores(learnt, log.visits[0], list(log.pictures))


def test_a_score_is_what_lightfm_predicts(log: History, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, Any] = {}
    learner = LightFMLearner(HOW)
    fitted = learner._fitted

    def keep(loss: str, table: object, weights: Any, visits: object, pictures: object) -> object:
        kept.update(model=fitted(loss, table, weights, visits, pictures), visits=visits, pictures=pictures)
        return kept["model"]

    monkeypatch.setattr(learner, "_fitted", keep)
    # Without impressions our own term is nothing, and what is left is LightFM's.
    nothing = log.shown.only(np.zeros(len(log.shown), dtype=bool))
    learnt = learner.learn(replace(log, shown=nothing))
    for row, visit in enumerate(np.unique(log.likes.visits)[:20]):
        expected = kept["model"].predict(
            np.full(len(log.pictures), row), np.arange(len(log.pictures)),
            user_features=kept["visits"], item_features=kept["pictures"], num_threads=1,
        )  # fmt: skip
        assert np.allclose(scores(learnt, log.visits[visit], list(log.pictures)), expected, atol=1e-4)


def test_a_new_picture_is_ranked_by_its_words_and_a_newcomer_by_their_emotion() -> None:
    rng = np.random.default_rng(0)
    pictures = tuple(
        Picture(str(UUID(int=number + 1)), "happy", "", "roses" if number % 2 else "storm") for number in range(40)
    )
    visits = tuple(Visit(f"visitor {number}", "happy") for number in range(30))
    roses_only = [rng.choice(np.arange(1, 40, 2), 6, replace=False) for _visit in visits]
    likes = events(np.array([(visit, picture) for visit, liked in enumerate(roses_only) for picture in liked]))
    learnt = LightFMLearner(HOW).learn(History(visits, pictures, likes, likes))
    new = [Picture(str(UUID(int=1000)), "happy", "", "roses"), Picture(str(UUID(int=1001)), "happy", "", "storm")]
    for visit in (visits[0], Visit("newcomer", "happy")):
        roses, storm = scores(learnt, visit, new)
        assert roses > storm


def test_happy_and_sad_likes_of_one_visitor_stay_apart() -> None:
    """Everybody likes roses when happy and storms when sad, so that only the emotion tells."""
    pictures = tuple(
        Picture(str(UUID(int=number + 1)), ("happy", "sad")[number % 2], "", ("roses", "storm")[number // 2 % 2])
        for number in range(80)
    )
    visits = tuple(Visit(f"visitor {number // 2}", ("happy", "sad")[number % 2]) for number in range(60))
    pairs = np.array([
        (visit, picture)
        for visit, who in enumerate(visits)
        for picture, what in enumerate(pictures)
        if (who.emotion, what.emotion, what.caption) in {("happy", "happy", "roses"), ("sad", "sad", "storm")}
        and (visit + picture) % 3
    ])  # fmt: skip
    likes = events(pairs)
    learnt = LightFMLearner(HOW).learn(History(visits, pictures, likes, likes))
    for emotion, preferred, other in [("happy", "roses", "storm"), ("sad", "storm", "roses")]:
        pair = [Picture(str(UUID(int=5000)), emotion, "", caption) for caption in (preferred, other)]
        high, low = scores(learnt, Visit("visitor 3", emotion), pair)
        assert high > low


def test_a_learner_is_chosen_by_setting(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_LEARNER = "recommendations.engines.lightfm.LightFMLearner"
    assert isinstance(engines.learner(), LightFMLearner)
    assert engines.learner() is engines.learner()
    settings.RECOMMENDATIONS_LEARNER = "guesswork"
    with pytest.raises(ImproperlyConfigured, match="must be lightfm, popularity or the dotted path"):
        engines.learner()
