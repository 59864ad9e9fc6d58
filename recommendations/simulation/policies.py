"""Who ranks in a run: chance, popularity, the oracle, and the garden as it serves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
from django.conf import settings

from recommendations import beginnings, engines, features, scores, training
from recommendations import popularity as popularities
from recommendations.cell import Cell
from recommendations.engines.base import Learner
from recommendations.folding import Deeds
from recommendations.history import History
from recommendations.rehearsals import Rehearsal, Rival
from recommendations.scores import Scores
from recommendations.simulation import liking
from recommendations.simulation.garden import Floats, Garden

# One way to learn, whatever it is.
_HOW: Final[dict[str, Any]] = {}
# Learning is tried after so many events, as often as a young garden with hourly learning would have it.
LEARNT_AT: Final = (50, 100, 200, 400, 700, 1000, 1500, 2200, 3300, 5000, 7000, 9000)


@dataclass(frozen=True, slots=True)
class Moment:
    """Who asks, as it truly is (`felt`) and as the garden knows it (`visit`)."""

    person: int
    felt: int
    hour: int
    visit: features.Visit


class Policy(Protocol):
    """`everywhere`: ranks all pictures for every feeling. `lessons`: after so many events it wants to learn."""

    name: str
    exploration: float
    everywhere: bool
    lessons: Sequence[int]

    def scores(self, garden: Garden, cell: Cell, moment: Moment) -> Scores: ...

    def learn(self, garden: Garden, known: History) -> None: ...


@dataclass
class Plain:
    """One rule, and nothing to learn."""

    name: str
    rule: Callable[[Garden, Cell, Moment], Floats]
    exploration: float
    everywhere: bool = False
    lessons: Sequence[int] = ()

    def scores(self, garden: Garden, cell: Cell, moment: Moment) -> Scores:
        return Scores(self.name, None, self.rule(garden, cell, moment))

    def learn(self, garden: Garden, known: History) -> None:
        """It has no lessons."""


@dataclass
class Served:
    """What the garden does: its learner, its gate, its scores."""

    name: str = "tastes"
    exploration: float = field(default_factory=lambda: float(settings.RECOMMENDATIONS_EXPLORATION))
    everywhere: bool = False
    lessons: Sequence[int] = LEARNT_AT
    learner: Learner | None = None
    ungated: bool = False
    since: float = 0.0
    """When the model that serves was learnt."""

    def scores(self, garden: Garden, cell: Cell, moment: Moment) -> Scores:
        model = garden.model or beginnings.model()

        def done(vector: Floats, centre: float, unit: float) -> Deeds | None:
            emotion = moment.visit.emotion
            return garden.deeds(moment.person, emotion=emotion, model=model, vector=vector, centre=centre, unit=unit)

        if garden.model is None:
            return scores.begun(cell, model=model, done=done)
        return scores.learnt(cell, visit=moment.visit, model=model, latest=garden.since(), done=done)

    def learn(self, garden: Garden, known: History) -> None:
        """As training does it: what does not pass the gate never serves."""
        if len(known.likes) < training.LEAST_LIKES:
            return
        learner = self.learner or engines.learner()
        rival = None if garden.model is None else Rival(garden.model.tastes, _HOW, since=self.since)
        if self.ungated or Rehearsal(known, learner=learner).judge(how=_HOW, rival=rival).is_passed:
            garden.learnt(learner.learn(known))
            self.since = float(known.shown.times[-1])


def chance() -> Plain:
    return Plain("chance", lambda _garden, cell, _moment: np.zeros(cell.size), exploration=0.0)


def popularity() -> Plain:
    """Whatever is liked most, for every feeling alike."""
    return Plain("popularity", _popular, exploration=float(settings.RECOMMENDATIONS_EXPLORATION), everywhere=True)


def popularity_within() -> Plain:
    """What is liked most of the pictures of the emotion: the garden without tastes."""
    return Plain("popularity within the emotion", _popular, exploration=float(settings.RECOMMENDATIONS_EXPLORATION))


def oracle() -> Plain:
    """Knows the true chances, and has nothing to explore."""
    return Plain("oracle", _truth, exploration=0.0)


def _popular(_garden: Garden, cell: Cell, _moment: Moment) -> Floats:
    return popularities.of(cell)


def _truth(garden: Garden, cell: Cell, moment: Moment) -> Floats:
    pictures = cell.ids - 1
    return liking.appeal(garden.world, visitor=moment.person, felt=moment.felt, hour=moment.hour, pictures=pictures)
