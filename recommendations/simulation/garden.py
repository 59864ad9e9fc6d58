"""A garden in memory: what the database of a real one would know, so that the same functions can serve from it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from gallery.models import Orientation
from recommendations import cell, deeds
from recommendations.cell import Cell
from recommendations.features import Picture
from recommendations.folding import Deeds
from recommendations.live import Live
from recommendations.models import Kind
from recommendations.simulation import visits
from recommendations.simulation.world import EMOTIONS, World
from recommendations.since import Since
from recommendations.tastes import Tastes

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

# Approved long before anybody came: no newcomers.
APPROVED: Final = datetime.fromtimestamp(visits.START - 30 * 86_400, tz=UTC)
# Of the one cell of a ranking that does not ask for feelings.
EVERYWHERE: Final = ""
# What somebody did with a picture: kind, what was read, the picture's id, the feeling it is made for.
Deed = tuple[str, str, int, str]


@dataclass(eq=False)
class Garden:
    """A picture's id is its place + 1. `done`: by visitor, what they did since the model was learnt, latest last."""

    world: World
    cells: dict[str, Cell]
    model: Live | None = None
    done: dict[int, list[Deed]] = field(default_factory=dict)
    likes_since: Floats = field(default_factory=lambda: np.zeros(0))
    showings_since: Floats = field(default_factory=lambda: np.zeros(0))
    told: int = 0

    def copied(self) -> "Garden":
        """As it is now; what is told to the one, the other does not hear."""
        done = {person: list(told) for person, told in self.done.items()}
        since = {name: getattr(self, name).copy() for name in ("likes_since", "showings_since")}
        return replace(self, cells=dict(self.cells), done=done, **since)

    def cell_of(self, emotion: str) -> Cell:
        return self.cells[EVERYWHERE if EVERYWHERE in self.cells else emotion]

    def tell(self, person: int, *, read: str, pictures: Places, liked: NDArray[np.bool_]) -> None:
        """A slate was seen, and some of it liked."""
        self.told += 1
        for emotion, each in self.cells.items():
            self.cells[emotion] = _counted(each, pictures, liked)
        self.showings_since[pictures] += 1
        self.likes_since[pictures[liked]] += 1
        feelings = self.world.pictures.emotions
        met: list[Deed] = [
            (kind, read, int(picture) + 1, EMOTIONS[feelings[picture]])
            for kind, those in ((Kind.IMPRESSION, pictures), (Kind.LIKE, pictures[liked]))
            for picture in those.tolist()
        ]
        self.done.setdefault(person, []).extend(met)

    def learnt(self, tastes: Tastes) -> None:
        """From now on this model serves; it knows all that has happened so far."""
        self.model = Live(self.told + 1, UUID(int=self.told + 1), tastes, newest_event=1)
        self.done = {}
        self.likes_since, self.showings_since = (np.zeros_like(self.likes_since) for _column in range(2))

    def since(self) -> Since:
        met = np.flatnonzero(self.showings_since)
        return Since(float(self.told), met + 1, self.likes_since[met], self.showings_since[met])

    def deeds(
        self, person: int, *, emotion: str, model: Live, vector: Floats, centre: float, unit: float
    ) -> Deeds | None:
        """As `recommendations.deeds.read` has them from the database."""
        done = self.done.get(person, [])
        if not done:
            return None
        met = deeds.gathered(done[: -deeds.MOST - 1 : -1], emotion=emotion)
        rows = deeds.rows(model, self.cells.values(), met)
        return deeds.of(met, rows=rows, vector=vector, centre=centre, unit=unit)


def plant(world: World, *, everywhere: bool = False) -> Garden:
    """Everything is served, and nobody has come yet. `everywhere`: one cell for all feelings together."""
    rows = [
        _row(picture, emotion=EVERYWHERE if everywhere else picture.emotion, image=place + 1)
        for place, picture in enumerate(world.pictures.shown)
    ]
    names = [EVERYWHERE] if everywhere else list(EMOTIONS)
    size = world.pictures.quality.size
    return Garden(
        world,
        {name: cell.of_rows(name, [row for row in rows if row[0] == name]) for name in names},
        likes_since=np.zeros(size),
        showings_since=np.zeros(size),
    )


def _counted(each: Cell, pictures: Places, liked: NDArray[np.bool_]) -> Cell:
    """With one more showing of each of these, and the likes."""
    ids = pictures + 1
    places, ours = each.looked_up(ids)
    if not ours.any():
        return each
    return each.counted(
        ids[ours], likes=each.likes[places[ours]] + liked[ours], showings=each.showings[places[ours]] + 1
    )


def _row(picture: Picture, *, emotion: str, image: int) -> tuple[Any, ...]:
    """The values of `cell.COLUMNS`."""
    told = (picture.code, picture.caption, picture.family, " ".join(picture.palette), picture.brightness)
    return (emotion, image, 1, Orientation.LANDSCAPE, picture.favorite, APPROVED, 0, 0, *told)
