"""The learner and its rivals asked the same questions, as often as there are seeds; figures, intervals, slices."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from recommendations.errors import NotEnoughError
from recommendations.evaluation import contestants, full, intervals, metrics, parts, spread
from recommendations.evaluation.contestants import LEARNER, Contestant
from recommendations.evaluation.full import Answers, Pairs, Question
from recommendations.evaluation.intervals import Interval
from recommendations.evaluation.metrics import Flags, Floats, Ints
from recommendations.evaluation.parts import Parts
from recommendations.history import History

LEAST_LIKES: Final = 5
# Words that stand for emotions: a data set with more of them has another use for the column.
MOST_SLICES: Final = 20
OnStep = Callable[[str, int], None]
# Metric → visit → a number for each seed.
Numbers = dict[str, dict[int, list[float]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """`how`: parts.RANDOM or parts.TEMPORAL. `within`: a visit is offered its own emotion's pictures only."""

    how: str
    within: bool = False
    seeds: int = 3
    k: int = 10


@dataclass(slots=True)
class Standing:
    """What one contestant reached so far."""

    how: Mapping[str, Any] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    rounds: list[dict[str, float]] = field(default_factory=list)
    numbers: Numbers = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    slices: dict[str, list[dict[str, float]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, eq=False)
class Result:
    """Everything that was measured; `report` makes facts and lines of it."""

    plan: Plan
    sizes: Mapping[str, int]
    standings: Mapping[str, Standing]
    intervals: Mapping[str, Mapping[str, Interval | None]]
    differences: Mapping[str, Mapping[str, Interval | None]]
    left_out: Mapping[str, str]


def hold(known: History, plan: Plan, *, on_step: OnStep) -> Result:
    """Raises NotEnoughError, and LearnerError when the learner cannot learn from this."""
    if len(known.likes) < LEAST_LIKES:
        raise NotEnoughError(
            _("There are %(likes)d likes; an evaluation begins with %(least)d.")
            % {"likes": len(known.likes), "least": LEAST_LIKES}
        )
    standings: dict[str, Standing] = defaultdict(Standing)
    first = parts.cut(known, how=plan.how, seed=0)
    by = contestants.field_of(first, within=plan.within, k=plan.k)
    for seed in range(plan.seeds):
        cut = first if seed == 0 else parts.cut(known, how=plan.how, seed=seed)
        for contestant in contestants.taught(cut, seed=seed, by=by):
            _round(standings[contestant.name], contestant, cut, plan)
            on_step(_("rounds"), sum(len(standing.rounds) for standing in standings.values()))
    people = first.people
    return Result(
        plan,
        _sizes(first, standings[LEARNER]),
        standings,
        {name: intervals.intervals(_columns(one), visitors=_who(one, people)) for name, one in standings.items()},
        {name: _differences(standings, name, people) for name in standings if name != LEARNER},
        by.left_out,
    )


def _round(standing: Standing, contestant: Contestant, cut: Parts, plan: Plan) -> None:
    question = cut.question(within=plan.within)
    contestant = _once(contestant, question)
    found = full.answers(question, contestant.ranker, k=plan.k)
    if not found.visits.size:
        raise NotEnoughError(
            _("Nothing is left to be foretold: an evaluation needs visitors who liked at least two pictures, not all.")
        )
    values = metrics.values(found.ranked)
    for name, numbers in values.items():
        for visit, number in zip(found.visits.tolist(), numbers.tolist(), strict=True):
            standing.numbers[name][visit].append(number)
    learnt = np.bincount(cut.likes.pairs.pictures, minlength=question.pictures)
    standing.how = contestant.how
    standing.seconds.append(contestant.seconds)
    standing.cpu_seconds.append(contestant.cpu_seconds)
    standing.rounds.append({**_means(found), **spread.values(found.lists, pictures=question.pictures, learnt=learnt)})
    for emotion, sliced in _slices(cut.known, question, found, contestant, plan):
        standing.slices[emotion].append({"visits": sliced.visits.size, **_means(sliced)})


def _once(contestant: Contestant, question: Question) -> Contestant:
    """One that has scored everything already, if that fits: each emotion's slice asks for it again."""
    visits = question.visits()
    if visits.size * question.pictures > full.AT_ONCE:
        return contestant
    scores = contestant.ranker(visits)
    return replace(contestant, ranker=lambda asked: scores[np.searchsorted(visits, asked)])


def _means(found: Answers) -> dict[str, float]:
    """RecBole's GAUC is the AUC with every visit counting as often as it has likes."""
    values = metrics.values(found.ranked)
    means = {name: float(numbers.mean()) for name, numbers in values.items()}
    return {**means, "gauc": float(np.average(found.ranked.aucs, weights=found.ranked.likes))}


def _slices(
    known: History, question: Question, found: Answers, contestant: Contestant, plan: Plan
) -> Iterator[tuple[str, Answers]]:
    """Emotion → the answers of its visits; where visits are offered all pictures: the same visits asked about its
    pictures alone, as a garden would ask them."""
    words = [picture.emotion for picture in known.pictures]
    counts = Counter(word for word in words if word)
    if not counts or len(counts) > MOST_SLICES:
        return
    for emotion in sorted(counts):
        if plan.within:
            own = np.array([known.visits[visit].emotion == emotion for visit in found.visits.tolist()], dtype=bool)
            sliced = _only(found, own)
        else:
            pictures = np.flatnonzero([word == emotion for word in words])
            sliced = _among(question, contestant, pictures, plan.k)
        if sliced.visits.size:
            yield emotion, sliced


def _only(found: Answers, kept: Flags) -> Answers:
    ranked = found.ranked
    return Answers(
        found.visits[kept],
        metrics.Ranked(ranked.hits[kept], ranked.likes[kept], ranked.aucs[kept]),
        found.lists[kept],
    )


def _among(question: Question, contestant: Contestant, pictures: Ints, k: int) -> Answers:
    places = np.full(question.pictures, -1, dtype=np.int64)
    places[pictures] = np.arange(pictures.size)

    def kept(pairs: Pairs) -> Pairs:
        there = places[pairs.pictures] >= 0
        return Pairs(pairs.visits[there], places[pairs.pictures[there]])

    asked = Question(
        pictures.size, kept(question.wanted), kept(question.known), question.picture_kinds[pictures],
        question.visit_kinds,
    )  # fmt: skip
    return full.answers(asked, lambda visits: contestant.ranker(visits)[:, pictures], k=k)


def _columns(standing: Standing) -> dict[str, Floats]:
    """Each visit's mean over the seeds."""
    return {
        name: np.array([float(np.mean(numbers)) for _visit, numbers in sorted(of_visit.items())])
        for name, of_visit in standing.numbers.items()
    }


def _who(standing: Standing, people: Ints) -> Ints:
    return people[sorted(standing.numbers["auc"])]


def _differences(standings: Mapping[str, Standing], rival: str, people: Ints) -> dict[str, Interval | None]:
    """The learner's number less the rival's, visit by visit."""
    ones, others = _columns(standings[LEARNER]), _columns(standings[rival])
    paired = {name: ones[name] - others[name] for name in ones}
    return intervals.intervals(paired, visitors=_who(standings[rival], people))


def _sizes(cut: Parts, standing: Standing) -> dict[str, int]:
    """Of the first seed; the visits that were asked in any."""
    return {
        "visits": len(standing.numbers["auc"]),
        "learnt": int(cut.split.train.sum()),
        "validation": int(cut.split.valid.sum()),
        "foretold": int(cut.split.test.sum()),
    }
