"""How often the gate refuses what is worse and lets in what is as good, in made worlds whose logs are shown by chance.

The first 60 % of the likes make a live model, if the gate lets it in; then every candidate is judged on all of the log,
as a training would. docs/simulator.md tells the figures.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from recommendations import engines, gate
from recommendations.engines.base import Learner, LearnerSettings
from recommendations.history import Events, History
from recommendations.rehearsals import Rehearsal, Rival
from recommendations.simulation import harm, logs, world
from recommendations.tastes import Tastes

VISITORS: Final = 400
PICTURES: Final = 400
EVENTS: Final = 30_000
LIVE_SINCE: Final = 0.6
SPOILT: Final = ("vectors shuffled", "pictures mixed up", "wrong sign")
HONEST: Final = ("the same way, more to learn from", "another seed", "a third more factors")


@dataclass(frozen=True, eq=False)
class Made:
    """A learner that is wrapped: what it is given, and what becomes of what it learnt."""

    learner: Learner
    given: Callable[[History], History] = lambda known: known
    harmed: Callable[[Tastes], Tastes] = lambda tastes: tastes

    def learn(self, history: History) -> Tastes:
        return self.harmed(self.learner.learn(self.given(history)))


class Once:
    """Learns each history one time, for the candidates that differ only afterwards."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.kept: dict[int, Tastes] = {}

    def learn(self, history: History) -> Tastes:
        size = len(history.likes)
        if size not in self.kept:
            self.kept[size] = self.learner.learn(history)
        return self.kept[size]


def candidates() -> Mapping[str, Learner]:
    """Those of HONEST first; the others are worse on purpose."""
    how = engines.learner_settings()
    usual = Once(engines.learner())
    return {
        HONEST[0]: usual,
        HONEST[1]: _like(replace(how, seed=how.seed + 1)),
        HONEST[2]: _like(replace(how, factors=how.factors * 4 // 3)),
        SPOILT[0]: Made(usual, harmed=harm.shuffled),
        SPOILT[1]: Made(usual, harmed=harm.mixed_up),
        SPOILT[2]: Made(usual, harmed=harm.reversed_),
        "learnt from random likes": Made(engines.learner(), given=harm.of_random_likes),
        "one factor, one pass": _like(replace(how, factors=1, epochs=1)),
        "learnt from the first tenth": Made(engines.learner(), given=harm.stale),
    }


def run(
    seed: int, *, events: int = EVENTS, with_truth: bool = False, only: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """Each candidate's verdict in one world, and for honest ones what is true by a log that nobody learnt from."""
    made = world.make(seed=seed, visitors=VISITORS, pictures=PICTURES)
    known = logs.history(made, logs.by_chance(made, events=events))
    tried = candidates()
    since = float(np.quantile(known.likes.times, LIVE_SINCE))
    earlier = known.until(since)
    usual = tried[HONEST[0]]
    how = {"learner": "usual"}
    was_let_in = Rehearsal(earlier, learner=usual).judge(how=how, rival=None).is_passed
    rival = Rival(usual.learn(earlier), how, since) if was_let_in else None
    found: dict[str, dict[str, Any]] = {"": {"code": "live" if rival else "popularity"}}
    for name, learner in tried.items():
        if only and name not in only:
            continue
        rehearsal = Rehearsal(known, learner=learner)
        verdict = rehearsal.judge(how={"learner": name}, rival=rival)
        found[name] = verdict.stored()
        if with_truth and name in HONEST:
            found[name]["truth"] = truth(
                rehearsal, rival, fresh=logs.history(made, logs.by_chance(made, events=events, salt=1))
            )
    return found


def truth(rehearsal: Rehearsal, rival: Rival | None, *, fresh: History) -> float:
    """How much more NDCG@10 than the best of its rivals, over many visits, among pictures not met before."""
    unmet = _without(fresh, met=rehearsal.known)
    judged = gate.cases(unmet, since=0.0)
    others = [rehearsal.popularity, *([rival.tastes] if rival else [])]
    best = max(float(gate.ndcgs(other, unmet, judged).mean()) for other in others)
    return float(gate.ndcgs(rehearsal.tastes, unmet, judged).mean()) - best


def _without(fresh: History, *, met: History) -> History:
    """Less what the same visitor met in the other log of the same world."""
    seen = {(met.visits[visit].visitor, picture) for visit, picture in _pairs(met.shown)}

    def kept(events: Events) -> Events:
        pairs = _pairs(events)
        return events.only(np.array([(fresh.visits[visit].visitor, picture) not in seen for visit, picture in pairs]))

    return replace(fresh, likes=kept(fresh.likes), shown=kept(fresh.shown))


def _pairs(events: Events) -> list[tuple[int, int]]:
    return list(zip(events.visits.tolist(), events.pictures.tolist(), strict=True))


def summed(runs: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in runs:
        for name, verdict in one.items():
            verdicts[name][verdict["code"]] += 1
    lives = verdicts.pop("")
    return {
        "worlds": len(runs),
        "with a live model": lives["live"],
        "settings": asdict(engines.learner_settings()),
        "let in": {name: codes["accepted"] / len(runs) for name, codes in verdicts.items()},
        "honest, truly as good": _as_good(runs),
        "verdicts": {name: dict(codes) for name, codes in verdicts.items()},
    }


def _as_good(runs: list[dict[str, dict[str, Any]]]) -> dict[str, float | int]:
    """Of the honest ones that are truly no worse than anything: how many, and the share let in."""
    good = [one[name] for one in runs for name in HONEST if one.get(name, {}).get("truth", -1.0) >= 0]
    passed = sum(verdict["code"] == "accepted" for verdict in good)
    return {"candidates": len(good), "let in": round(passed / len(good), 3) if good else 0.0}


def _like(how: LearnerSettings) -> Learner:
    made = engines.learner_like({"learner": "lightfm", **asdict(how)})
    if made is None:
        raise RuntimeError("The learner does not know its own settings.")
    return made
