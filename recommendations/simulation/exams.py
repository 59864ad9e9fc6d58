"""How well an order foretells what made visitors would like: the same questions for everybody who ranks."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from recommendations import engines, evaluation, features
from recommendations.evaluation import Trial
from recommendations.simulation import liking, logs, visits
from recommendations.simulation.logs import Log
from recommendations.simulation.world import World
from recommendations.tastes import Sum, Tastes

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

# Answers at an exam are not those of any run.
_ASIDE: Final = 1_000_000
_EVENTS_EACH: Final = 12


@dataclass(frozen=True, eq=False)
class Question:
    """A visit, the pictures in question that it has not met, which of them it would like, and how surely."""

    visit: features.Visit
    pool: Places
    liked: NDArray[np.bool_]
    truth: Floats


Ranker = Callable[[Question], Floats]


def questions(
    world: World, *, count: int, log: Log | None = None, among: Places | None = None, everywhere: bool = False
) -> list[Question]:
    """Of so many visits after the log, by visitors as they come, or by these only. `everywhere`: of all pictures."""
    plan = visits.plan(world, events=count * _EVENTS_EACH, among=among, salt=_ASIDE)
    feelings = world.pictures.emotions
    cells = [np.flatnonzero(everywhere | (feelings == emotion)) for emotion in range(len(world.moods))]
    met = _met(log)
    found: list[Question] = []
    for person, felt, read, hour in zip(
        plan.visitors.tolist(), plan.felt.tolist(), plan.read.tolist(), plan.hours.tolist(), strict=True
    ):
        pool = np.setdiff1d(cells[read], met.get(person, ()))
        truth = liking.appeal(world, visitor=person, felt=felt, hour=hour, pictures=pool)
        drawn = liking.luck(world.seed, np.full_like(pool, person), pool, np.full_like(pool, _ASIDE + len(found)))
        found.append(Question(world.visit(person, emotion=read, hour=hour), pool, drawn < truth, truth))
    return found


def ndcg(asked: Sequence[Question], ranker: Ranker) -> Floats:
    """NDCG@10 of each question; NaN where nothing would be liked. Equal scores are told apart by chance."""
    rng = np.random.default_rng(len(asked))
    trials = []
    for question in asked:
        order = rng.permutation(question.pool.size)
        trials.append(Trial(ranker(question)[order], question.liked[order]))
    return evaluation.values(trials)["ndcg@10"]


def oracle(question: Question) -> Floats:
    """Knows the true chances, and what the visitor feels."""
    return question.truth


def by_tastes(world: World, learnt: Tastes) -> Ranker:
    """The model alone, as it serves."""
    sums = learnt.pictures.sums([features.of_picture(picture) for picture in world.pictures.shown])

    def scores(question: Question) -> Floats:
        pictures = Sum(sums.vectors[question.pool], sums.biases[question.pool])
        return learnt.scores(features.of_visit(question.visit), pictures)

    return scores


def of_the_emotion(world: World, ranker: Ranker) -> Ranker:
    """As a garden shows them: the pictures made for what was read, and then the others."""
    emotions = np.array([picture.emotion for picture in world.pictures.shown])

    def scores(question: Question) -> Floats:
        found = ranker(question)
        return np.where(emotions[question.pool] == question.visit.emotion, found, found.min() - np.ptp(found) - 1.0)

    return scores


def by_column(column: Floats) -> Ranker:
    """The same for everybody: one number for each picture."""
    return lambda question: column[question.pool]


def _met(log: Log | None) -> dict[int, Places]:
    """Which pictures each visitor has met."""
    if log is None:
        return {}
    people = log.plan.visitors[log.visits]
    order = np.argsort(people, kind="stable")
    known, starts = np.unique(people[order], return_index=True)
    return dict(zip(known.tolist(), np.split(log.pictures[order], starts[1:]), strict=True))


def sit(world: World, *, events: int, count: int = 1500) -> dict[str, Any]:
    """What the learner reaches after so many events shown by chance, beside popularity, the oracle and chance.

    `known`: all visitors, as they come, most with a history; `new`: the last third of the visitors, who have none.
    `all pictures`: asked about those of every emotion, where popularity is the plain one, which knows of no feelings.
    """
    people = np.arange(len(world.visitors.codes))
    new = people[people.size * 2 // 3 :]
    found: dict[str, Any] = {"events": events}
    for name, come, asked in (("known", people, people), ("new", np.setdiff1d(people, new), new)):
        log = logs.by_chance(world, events=events, among=come)
        known = logs.history(world, log)
        began = time.perf_counter()
        learnt = engines.learner().learn(known)
        seconds = time.perf_counter() - began
        rankers = _rankers(world, tastes=learnt, popular=engines.learner("popularity").learn(known))
        found[name] = _reached(questions(world, count=count, log=log, among=asked), rankers)
        rankers["tastes"] = of_the_emotion(world, rankers["tastes"])
        everywhere = questions(world, count=count, log=log, among=asked, everywhere=True)
        found[name] |= {"seconds": seconds, "all pictures": _reached(everywhere, rankers)}
    return found


def _rankers(world: World, *, tastes: Tastes, popular: Tastes) -> dict[str, Ranker]:
    by_chance = by_column(np.random.default_rng(world.seed).random(world.pictures.quality.size))
    return {
        "tastes": by_tastes(world, tastes),
        "popularity": by_tastes(world, popular),
        "oracle": oracle,
        "chance": by_chance,
    }


def _reached(asked: Sequence[Question], rankers: Mapping[str, Ranker]) -> dict[str, float]:
    return {name: float(np.nanmean(ndcg(asked, ranker))) for name, ranker in rankers.items()}
