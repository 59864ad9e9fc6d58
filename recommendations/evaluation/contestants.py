"""Who competes: the garden's learner and its rivals, each taught the same likes and nothing else."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from recommendations import engines, features
from recommendations.evaluation import full, metrics, rivals
from recommendations.evaluation.full import Ranker, Scores
from recommendations.evaluation.metrics import Ints
from recommendations.evaluation.parts import Parts
from recommendations.history import History
from recommendations.tastes import Tastes

LEARNER: Final = "tastes"
# Tables of pictures × pictures: 400 MB for the neighbours; EASE inverts one of 200 MB and needs some more beside it.
MOST_FOR_NEIGHBOURS: Final = 10_000
MOST_FOR_EASE: Final = 5_000
# How much EASE is drawn towards 0: of these the one that foretells the validation part best, by NDCG.
RIDGES: Final = (100.0, 300.0, 1000.0)


@dataclass(frozen=True, eq=False)
class Contestant:
    """Someone who can rank, how they were set, and how long learning took them: by the clock, and on all cores."""

    name: str
    ranker: Ranker
    seconds: float
    cpu_seconds: float
    how: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """Who takes part in all rounds alike: EASE's ridge is chosen once; too many pictures keep a rival out."""

    k: int
    ridge: float | None
    left_out: Mapping[str, str]


def field_of(parts: Parts, *, within: bool, k: int) -> Field:
    pictures, left_out = len(parts.known.pictures), {}
    for name, most in (("item_knn", MOST_FOR_NEIGHBOURS), ("ease", MOST_FOR_EASE)):
        if pictures > most:
            left_out[name] = _("%(pictures)d pictures are too many for its table; it takes %(most)d.") % {
                "pictures": pictures,
                "most": most,
            }
    return Field(k, None if "ease" in left_out else _ridge(parts, within=within, k=k), left_out)


def taught(parts: Parts, *, seed: int, by: Field) -> Iterator[Contestant]:
    """One after the other, so that their tables need not all be held at once."""
    yield _taught(LEARNER, lambda: _learner_ranker(parts, engines.learner(seed=engines.SEED + seed).learn))
    if len(parts.learnt.shown):
        yield _taught("like_rate", lambda: _learner_ranker(parts, engines.learner("popularity").learn))
    yield _taught("popularity", lambda: rivals.popularity(parts.likes))
    if "item_knn" not in by.left_out:
        how = {"neighbours": rivals.NEIGHBOURS, "shrink": rivals.SHRINK}
        yield _taught("item_knn", lambda: rivals.item_knn(parts.likes), how)
    if (ridge := by.ridge) is not None:
        yield _taught("ease", lambda: rivals.ease(parts.likes, ridge=ridge), {"ridge": ridge})
    yield _taught("random", lambda: rivals.by_chance(parts.likes, seed=seed))


def _taught(name: str, teach: Callable[[], Ranker], how: Mapping[str, Any] | None = None) -> Contestant:
    began, worked = time.perf_counter(), time.process_time()
    ranker = teach()
    return Contestant(name, ranker, time.perf_counter() - began, time.process_time() - worked, how or {})


def _learner_ranker(parts: Parts, learn: Callable[[History], Tastes]) -> Ranker:
    learnt = learn(parts.learnt)
    pictures = learnt.pictures.sums([features.of_picture(picture) for picture in parts.known.pictures])

    def scores(visits: Ints) -> Scores:
        """What `Tastes.scores` gives for each visit."""
        sums = learnt.visits.sums([features.of_visit(parts.known.visits[visit]) for visit in visits])
        found: Scores = sums.vectors @ pictures.vectors.T + pictures.biases + sums.biases[:, None]
        return found

    return scores


def _ridge(parts: Parts, *, within: bool, k: int) -> float:
    question = parts.question(within=within, valid=True)
    if not question.wanted.visits.size:
        return RIDGES[1]

    def worth(ridge: float) -> float:
        found = full.answers(question, rivals.ease(parts.likes, ridge=ridge), k=k)
        return float(np.mean(metrics.ndcg(found.ranked))) if found.visits.size else 0.0

    return max(RIDGES, key=worth)
