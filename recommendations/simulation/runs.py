"""Visits played through a policy, slate by slate, with the very functions that serve in a garden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations import candidates, chance, drawing, policy
from recommendations.candidates import Step
from recommendations.simulation import garden as gardens
from recommendations.simulation import logs
from recommendations.simulation.garden import Garden
from recommendations.simulation.logs import Log
from recommendations.simulation.policies import Moment, Policy
from recommendations.simulation.records import Record
from recommendations.simulation.visits import SLATE, Visits
from recommendations.simulation.world import EMOTIONS, World
from recommendations.walks import Walk

Places = NDArray[np.int64]

# RECOMMENDATIONS_CHANCE of every run: with it a garden draws what a run draws.
TEXT: Final = "simulation"
BEGIN: Final = Walk(None, None, "", {}, frozenset())


@dataclass(eq=False)
class Run:
    """How far it has come. `clock`: the hour that the garden believes it is; by itself that of the visit."""

    policy: Policy
    garden: Garden
    record: Record
    clock: int | None = None

    def log(self) -> Log:
        return self.record.log()


def begin(world: World, plan: Visits, by: Policy, *, clock: int | None = None) -> Run:
    return Run(by, gardens.plant(world, everywhere=by.everywhere), Record(world, plan), clock)


def play(run: Run, *, visits: Sequence[int]) -> None:
    """These visits of the plan, one after the other."""
    for visit in visits:
        for _slate in walked(run, visit):
            pass


def walked(run: Run, visit: int) -> Iterator[Places]:
    """One visit, slate by slate: what is offered, before it is answered."""
    record, plan = run.record, run.record.plan
    walk, person, read = BEGIN, int(plan.visitors[visit]), EMOTIONS[plan.read[visit]]
    for slate in range(int(plan.slates[visit])):
        _learn(run)
        shown = offered(run, plan, visit, walk)
        yield shown
        liked = record.answer(visit, shown, slate=slate)
        run.garden.tell(person, read=read, pictures=shown, liked=liked)
        walk = _walked(walk, shown)


def offered(run: Run, plan: Visits, visit: int, walk: Walk) -> Places:
    """The pictures of the next slate; nothing is remembered of it."""
    now = moment(run, plan, visit)
    cell = run.garden.cell_of(now.visit.emotion)
    favorite = now.visit.favorite
    found = candidates.of_cell(Step("favorite" if favorite else "emotion", cell.emotion, favorite, ""), cell)
    if not found.tiers[0].size:
        found = candidates.of_cell(Step("emotion", cell.emotion, "", ""), cell)
    scored = run.policy.scores(run.garden, cell, now)
    code = run.garden.world.visitors.codes[now.person]
    rng = chance.alike(TEXT, code, emotion=now.visit.emotion, seen=len(walk.seen))
    field = drawing.field(found, scored, walk)
    picks = policy.draw(field, limit=SLATE, exploration=run.policy.exploration, rng=rng)
    shown: Places = cell.ids[[pick.place for pick in picks]] - 1
    return shown


def moment(run: Run, plan: Visits, visit: int) -> Moment:
    person, hour = int(plan.visitors[visit]), int(plan.hours[visit])
    told = hour if run.clock is None else run.clock
    known = run.garden.world.visit(person, emotion=int(plan.read[visit]), hour=told)
    return Moment(person, int(plan.felt[visit]), hour, known)


def _walked(walk: Walk, pictures: Places) -> Walk:
    ids = (pictures + 1).tolist()
    seen = {**{image: None for image in walk.seen if image not in ids}, **dict.fromkeys(ids)}
    return Walk(None, None, "", seen, walk.walked | set(ids))


def _learn(run: Run) -> None:
    """When the next lesson is due."""
    events = len(run.record.rows)
    if any(events - SLATE < lesson <= events for lesson in run.policy.lessons):
        run.policy.learn(run.garden, logs.history(run.garden.world, run.log(), clock=run.clock))
