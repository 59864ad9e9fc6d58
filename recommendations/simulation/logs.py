"""A log of the made world without a garden: visitors who are shown pictures by chance, as a learner's history."""

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recommendations import features
from recommendations.features import Visit
from recommendations.history import Events, History
from recommendations.simulation import liking, visits
from recommendations.simulation.visits import SLATE, Visits
from recommendations.simulation.world import EMOTIONS, World

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Log:
    """One row for each picture shown, in the order of time. `visits`: places in the plan; `seen`: how often before."""

    plan: Visits
    visits: Places
    pictures: Places
    positions: Places
    seen: Places
    liked: NDArray[np.bool_]
    times: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.visits.size)

    def only(self, kept: slice) -> "Log":
        return replace(
            self,
            visits=self.visits[kept],
            pictures=self.pictures[kept],
            positions=self.positions[kept],
            seen=self.seen[kept],
            liked=self.liked[kept],
            times=self.times[kept],
        )

    def meetings(self) -> dict[str, Places]:
        """Who met what, as `liking` asks for it."""
        return {
            "visitors": self.plan.visitors[self.visits],
            "felt": self.plan.felt[self.visits],
            "hours": self.plan.hours[self.visits],
            "pictures": self.pictures,
            "positions": self.positions,
            "seen": self.seen,
        }

    def answered(self, world: World) -> "Log":
        """With the likes that this brings: nobody likes a picture twice."""
        people = self.plan.visitors[self.visits]
        wanted = liking.luck(world.seed, people, self.pictures, self.seen) < liking.chances(world, **self.meetings())
        # A like that comes the second time only counts if the first did not.
        pairs = _pairs(world, people, self.pictures)
        wishes = np.flatnonzero(wanted)
        _pair, first = np.unique(pairs[wishes], return_index=True)
        liked = np.zeros_like(wanted)
        liked[wishes[first]] = True
        return replace(self, liked=liked)

    def hash(self) -> str:
        """The same for the same log."""
        found = hashlib.sha256()
        for column in (self.plan.visitors, self.plan.read, self.visits, self.pictures, self.positions, self.liked):
            found.update(column.tobytes() + b"|")
        return found.hexdigest()


def by_chance(world: World, *, events: int, salt: int = 0, among: Places | None = None) -> Log:
    """Different pictures of the emotion that was read, drawn evenly, for every visit. `among`: only they come."""
    plan = visits.plan(world, events=events, among=among, salt=salt)
    rng = np.random.default_rng([world.seed, 3, salt])
    cells = [np.flatnonzero(world.pictures.emotions == emotion) for emotion in range(len(EMOTIONS))]
    sizes = plan.slates * SLATE
    drawn = [
        rng.permutation(np.resize(cells[read], max(size, cells[read].size)))[:size]
        for read, size in zip(plan.read.tolist(), sizes.tolist(), strict=True)
    ]
    of_visit = np.repeat(np.arange(len(plan)), sizes)
    at = np.arange(of_visit.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    pictures, positions = np.concatenate(drawn), at % SLATE
    # A slate takes twenty seconds.
    times = plan.times[of_visit] + (at // SLATE) * 20.0
    seen = _seen(_pairs(world, plan.visitors[of_visit], pictures))
    asked = Log(plan, of_visit, pictures, positions, seen, np.zeros(of_visit.size, dtype=bool), times)
    return asked.only(slice(0, events)).answered(world)


def _pairs(world: World, people: Places, pictures: Places) -> Places:
    return people * world.pictures.quality.size + pictures


def _seen(pairs: Places) -> Places:
    """How often each pair came before."""
    order = np.argsort(pairs, kind="stable")
    together = pairs[order]
    found = np.empty_like(pairs)
    found[order] = np.arange(pairs.size) - np.searchsorted(together, together, side="left")
    return found


def history(world: World, log: Log, *, clock: int | None = None) -> History:
    """The log as training reads it from a garden. `clock`: the hour of all of it, if the garden's is another."""
    plan = log.plan
    known: dict[Visit, int] = {}
    place = np.zeros(len(plan), dtype=np.int64)
    # In the order in which they began.
    for at in log.visits[np.sort(np.unique(log.visits, return_index=True)[1])].tolist():
        hour = features.part_begins(int(plan.hours[at]) if clock is None else clock)
        visit = world.visit(int(plan.visitors[at]), emotion=int(plan.read[at]), hour=hour)
        place[at] = known.setdefault(visit, len(known))
    shown = Events(place[log.visits], log.pictures, log.positions, log.times)
    return History(visits=tuple(known), pictures=world.pictures.shown, likes=shown.only(log.liked), shown=shown)
