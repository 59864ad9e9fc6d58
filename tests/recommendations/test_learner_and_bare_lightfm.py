"""What is wrapped around LightFM costs no accuracy where it has nothing to add: beside the bare library, same likes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from lightfm import LightFM
from scipy import sparse

from recommendations import datasets, engines
from recommendations.evaluation import contestants, full, metrics, parts, rivals
from recommendations.evaluation.full import Ranker
from recommendations.evaluation.parts import Parts
from tests.recommendations import movielens_like

Tell = Callable[[str, object], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = movielens_like.make(people=300, films=500, events=24_000)
    return movielens_like.write(made, tmp_path_factory.mktemp("made"))


def bare(cut: Parts) -> Ranker:
    """LightFM as its own introduction calls it, with the garden's settings."""
    how, likes = engines.learner_settings(), cut.learnt.likes
    ones = np.ones(len(likes), dtype=np.float32)
    shape = (len(cut.known.visits), len(cut.known.pictures))
    model = LightFM(no_components=how.factors, loss="warp", learning_rate=how.rate, random_state=how.seed)
    model.fit(sparse.coo_matrix((ones, (likes.visits, likes.pictures)), shape=shape), epochs=how.epochs)
    return lambda visits: model.user_embeddings[visits] @ model.item_embeddings.T + model.item_biases


def ndcg(cut: Parts, ranker: Ranker) -> float:
    return float(metrics.ndcg(full.answers(cut.question(within=False), ranker, k=10).ranked).mean())


@pytest.mark.parametrize("how", [parts.RANDOM, parts.TEMPORAL])
@pytest.mark.parametrize("told", ["ages and genders", "nothing of anybody"])
def test_it_is_not_worse_than_the_bare_library(folder: Path, how: str, told: str, record_property: Tell) -> None:
    if told == "nothing of anybody":
        (folder / "users.csv").unlink(missing_ok=True)
    cut = parts.cut(datasets.read(folder).history, how=how, seed=0)
    learner = next(one for one in contestants.taught(cut, seed=0, by=contestants.field_of(cut, within=False, k=10)))
    reached, plain = ndcg(cut, learner.ranker), ndcg(cut, bare(cut))
    record_property("figures", f"{how}, {told}: NDCG@10 {reached:.3f}, bare LightFM {plain:.3f}")
    # One made world of 300 people: chance alone moves either figure by a hundredth.
    assert reached > plain - 0.02
    assert reached > ndcg(cut, rivals.popularity(cut.likes))
