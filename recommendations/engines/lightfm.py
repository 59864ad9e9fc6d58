"""The real learner: LightFM's WARP on likes, with a term of our own for what was shown and passed over.

Imported by the training side alone, through the accessor: it brings scipy and a compiled library.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from lightfm import LightFM
from scipy import sparse

from recommendations import features, rates, tastes
from recommendations.engines.base import LearnerError, LearnerSettings
from recommendations.history import History
from recommendations.tastes import Tastes

# A visit has few likes of its own: at full weight it learns them by heart, and the visitor's other visits less.
VISIT_WEIGHT: Final = 0.5


class LightFMLearner:
    """Fits the Learner port. One thread: with more, LightFM trains without locks and never twice alike."""

    def __init__(self, how: LearnerSettings) -> None:
        self.how = how

    def learn(self, history: History) -> Tastes:
        if not len(history.likes):
            raise LearnerError("There are no likes to learn from.")
        # Only visits with a like: the others' vectors would keep the noise they start with.
        visits, of_like = np.unique(history.likes.visits, return_inverse=True)
        visit_names, visit_rows = _incidence([features.of_visit(history.visits[visit]) for visit in visits])
        picture_names, picture_rows = _incidence(_telling([features.of_picture(each) for each in history.pictures]))
        likes = sparse.coo_matrix(
            (np.ones(len(history.likes), dtype=np.float32), (of_like, history.likes.pictures)),
            shape=(len(visits), len(history.pictures)),
        )
        model = self._fitted(likes, visit_rows, picture_rows)
        picture_biases = model.item_biases.copy()
        of_name = {name: place for place, name in enumerate(picture_names)}
        own = [of_name[features.identity(picture)] for picture in history.pictures]
        picture_biases[own] += rates.terms(history)
        # The weights go into the arrays, so that serving only adds.
        weights = np.array([_weight(name) for name in visit_names], dtype=np.float32)
        return Tastes(
            visits=tastes.side(visit_names, model.user_embeddings * weights[:, None], model.user_biases * weights),
            pictures=tastes.side(picture_names, model.item_embeddings, picture_biases),
        )

    def _fitted(self, likes: sparse.coo_matrix, visits: sparse.csr_matrix, pictures: sparse.csr_matrix) -> LightFM:
        model = LightFM(
            no_components=self.how.factors, loss="warp", learning_rate=self.how.rate, random_state=self.how.seed
        )
        model.fit(likes, user_features=visits, item_features=pictures, epochs=self.how.epochs, num_threads=1)
        if not np.isfinite(model.item_embeddings).all() or not np.isfinite(model.user_embeddings).all():
            raise LearnerError(f"Learning ran away to infinity; RECOMMENDATIONS_RATE {self.how.rate} is too high.")
        return model


def _telling(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Without the shared names that every picture has, or one alone: neither tells two pictures apart."""
    counts = Counter(name for row in rows for name in row)
    return [[row[0], *(name for name in row[1:] if 1 < counts[name] < len(rows))] for row in rows]


def _incidence(rows: Sequence[Sequence[str]]) -> tuple[list[str], sparse.csr_matrix]:
    """The names in order of appearance, and a matrix with their weights in each row."""
    places: dict[str, int] = {}
    columns = [places.setdefault(name, len(places)) for row in rows for name in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    weights = np.array([_weight(name) for row in rows for name in row], dtype=np.float32)
    return list(places), sparse.csr_matrix((weights, columns, starts), shape=(len(rows), len(places)))


def _weight(name: str) -> float:
    return VISIT_WEIGHT if name.startswith("visit:") else 1.0
