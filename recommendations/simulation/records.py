"""What visitors answered so far, whoever offered: a row for each picture shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.simulation import liking
from recommendations.simulation.logs import Log
from recommendations.simulation.visits import Visits
from recommendations.simulation.world import World

Places = NDArray[np.int64]

# What a slate takes.
SECONDS_EACH: Final = 20.0


@dataclass(eq=False)
class Record:
    """`met`: how often each visitor has met each picture; `liked`: what they like."""

    world: World
    plan: Visits
    rows: list[tuple[int, int, int, int, bool, float]] = field(default_factory=list)
    met: dict[tuple[int, int], int] = field(default_factory=dict)
    liked: set[tuple[int, int]] = field(default_factory=set)

    def answer(self, visit: int, pictures: Places, *, slate: int) -> NDArray[np.bool_]:
        """Which pictures of the visit's slate, the how manieth says `slate`, bring a new like; written down."""
        met = self.meetings(visit, pictures)
        person, at = int(self.plan.visitors[visit]), float(self.plan.times[visit]) + slate * SECONDS_EACH
        luck = liking.luck(self.world.seed, met["visitors"], pictures, met["seen"])
        wanted: NDArray[np.bool_] = luck < liking.chances(self.world, **met)
        for position, picture in enumerate(pictures.tolist()):
            pair = (person, picture)
            wanted[position] &= pair not in self.liked
            if wanted[position]:
                self.liked.add(pair)
            self.met[pair] = self.met.get(pair, 0) + 1
            self.rows.append((visit, picture, position, int(met["seen"][position]), bool(wanted[position]), at))
        return wanted

    def meetings(self, visit: int, pictures: Places) -> Mapping[str, Places]:
        """The slate as `liking` asks for it."""
        ones = np.ones_like(pictures)
        person = int(self.plan.visitors[visit])
        return {
            "visitors": ones * person,
            "felt": ones * int(self.plan.felt[visit]),
            "hours": ones * int(self.plan.hours[visit]),
            "pictures": pictures,
            "positions": np.arange(pictures.size),
            "seen": np.array([self.met.get((person, picture), 0) for picture in pictures.tolist()], dtype=np.int64),
        }

    def log(self) -> Log:
        visits, pictures, positions, seen, liked, times = zip(*self.rows, strict=True) if self.rows else ((),) * 6
        return Log(
            self.plan,
            np.array(visits, dtype=np.int64),
            np.array(pictures, dtype=np.int64),
            np.array(positions, dtype=np.int64),
            np.array(seen, dtype=np.int64),
            np.array(liked, dtype=bool),
            np.array(times, dtype=np.float64),
        )
