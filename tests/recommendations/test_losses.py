"""What each loss keeps, what events weigh, and that with names alone nothing is left but LightFM itself."""

from dataclasses import replace

import numpy as np
import pytest
from lightfm import LightFM
from scipy import sparse

from recommendations import engines, features, tastes
from recommendations.engines.base import LearnerError, LearnerSettings
from recommendations.engines.lightfm import LightFMLearner
from recommendations.features import Picture, Visit
from recommendations.history import Events, History
from recommendations.tastes import Tastes
from tests.recommendations import world
from tests.recommendations.test_learners import scores, with_twins

LOSSES = ("auto", "warp", "bpr", "logistic")


@pytest.fixture(scope="module")
def log() -> History:
    return world.history(world.make(seed=5, visitors=60, pictures=80))


def learner(loss: str, *, factors: int = 12, epochs: int = 15) -> LightFMLearner:
    return LightFMLearner(LearnerSettings(factors=factors, epochs=epochs, rate=0.05, seed=3, loss=loss))


def arrays(learnt: Tastes) -> list[np.ndarray]:
    return [array for side in (learnt.visits, learnt.pictures) for array in (side.names, side.vectors, side.biases)]


def same(one: Tastes, other: Tastes) -> bool:
    return all(np.array_equal(mine, theirs) for mine, theirs in zip(arrays(one), arrays(other), strict=True))


def plain(*, people: int = 40, pictures: int = 60, likes: int = 600) -> History:
    """Likes of names: no emotion, nothing said, nothing shown; in no order."""
    rng = np.random.default_rng(7)
    pairs = rng.choice(people * pictures, likes, replace=False)
    events = Events(pairs // pictures, pairs % pictures, np.full(likes, -1), np.arange(likes, dtype=float))
    return History(
        tuple(Visit(f"visitor {number}", "") for number in range(people)),
        tuple(Picture(f"picture {number}", "", "", "") for number in range(pictures)),
        events,
        events.only(np.zeros(likes, dtype=bool)),
    )


@pytest.mark.parametrize("loss", LOSSES)
class TestEveryLoss:
    @pytest.mark.parametrize("which", [0, 1])
    def test_a_picture_passed_over_fifty_times_ranks_below_its_untouched_twin(
        self, loss: str, which: int, log: History
    ) -> None:
        known, passed_over, untouched = with_twins(log, passed_over=which)
        learnt = learner(loss).learn(known)
        for visit in (*[visit for visit in log.visits if visit.emotion == "happy"], Visit("newcomer", "happy")):
            low, high = scores(learnt, visit, [passed_over, untouched])
            assert low < high, visit

    def test_the_same_history_gives_the_same_tastes(self, loss: str, log: History) -> None:
        assert same(learner(loss).learn(log), learner(loss).learn(log))

    def test_the_weight_of_a_like_is_heard(self, loss: str, log: History) -> None:
        louder = replace(log.likes, weights=np.where(np.arange(len(log.likes)) == 0, 3.0, 1.0))
        assert not same(learner(loss).learn(log), learner(loss).learn(replace(log, likes=louder)))

    def test_without_a_like_there_is_nothing_to_learn(self, loss: str, log: History) -> None:
        with pytest.raises(LearnerError, match="no likes"):
            learner(loss).learn(replace(log, likes=log.likes.only(np.zeros(len(log.likes), dtype=bool))))


@pytest.mark.parametrize("told", [{}, {"emotion": "happy", "language": "ko", "hour": 6, "favorite": "cat"}])
def test_where_names_are_all_that_is_known_it_is_lightfm_itself(told: dict[str, str]) -> None:
    known = plain()
    known = replace(known, visits=tuple(Visit(visit.visitor, **{"emotion": "", **told}) for visit in known.visits))  # type: ignore[arg-type]
    how = engines.learner_settings()
    likes = known.likes
    bare = LightFM(no_components=how.factors, loss="warp", learning_rate=how.rate, random_state=how.seed)
    bare.fit(
        sparse.coo_matrix((np.ones(len(likes), dtype=np.float32), (likes.visits, likes.pictures)), shape=(40, 60)),
        epochs=how.epochs,
        num_threads=1,
    )
    expected = Tastes(
        tastes.side([f"visitor:{visit.visitor}" for visit in known.visits], bare.user_embeddings, bare.user_biases),
        tastes.side([features.identity(each) for each in known.pictures], bare.item_embeddings, bare.item_biases),
    )
    assert same(LightFMLearner(how).learn(known), expected)


def test_auto_learns_from_what_was_passed_over_where_it_is_known(log: History) -> None:
    assert same(learner("auto").learn(log), learner("logistic").learn(log))
    unknown = replace(log, shown=log.shown.only(np.arange(len(log.shown)) < 50))
    assert same(learner("auto").learn(unknown), learner("warp").learn(unknown))
    silent = replace(log, passed_over=0.0)
    assert same(learner("auto").learn(silent), learner("warp").learn(silent))


def test_what_is_liked_in_one_visit_was_not_passed_over_in_another() -> None:
    visits = (Visit("one", "happy", hour=0), Visit("one", "happy", hour=12), Visit("two", "happy", hour=12))
    pictures = tuple(Picture(str(number), "happy", "", "") for number in range(2))
    shown = Events(np.array([0, 0, 1, 2, 2]), np.array([0, 1, 0, 0, 0]), np.zeros(5, dtype=np.int64), np.arange(5.0))
    known = History(visits, pictures, shown.only(np.array([2])), shown)
    passed = known.passed()
    assert list(zip(passed.visits.tolist(), passed.pictures.tolist(), strict=True)) == [(0, 1), (2, 0)]


def test_what_was_said_against_a_picture_adds_to_its_being_passed_over() -> None:
    visits, pictures = (Visit("one", "happy"),), (Picture("a", "happy", "", ""), Picture("b", "happy", "", ""))
    at = np.zeros(1, dtype=np.int64)
    shown = Events(at, at, at, np.zeros(1))
    against = Events(np.array([0, 0]), np.array([0, 1]), np.zeros(2, dtype=np.int64), np.zeros(2), np.array([0.3, 1.0]))
    known = History(visits, pictures, shown.only(np.zeros(1, dtype=bool)), shown, against, passed_over=0.5)
    assert known.passed().weighed().tolist() == [0.8, 1.0]
