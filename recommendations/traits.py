"""What pictures are made of, as numbers, so that a model's vectors are added up for a million of them in seconds.

Shared names (words, colours, …) are numbered once for the process. A picture's own name and its family's, of which
there are as many as pictures, stay the sixteen bytes that they are, and are looked up in the model as numbers too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from recommendations import features
from recommendations.features import Picture
from recommendations.tastes import Side, Sum

# Pictures added up at once: their vectors stay in the processor's cache.
CHUNK: Final = 4096
# How the two kinds of names begin that stand for one picture, or one stack.
PICTURE: Final = features.identity(Picture("", "", "", ""))
FAMILY: Final = "family:"
_NO_UUID: Final = 255
_DIGITS: Final = np.full(256, _NO_UUID, dtype=np.uint8)
_DIGITS[np.frombuffer(b"0123456789abcdef", dtype=np.uint8)] = np.arange(16)
# Where a UUID's text has its 32 digits.
_TEXT: Final = np.array([place for place in range(36) if place not in (8, 13, 18, 23)])

Uuids = NDArray[np.uint64]
_numbers: dict[str, int] = {}
_names: list[str] = []


@dataclass(frozen=True, eq=False)
class Traits:
    """The names of pictures: each one's own, its family's (both as two halves of a UUID), and `lengths[i]` shared ones.

    Those stand in the pool from `starts[i]` on. What is struck out leaves its numbers in the pool, which others share.
    """

    codes: Uuids
    families: Uuids
    starts: NDArray[np.int32]
    lengths: NDArray[np.int16]
    pool: NDArray[np.int32]

    def taken(self, places: NDArray[np.int64]) -> "Traits":
        """Those pictures alone, in that order."""
        return Traits(self.codes[places], self.families[places], self.starts[places], self.lengths[places], self.pool)

    def sums(self, side: Side) -> Sum:
        """For each picture the vectors and biases of its names added up; names that were not learnt add nothing."""
        vectors = np.zeros((self.starts.size, side.vectors.shape[1]), dtype=np.float32)
        biases = np.zeros(self.starts.size, dtype=np.float32)
        table = _table(side)
        for start in range(0, self.starts.size, CHUNK):
            rows = slice(start, start + CHUNK)
            self._add_shared(Sum(vectors[rows], biases[rows]), rows, table)
        for prefix, uuids in ((PICTURE, self.codes), (FAMILY, self.families)):
            _add_own(Sum(vectors, biases), _places(side, prefix, uuids), side)
        return Sum(vectors, biases)

    def _add_shared(self, to: Sum, rows: slice, table: Sum) -> None:
        starts, lengths = self.starts[rows], self.lengths[rows]
        nothing, last = table.biases.size - 1, self.pool.size - 1
        for turn in range(int(lengths.max(initial=0))):
            numbers = np.where(turn < lengths, self.pool[np.minimum(starts + turn, last)], nothing)
            np.add(to.vectors, table.vectors.take(numbers, axis=0), out=to.vectors)
            np.add(to.biases, table.biases.take(numbers), out=to.biases)


def of(pictures: Sequence[Picture]) -> Traits:
    """The pictures' own names and families apart; all other names get a number, the same one for every picture."""
    lengths, pool = [], []
    for picture in pictures:
        shared = _shared(picture)
        lengths.append(len(shared))
        pool += [_number(name) for name in shared]
    ends = np.cumsum(lengths, dtype=np.int32)
    return Traits(
        codes=uuids([picture.code for picture in pictures]),
        families=uuids([picture.family for picture in pictures]),
        starts=np.concatenate([np.zeros(min(1, ends.size), dtype=np.int32), ends[:-1]]),
        lengths=np.array(lengths, dtype=np.int16),
        pool=np.array(pool, dtype=np.int32),
    )


def names() -> list[str]:
    """All shared names so far, by their numbers."""
    return list(_names)


def joined(parts: Sequence[Traits]) -> Traits:
    """One after the other."""
    before = np.cumsum([0, *(part.pool.size for part in parts)], dtype=np.int32)
    return Traits(
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.families for part in parts]),
        np.concatenate([part.starts + shift for part, shift in zip(parts, before, strict=False)]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.pool for part in parts]),
    )


def uuids(texts: Sequence[str]) -> Uuids:
    """Two halves of each; no text at all is the UUID of zeros."""
    return halves(b"".join(bytes.fromhex(text.replace("-", "")) or bytes(16) for text in texts))


def texts(found: Uuids) -> list[str]:
    return [str(UUID(int=(high << 64) | low)) for high, low in found.tolist()]


def halves(raw: bytes) -> Uuids:
    return np.frombuffer(raw, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def _shared(picture: Picture) -> list[str]:
    own = (PICTURE, FAMILY)
    return [name for name in features.of_picture(picture) if not name.startswith(own)]


def _number(name: str) -> int:
    """Cells are read by one thread at a time, so that no two names get one number."""
    number = _numbers.get(name)
    if number is None:
        number = _numbers[name] = len(_names)
        _names.append(name)
    return number


def _table(side: Side) -> Sum:
    """By number, and one row of zeros more."""
    places = side.places(list(_names))
    known = np.flatnonzero(places >= 0)
    vectors = np.zeros((places.size + 1, side.vectors.shape[1]), dtype=np.float32)
    biases = np.zeros(places.size + 1, dtype=np.float32)
    vectors[known], biases[known] = side.vectors[places[known]], side.biases[places[known]]
    return Sum(vectors, biases)


def _add_own(to: Sum, places: NDArray[np.int64], side: Side) -> None:
    for start in range(0, places.size, CHUNK):
        chunk = places[start : start + CHUNK]
        known = np.flatnonzero(chunk >= 0)
        to.vectors[start + known] += side.vectors[chunk[known]]
        to.biases[start + known] += side.biases[chunk[known]]


def _places(side: Side, prefix: str, wanted: Uuids) -> NDArray[np.int64]:
    """Where the names of these UUIDs stand in the model, −1 for unknown ones.

    The model's names are sorted, and as texts UUIDs have the order of their numbers.
    """
    begin, end = np.searchsorted(side.names, np.array([prefix, prefix[:-1] + ";"], dtype=np.bytes_))
    known = _read(side.names[begin:end], len(prefix))
    if known is None:
        return side.places([f"{prefix}{text}" for text in texts(wanted)])
    if not known.size:
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(known[:, 0], wanted[:, 0]), len(known) - 1)
    return np.where((known[at] == wanted).all(axis=1), at + begin, -1).astype(np.int64)


def _read(names: NDArray[np.bytes_], skipped: int) -> Uuids | None:
    """The UUIDs in the names; None when one has no UUID, or two begin with the same half."""
    if not names.size:
        return np.empty((0, 2), dtype=np.uint64)
    if names.dtype.itemsize < skipped + 36:
        return None
    texts = np.ascontiguousarray(names).view(np.uint8).reshape(names.size, -1)
    digits = _DIGITS[texts[:, skipped + _TEXT]]
    if digits.max() == _NO_UUID or texts[:, skipped + 36 :].any():
        return None
    found = halves(((digits[:, 0::2] << 4) | digits[:, 1::2]).tobytes())
    return found if (found[1:, 0] > found[:-1, 0]).all() else None
