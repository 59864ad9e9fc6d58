"""Who comes when, feeling what: the same visits for every policy, so that policies can be compared in pairs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.simulation.world import World

Places = NDArray[np.int64]

SLATE: Final = 3
# A visit has so many slates on average, at least one.
SLATES_EACH: Final = 4.0
SECONDS_APART: Final = 900.0
START: Final = 1_767_225_600.0


@dataclass(frozen=True, eq=False)
class Visits:
    """Columns, in the order of time. `felt` is true, `read` is what the garden believes."""

    visitors: Places
    felt: Places
    read: Places
    hours: Places
    slates: Places
    times: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.visitors.size)


def plan(world: World, *, events: int, among: Places | None = None, once: bool = False, salt: int = 0) -> Visits:
    """Visits with so many events together (an event is one picture shown), the last one cut short.

    `among`: only these visitors come. `once`: nobody comes twice, as in a single evening.
    """
    rng = np.random.default_rng([world.seed, 2, salt])
    people = np.arange(len(world.visitors.codes)) if among is None else among
    most = -(-events // SLATE)
    weights = world.visitors.activity[people] / world.visitors.activity[people].sum()
    count = min(most, people.size) if once else most
    visitors = rng.choice(people, size=count, replace=not once, p=weights)
    felt = _drawn(rng, world.visitors.habits[visitors])
    read = _drawn(rng, world.readings[felt])
    slates = rng.geometric(1 / SLATES_EACH, size=count)
    times = START + np.cumsum(rng.exponential(SECONDS_APART, size=count))
    hours = (times // 3600).astype(np.int64) % 24
    before = np.cumsum(slates) - slates
    if before[-1] + slates[-1] < most:
        raise ValueError(f"{people.size} visitors who come once see fewer than {events} pictures.")
    kept = before < most
    slates = np.minimum(slates, most - before)
    return Visits(visitors[kept], felt[kept], read[kept], hours[kept], slates[kept], times[kept])


def _drawn(rng: np.random.Generator, chances: NDArray[np.float64]) -> Places:
    """One emotion for each row of chances."""
    bounds = np.cumsum(chances, axis=1)
    found: Places = (rng.random((len(chances), 1)) >= bounds[:, :-1]).sum(1).astype(np.int64)
    return found
