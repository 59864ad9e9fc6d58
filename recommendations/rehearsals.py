"""WORK: a learner learns what was there before a cut, and foretells what came after it, beside others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from recommendations import engines, evaluation, features, gate
from recommendations.engines.base import Learner
from recommendations.evaluation import Trial
from recommendations.evaluation.metrics import Floats
from recommendations.gate import Case, Gap
from recommendations.history import History
from recommendations.tastes import Sum, Tastes

# The latest likes, kept from the learner to be foretold.
HELD_OUT: Final = 0.2


@dataclass(frozen=True, eq=False)
class Rival:
    """The live model. `since` is the time (seconds) of the first event that it has not seen."""

    tastes: Tastes
    how: Mapping[str, Any]
    since: float


@dataclass(frozen=True, eq=False)
class Verdict:
    """Whether a model may go live. `code` names the reason for a sentence, `numbers` is what it was found by."""

    code: str
    numbers: dict[str, Any]

    @property
    def is_passed(self) -> bool:
        return self.code == "accepted"

    def stored(self) -> dict[str, Any]:
        return {"code": self.code, **self.numbers}


class Rehearsal:
    """One cut through a history, and what was learnt of what lies before it."""

    def __init__(self, known: History, *, learner: Learner) -> None:
        self.known = known
        self.cut = float(np.quantile(known.likes.times, 1 - HELD_OUT))
        self.before = known.until(self.cut)
        self.is_empty = not 0 < len(self.before.likes) < len(known.likes)
        self.judged: list[Case] = [] if self.is_empty else gate.cases(known, since=self.cut)
        self.visitors = [known.visits[case.visit].visitor for case in self.judged]
        if not self.is_empty:
            self.tastes = learner.learn(self.before)
            self.popularity = engines.learner("popularity").learn(self.before)
            self.reached = self._ndcgs(self.tastes)

    def metrics(self) -> dict[str, Any]:
        """The learner beside popularity, over all pictures of each visit's emotion."""
        known = self.known
        sizes = {
            "visits": len(known.visits),
            "pictures": len(known.pictures),
            "likes": len(known.likes),
            "impressions": len(known.shown),
        }
        if self.is_empty:
            return {**sizes, "held_out": 0}
        return {
            **sizes,
            "held_out": len(known.likes) - len(self.before.likes),
            "tastes": evaluation.measure(_trials(self.tastes, known, self.before)),
            "popularity": evaluation.measure(_trials(self.popularity, known, self.before)),
        }

    def judge(self, *, how: Mapping[str, Any], rival: Rival | None) -> Verdict:
        """The learner beside popularity, and beside the live model on events that neither has seen."""
        if self.is_empty or len(self.judged) < gate.LEAST_VISITS:
            return Verdict("too_little", {"visits": len(self.judged), "least": gate.LEAST_VISITS})
        beside = self._gap(self.reached, self._ndcgs(self.popularity))
        numbers: dict[str, Any] = {"margin": gate.MARGIN, "popularity": beside.told()}
        if not beside.is_no_loss:
            return Verdict("below_popularity", numbers)
        if rival is None or (rival.since > self.cut and rival.how == how):
            # The same way to learn from more events: at this cut it is the live one.
            return Verdict("accepted", numbers)
        other = rival.tastes if rival.since <= self.cut else self._stand_in(rival)
        if other is None:
            return Verdict("unproven", numbers)
        beside = self._gap(self.reached, self._ndcgs(other))
        numbers["live"] = beside.told()
        return Verdict("accepted" if beside.is_no_loss else "below_live", numbers)

    def inspect(self, learnt: Tastes) -> Verdict | None:
        """What is wrong with the finished model. It has seen the likes in question: to foretell them worse than the
        one that had not is a sign of harm, though to foretell them better proves nothing."""
        beside = self._gap(self._ndcgs(learnt), self.reached)
        return (
            None if beside.low > -gate.MARGIN else Verdict("broken", {"margin": gate.MARGIN, "itself": beside.told()})
        )

    def _stand_in(self, rival: Rival) -> Tastes | None:
        """The live model has seen what it would be asked; its way of learning, up to the cut, has not."""
        learner = engines.learner_like(rival.how)
        return learner.learn(self.before) if learner else None

    def _ndcgs(self, learnt: Tastes) -> Floats:
        return gate.ndcgs(learnt, self.known, self.judged)

    def _gap(self, mine: Floats, other: Floats) -> Gap:
        return gate.gap(mine, other, visitors=self.visitors)


def _trials(learnt: Tastes, known: History, before: History) -> list[Trial]:
    """One trial for each visitor and emotion with held-out likes: its pictures, less what was liked before.

    Whoever comes at two hours has two visits; it is asked as the first of them that was held out.
    """
    everything = learnt.pictures.sums([features.of_picture(picture) for picture in known.pictures])
    emotions = np.array([picture.emotion for picture in known.pictures])
    people = np.unique([f"{visit.visitor}|{visit.emotion}" for visit in known.visits], return_inverse=True)[1]
    later = ~np.isin(_pairs(known, people), _pairs(before, people))
    who = people[known.likes.visits]
    trials = []
    for one in gate.some(np.unique(who[later])):
        liked = known.likes.pictures[(who == one) & later]
        visit = known.visits[known.likes.visits[(who == one) & later][0]]
        open_ = emotions == visit.emotion
        open_[known.likes.pictures[(who == one) & ~later]] = False
        open_[liked] = True
        pool = np.flatnonzero(open_)
        pictures = Sum(everything.vectors[pool], everything.biases[pool])
        trials.append(Trial(learnt.scores(features.of_visit(visit), pictures), np.isin(pool, liked)))
    return trials


def _pairs(known: History, people: NDArray[np.int64]) -> NDArray[np.int64]:
    pairs: NDArray[np.int64] = people[known.likes.visits] * len(known.pictures) + known.likes.pictures
    return pairs
