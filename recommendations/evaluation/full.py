"""Every visit's order of all pictures but those hidden from it, in blocks: likes at each place, AUC, and the lists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommendations.evaluation.metrics import Flags, Floats, Ints, Ranked

Scores = NDArray[np.float32]
# Places of visits → a row of scores for each, a column for each picture.
Ranker = Callable[[Ints], Scores]
# So many scores are held at a time: 16 MB of them, and a few times that while they are sorted.
AT_ONCE: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Pairs:
    """A visit met a picture: places of both, those of the visits in ascending order."""

    visits: Ints
    pictures: Ints

    @classmethod
    def of(cls, visits: Ints, pictures: Ints) -> "Pairs":
        order = np.argsort(visits, kind="stable")
        return cls(visits[order], pictures[order])

    def mark(self, marks: Flags, visits: Ints, *, value: bool) -> None:
        """Writes the value where a visit of the row (ascending places) met the picture of the column."""
        starts, ends = np.searchsorted(self.visits, visits), np.searchsorted(self.visits, visits, side="right")
        rows = np.repeat(np.arange(visits.size), ends - starts)
        found = np.concatenate([np.arange(0), *map(np.arange, starts, ends)])
        marks[rows, self.pictures[found]] = value


@dataclass(frozen=True, eq=False)
class Question:
    """Which likes are to be foretold, among all pictures of the visit's kind but those it is known to have liked.

    `kinds`: for each picture a number, and for each visit the number of the pictures that it is offered; −1: all.
    """

    pictures: int
    wanted: Pairs
    known: Pairs
    picture_kinds: Ints
    visit_kinds: Ints

    def visits(self) -> Ints:
        """Places of the visits with something to foretell, ascending."""
        return np.unique(self.wanted.visits)

    def marks(self, visits: Ints) -> tuple[Flags, Flags]:
        """Rows of the pictures that are open to each visit, and of those that are to be foretold."""
        kinds = self.visit_kinds[visits][:, None]
        offered = (kinds == self.picture_kinds) | (kinds < 0)
        self.known.mark(offered, visits, value=False)
        wanted = np.zeros_like(offered)
        self.wanted.mark(wanted, visits, value=True)
        return offered | wanted, wanted


@dataclass(frozen=True, eq=False)
class Answers:
    """The visits that count, how well each was answered, and its list: k places of pictures, −1 where there is none."""

    visits: Ints
    ranked: Ranked
    lists: Ints


def answers(question: Question, ranker: Ranker, *, k: int, at_once: int = AT_ONCE) -> Answers:
    """A visit counts if a picture is left that it did not like. Equal scores keep the order of the pictures."""
    parts = [_answered(question, ranker, visits, k) for visits in _blocks(question, at_once)]
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return Answers(none, Ranked(np.empty((0, k), dtype=bool), none, none.astype(float)), none.reshape(0, k))
    return Answers(
        np.concatenate([part.visits for part in parts]),
        Ranked(
            np.concatenate([part.ranked.hits for part in parts]),
            np.concatenate([part.ranked.likes for part in parts]),
            np.concatenate([part.ranked.aucs for part in parts]),
        ),
        np.concatenate([part.lists for part in parts]),
    )


def _blocks(question: Question, at_once: int) -> Iterator[Ints]:
    visits = question.visits()
    rows = max(1, at_once // max(1, question.pictures))
    return (visits[start : start + rows] for start in range(0, visits.size, rows))


def _answered(question: Question, ranker: Ranker, visits: Ints, k: int) -> Answers:
    offered, wanted = question.marks(visits)
    counts = (offered & ~wanted).any(axis=1)
    visits, offered, wanted = visits[counts], offered[counts], wanted[counts]
    scores = np.where(offered, ranker(visits), -np.inf).astype(np.float32)
    ordered = np.sort(scores, axis=1)
    first = _first(scores, ordered, min(k, question.pictures))
    is_there = np.take_along_axis(offered, first, axis=1)
    lists = np.full((visits.size, k), -1, dtype=np.int64)
    lists[:, : first.shape[1]] = np.where(is_there, first, -1)
    hits = np.zeros(lists.shape, dtype=bool)
    hits[:, : first.shape[1]] = np.take_along_axis(wanted, first, axis=1)
    aucs = _aucs(scores, ordered, offered, wanted)
    return Answers(visits, Ranked(hits, wanted.sum(axis=1), aucs), lists)


def _first(scores: Scores, ordered: Scores, k: int) -> Ints:
    """Places of the k best of each row, the best first, equals in their order; without sorting what comes after."""
    last = scores.shape[1] - k
    picked = np.argpartition(scores, last, axis=1)[:, last:]
    # Where the worst of the picked has equals among the others, it was left to chance which of them were picked.
    torn = (scores >= ordered[:, last, None]).sum(axis=1) > k
    picked[torn] = np.argsort(-scores[torn], axis=1, kind="stable")[:, :k]
    picked.sort(axis=1)
    order = np.argsort(-np.take_along_axis(scores, picked, axis=1), axis=1, kind="stable")
    return np.take_along_axis(picked, order, axis=1)


def _aucs(scores: Scores, ordered: Scores, offered: Flags, wanted: Flags) -> Floats:
    """The chance that a like stands above another picture, equals counting half: RecBole's AUC(u) by ranks."""
    likes, sizes = wanted.sum(axis=1), offered.sum(axis=1)
    above = np.empty(len(scores))
    for row, (line, is_wanted) in enumerate(zip(ordered, wanted, strict=True)):
        found = scores[row, is_wanted]
        lower, upper = np.searchsorted(line, found), np.searchsorted(line, found, side="right")
        above[row] = (lower + upper).sum() / 2
    # What is hidden stands below everything; a like is its own equal, and the likes meet each other, too.
    above -= likes * (scores.shape[1] - sizes) + likes * likes / 2
    return np.asarray(above / (likes * (sizes - likes)))
