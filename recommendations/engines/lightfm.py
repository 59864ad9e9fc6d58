"""The real learner: LightFM on likes, and on what was shown and passed over where that is known.

Imported by the training side alone, through the accessor: it brings scipy and a compiled library.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from lightfm import LightFM
from numpy.typing import NDArray
from scipy import sparse

from recommendations import features, rates, tastes
from recommendations.engines import names
from recommendations.engines.base import LearnerError, LearnerSettings
from recommendations.history import History
from recommendations.tastes import Tastes

# With what was passed over, an epoch has several times as many examples as likes.
_EPOCHS_WITH_PASSED_OVER: Final = 0.5
# Draws vectors towards 0, where both likes and their absence are learnt by heart. WARP does without: its steps end
# where the order is right.
_SHRINK: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Examples:
    """Places of visits and pictures, 1 for a like and −1 for what was passed over, and how much each weighs."""

    visits: NDArray[np.int64]
    pictures: NDArray[np.int64]
    signs: NDArray[np.float32]
    weights: NDArray[np.float32]


class LightFMLearner:
    """Fits the Learner port. One thread: with more, LightFM trains without locks and never twice alike."""

    def __init__(self, how: LearnerSettings) -> None:
        self.how = how

    def learn(self, history: History) -> Tastes:
        loss, examples = _examples(history, self.how.loss)
        # Only visits with an example: the others' vectors would keep the noise they start with.
        visits, of_example = np.unique(examples.visits, return_inverse=True)
        loud = partial(names.visit_weight, loss=loss)
        visit_names, visit_rows = _incidence(names.of_visits(history, visits.tolist()), loud)
        picture_names, picture_rows = _incidence(names.of_pictures(history), names.picture_weight)
        shape = (visits.size, len(history.pictures))
        table = sparse.coo_matrix((examples.signs, (of_example, examples.pictures)), shape=shape)
        model = self._fitted(loss, table, examples.weights, visit_rows, picture_rows)
        # The weights go into the arrays, so that serving only adds.
        of_visit = np.array([loud(name) for name in visit_names], dtype=np.float32)
        of_picture = np.array([names.picture_weight(name) for name in picture_names], dtype=np.float32)
        biases = model.item_biases * of_picture
        if loss == "warp":
            biases[_own(picture_names, history)] += rates.terms(history)
        return Tastes(
            visits=tastes.side(visit_names, model.user_embeddings * of_visit[:, None], model.user_biases * of_visit),
            pictures=tastes.side(picture_names, model.item_embeddings * of_picture[:, None], biases),
        )

    def _fitted(self, loss: str, table: Any, weights: NDArray[np.float32], visits: Any, pictures: Any) -> LightFM:
        knows_passed_over = loss != "warp"
        model = LightFM(
            no_components=self.how.factors,
            loss=loss,
            learning_rate=self.how.rate,
            random_state=self.how.seed,
            item_alpha=_SHRINK if knows_passed_over else 0.0,
            user_alpha=_SHRINK if knows_passed_over else 0.0,
        )
        # Where all weigh one, LightFM goes without a table of weights.
        loud = None if (weights == 1).all() else sparse.coo_matrix((weights, (table.row, table.col)), table.shape)
        epochs = max(1, round(self.how.epochs * (_EPOCHS_WITH_PASSED_OVER if knows_passed_over else 1)))
        model.fit(table, user_features=visits, item_features=pictures, sample_weight=loud, epochs=epochs, num_threads=1)
        if not np.isfinite(model.item_embeddings).all() or not np.isfinite(model.user_embeddings).all():
            raise LearnerError(f"Learning ran away to infinity; RECOMMENDATIONS_RATE {self.how.rate} is too high.")
        return model


def _examples(history: History, loss: str) -> tuple[str, Examples]:
    """The loss, and what it learns from. WARP never samples −1 and never learns from it: it gets likes alone.

    `auto`: logistic where more was passed over than liked, so that both are known; else WARP.
    """
    liked = history.standing()
    if not len(liked):
        raise LearnerError("There are no likes to learn from.")
    likes = Examples(
        liked.visits, liked.pictures, np.ones(len(liked), dtype=np.float32), liked.weighed().astype(np.float32)
    )
    if loss == "warp":
        return loss, likes
    passed_over = history.passed()
    if loss == "auto" and len(passed_over) < len(liked):
        return "warp", likes
    both = Examples(
        np.concatenate([likes.visits, passed_over.visits]),
        np.concatenate([likes.pictures, passed_over.pictures]),
        np.concatenate([likes.signs, np.full(len(passed_over), -1, dtype=np.float32)]),
        np.concatenate([likes.weights, passed_over.weighed().astype(np.float32)]),
    )
    return "logistic" if loss == "auto" else loss, both


def _incidence(rows: Sequence[Sequence[str]], weight: Callable[[str], float]) -> tuple[list[str], sparse.csr_matrix]:
    """The names in order of appearance, and a matrix with their weights in each row."""
    places: dict[str, int] = {}
    columns = [places.setdefault(name, len(places)) for row in rows for name in row]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    weights = np.array([weight(name) for name in places], dtype=np.float32)[columns]
    return list(places), sparse.csr_matrix((weights, columns, starts), shape=(len(rows), len(places)))


def _own(picture_names: Sequence[str], history: History) -> list[int]:
    places = {name: place for place, name in enumerate(picture_names)}
    return [places[features.identity(picture)] for picture in history.pictures]
