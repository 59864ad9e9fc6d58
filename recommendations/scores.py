"""How much each picture of a cell suits a visitor: by learnt tastes, or by popularity as long as nothing is learnt."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gallery.models import Visitor
from recommendations import beginnings, cells, deeds, features, folding, live, popularity, since
from recommendations.cell import Cell
from recommendations.features import Visit
from recommendations.folding import Deeds
from recommendations.live import Live, Pictures
from recommendations.since import Since

Floats = NDArray[np.float64]
# From the visit's vector, and the mean and the deviation of its scores, to what the visitor did since.
Done = Callable[[Floats, float, float], Deeds | None]


@dataclass(frozen=True, eq=False)
class Own:
    """This visitor's own part in the scores, and what of it comes of their likes, as vectors."""

    pictures: Pictures
    vector: Floats
    by_likes: Floats


@dataclass(frozen=True, eq=False)
class Scores:
    """One number for each picture of the cell, and the part of it that is this visitor's own."""

    by: str
    taste_model: int | None
    values: Floats
    own: Own | None = None

    def lift(self, place: int) -> float:
        """How far this picture stands above the mean."""
        return float(self.values[place] - self.values.mean())

    def own_lift(self, place: int) -> float:
        """How much of that this visitor's own likes do."""
        if self.own is None:
            return 0.0
        known = self.own.pictures
        return float((known.vectors[place] - known.mean[:-1]) @ self.own.by_likes)


def of(cell: Cell, *, visit: Visit, visitor: Visitor | None = None) -> Scores:
    """The visit's emotion is what the visitor feels, whatever cell is scored. With their row, what they did counts."""
    current = live.current()
    if current is None and sum(each.size for each in cells.at_hand()) > beginnings.MOST_PICTURES:
        return Scores("popularity", None, cell.noted("popularity", lambda: popularity.of(cell)))
    model = current or beginnings.model()

    def done(vector: Floats, centre: float, unit: float) -> Deeds | None:
        if visitor is None:
            return None
        return deeds.read(visitor, emotion=visit.emotion, model=model, vector=vector, centre=centre, unit=unit)

    if current is None:
        found = begun(cell, model=model, done=done)
    else:
        found = learnt(cell, visit=visit, model=model, latest=model.since(), done=done)
    # Own vectors are learnt of what was passed over, downloaded and shared, too; those are no likes.
    is_own = found.own is not None and visitor is not None and deeds.has_liked(visitor)
    return found if is_own else replace(found, own=None)


def begun(cell: Cell, *, model: Live, done: Done) -> Scores:
    """Before anything is learnt: by popularity, the pictures' own and that of others like them, and by how like they
    are to those that this visitor liked.
    """
    pictures = model.pictures(cell)
    nothing = np.zeros(pictures.vectors.shape[1])
    own = _folded(Own(pictures, nothing, nothing), model, done, nothing)
    return Scores(
        "popularity", None, pictures.biases + pictures.vectors @ own.vector, own if own.vector.any() else None
    )


def learnt(cell: Cell, *, visit: Visit, model: Live, latest: Since, done: Done) -> Scores:
    """By these tastes; nothing is read but what `done` reads."""
    pictures = model.pictures(cell)
    names = model.tastes.visits.sums([features.shared(visit), features.own(visit)])
    vector, of_own = names.vectors.sum(axis=0, dtype=np.float64), names.vectors[1].astype(np.float64)
    own = _folded(Own(pictures, of_own, of_own), model, done, vector)
    vector = (vector + own.vector - of_own).astype(np.float32)
    values: Floats = np.add(pictures.vectors @ vector, pictures.biases, dtype=np.float64)
    values += float(names.biases.sum())
    for places, shifts in (popularity.unwelcome(cell), _since(cell, model, latest)):
        values[places] += shifts
    return Scores("tastes", model.pk, values, own)


def _folded(own: Own, model: Live, done: Done, vector: Floats) -> Own:
    """With what the visitor did since the model was learnt. By their likes is what would not be so without these."""
    whole = np.append(vector, 1.0)
    # Scores that lie closer together than log odds would are taken for these.
    unit = float(np.sqrt(max(1.0, whole @ own.pictures.spread @ whole)))
    centre = float(whole @ own.pictures.mean)
    found = done(vector, centre, unit)
    if found is None:
        return own
    moved = folding.fold(found, precision=model.precision, unit=unit)
    without = folding.fold(found.without_likes(), precision=model.precision, unit=unit)
    return replace(own, vector=own.vector + moved, by_likes=own.by_likes + moved - without)


def _since(cell: Cell, model: Live, latest: Since) -> tuple[NDArray[np.int64], Floats]:
    return cell.noted("since", lambda: since.shifts(latest, cell), as_of=(model.code, latest.read_at))
