"""Learnt tastes: frozen arrays of vectors and biases by name, and the score of a visit and a picture. Numpy only."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sum:
    """Added-up vectors (rows × factors) and biases (rows)."""

    vectors: Vectors
    biases: Vectors


@dataclass(frozen=True, eq=False)
class Side:
    """One side of the model: names in byte order, and a vector and a bias for each.

    Sorted bytes instead of a dictionary: a million names stay in the memory-mapped file, shared by all processes.
    """

    names: NDArray[np.bytes_]
    vectors: Vectors
    biases: Vectors

    def places(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Where each name stands; −1 for one that was not there to be learnt."""
        if not self.names.size:
            return np.full(len(names), -1, dtype=np.int64)
        wanted = np.array([name.encode() for name in names], dtype=np.bytes_)
        found = np.searchsorted(self.names, wanted)
        near = np.minimum(found, self.names.size - 1)
        return np.where(self.names[near] == wanted, near, -1).astype(np.int64)

    def sums(self, rows: Sequence[Sequence[str]]) -> Sum:
        """Each row's names added up; unknown names add nothing."""
        sizes = np.array([len(row) for row in rows], dtype=np.int64)
        places = self.places([name for row in rows for name in row]) if sizes.sum() else np.empty(0, dtype=np.int64)
        of_row = np.repeat(np.arange(len(rows)), sizes)[places >= 0]
        places = places[places >= 0]
        vectors = np.zeros((len(rows), self.vectors.shape[1]), dtype=np.float32)
        biases = np.zeros(len(rows), dtype=np.float32)
        np.add.at(vectors, of_row, self.vectors[places])
        np.add.at(biases, of_row, self.biases[places])
        return Sum(vectors, biases)


@dataclass(frozen=True, eq=False)
class Tastes:
    """A finished model. A score says which of two pictures comes first for one visit, and nothing else."""

    visits: Side
    pictures: Side

    def scores(self, visit: Sequence[str], pictures: Sum) -> NDArray[np.float64]:
        """One score for each picture: what `LightFM.predict` gives for the same visit."""
        one = self.visits.sums([visit])
        scored: NDArray[np.float64] = pictures.vectors @ one.vectors[0] + pictures.biases + one.biases[0]
        return scored.astype(np.float64)


def side(names: Sequence[str], vectors: Vectors, biases: Vectors) -> Side:
    """A side in the order that `Side` needs. The names are different from each other."""
    encoded = np.array([name.encode() for name in names], dtype=np.bytes_)
    order = np.argsort(encoded)
    return Side(
        encoded[order],
        np.ascontiguousarray(vectors[order], dtype=np.float32),
        np.ascontiguousarray(biases[order], dtype=np.float32),
    )
