"""How many likes a policy misses against the oracle, after so many events of its own, seed by seed in pairs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from recommendations.evaluation import intervals
from recommendations.simulation import liking, policies, runs, visits
from recommendations.simulation import world as worlds
from recommendations.simulation.policies import Policy
from recommendations.simulation.records import Record
from recommendations.simulation.runs import Run
from recommendations.simulation.visits import SLATE, Visits
from recommendations.simulation.world import World

Floats = NDArray[np.float64]

AT: Final = (0, 100, 1_000, 10_000)
# Visits that are looked at, the same ones at each moment and for every policy.
LOOKED_AT: Final = 200
_LATER: Final = 7
POLICIES: Final[Mapping[str, Callable[[], Policy]]] = {
    "chance": policies.chance,
    "popularity": policies.popularity,
    "popularity within the emotion": policies.popularity_within,
    "tastes": policies.Served,
    "oracle": policies.oracle,
}
OnStep = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Curve:
    """True chances of a like of what is offered, a mean after each of so many events; a row for each seed."""

    at: Sequence[int]
    reached: Mapping[str, Floats]


def curves(
    seeds: Sequence[int],
    *,
    size: Mapping[str, int],
    names: Sequence[str] = tuple(POLICIES),
    at: Sequence[int] = AT,
    looked_at: int = LOOKED_AT,
    on_step: OnStep = lambda _name: None,
) -> Curve:
    rows: dict[str, list[list[float]]] = {name: [] for name in names}
    for seed in seeds:
        made = worlds.make(seed=seed, **size)
        for name in names:
            rows[name].append(reached(made, POLICIES[name](), at=at, looked_at=looked_at))
            on_step(f"world {seed}: {name}")
    return Curve(at, {name: np.array(found) for name, found in rows.items()})


def reached(made: World, by: Policy, *, at: Sequence[int], looked_at: int = LOOKED_AT) -> list[float]:
    """What it offers after each of so many events of its own."""
    plan = visits.plan(made, events=max(*at, SLATE))
    later = visits.plan(made, events=looked_at * SLATE * 8, salt=_LATER)
    run, found = runs.begin(made, plan, by), []
    ends = np.cumsum(plan.slates) * SLATE
    done = 0
    for events in at:
        until = int(np.searchsorted(ends, events, side="left")) + 1 if events else 0
        runs.play(run, visits=range(done, min(until, len(plan))))
        done = until
        found.append(offers(run, later, visits=range(min(looked_at, len(later)))))
    return found


def offers(run: Run, later: Visits, *, visits: Sequence[int]) -> float:
    """The mean true chance of the pictures that these visits would be offered, each visit in the garden of now.

    What a visitor likes counts within the visit; nothing of it is left when the next one comes.
    """
    record, found = run.record, []
    for visit in visits:
        looking = Record(record.world, later, met=dict(record.met), liked=set(record.liked))
        aside = replace(run, garden=run.garden.copied(), record=looking)
        for pictures in runs.walked(aside, visit):
            found.append(liking.chances(looking.world, **looking.meetings(visit, pictures)))
    return float(np.concatenate(found).mean())


def told(curve: Curve) -> dict[str, Any]:
    """For each policy: likes per 100 pictures shown, what it misses against the oracle, and tastes less it, paired."""
    found: dict[str, Any] = {}
    for place, events in enumerate(curve.at):
        column = {name: 100 * rows[:, place] for name, rows in curve.reached.items()}
        found[str(events)] = {
            name: {
                "likes": float(values.mean()),
                **({"regret": float((column["oracle"] - values).mean())} if "oracle" in column else {}),
                **({"tastes_less_it": _paired(column["tastes"], values)} if "tastes" in column else {}),
            }
            for name, values in column.items()
        }
    return found


def _paired(ones: Floats, others: Floats) -> list[float]:
    """Mean, and the ends of its interval over the seeds."""
    found = intervals.difference(ones, others)
    return [0.0, 0.0, 0.0] if found is None else [found.mean, found.low, found.high]
