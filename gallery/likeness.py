"""How alike two pictures look: hashes of the whole and of its slightly cut sides, and colours. Arithmetic only."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Two hashes that differ in at most so many of 64 bits belong to pictures that look alike to a person.
LOOKS_ALIKE: Final = 6
# Whole pictures further apart than this are not looked at more closely: a cut of 5 % moves at most about 20 bits.
_NEAR: Final = 20
# The mean difference of colours, of 255, up to which two hashes that agree are believed.
_SAME_COLOURS: Final = 16.0
# The whole picture, then with 5 % of its width and height cut off: at nine places both, at four one of them.
_CUT: Final = 0.05
_WINDOWS: Final = (
    (0.0, 0.0, 1.0, 1.0),
    *((_CUT * x, _CUT * y, 1 - _CUT * (1 - x), 1 - _CUT * (1 - y)) for y in (0.0, 0.5, 1.0) for x in (0.0, 0.5, 1.0)),
    *((_CUT * x, 0.0, 1 - _CUT * (1 - x), 1.0) for x in (0.0, 1.0)),
    *((0.0, _CUT * y, 1.0, 1 - _CUT * (1 - y)) for y in (0.0, 1.0)),
)
_SIDE: Final = 32
_KEPT: Final = 8
_COLOURS: Final = (4, 4)
_HASHES: Final = len(_WINDOWS)
PRINT_BYTES: Final = 8 * _HASHES + 3 * _COLOURS[0] * _COLOURS[1]
# So many rows, and so many near pairs, at once: with 200,000 pictures that takes less than 300 MB.
_ROWS: Final = 128
_AT_ONCE: Final = 200_000
MOST_EACH: Final = 20
# A shorter side with more pixels than this is made smaller first, by a whole number.
_ENOUGH: Final = 128
# The first rows of the discrete cosine transform, as scipy (and so imagehash) defines it.
_COSINES: Final = 2 * np.cos(np.pi * np.outer(np.arange(_KEPT), 2 * np.arange(_SIDE) + 1) / (2 * _SIDE))

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]


class Pair(NamedTuple):
    """Two places in the prints, the second the later one, and how many bits apart they are at their nearest."""

    one: int
    other: int
    distance: int


@dataclass(frozen=True, eq=False)
class Prints:
    """Prints of many pictures: their hashes, the whole picture's first (n × 14), and their colours (n × 48)."""

    hashes: Hashes
    colours: NDArray[np.uint8]

    @classmethod
    def of(cls, prints: Sequence[bytes]) -> Self:
        rows = np.frombuffer(b"".join(prints), dtype=np.uint8).reshape(-1, PRINT_BYTES)
        hashes = np.ascontiguousarray(rows[:, : 8 * _HASHES]).view(">u8").astype(np.uint64)
        return cls(hashes, rows[:, 8 * _HASHES :])

    def up_to(self, end: int) -> "Prints":
        return Prints(self.hashes[:end], self.colours[:end])


def phash(picture: Image.Image) -> str:
    """Sixteen hexadecimal digits, those of imagehash; but that would load scipy into a web process."""
    grey = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    # Rounded, so that one colour has no pattern of its own.
    low = (_COSINES @ np.asarray(grey, dtype=np.float64) @ _COSINES.T).round(6)
    return np.packbits(low > np.median(low)).tobytes().hex()


def distance(one: str, other: str) -> int:
    """How many of the 64 bits differ, 0 to 64."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def printed(picture: Image.Image) -> bytes:
    """The picture's print, PRINT_BYTES long; its first 8 bytes are `phash`, or nearly. About 4 ms."""
    rgb = picture.convert("RGB").reduce(max(1, min(picture.size) // _ENOUGH))
    grey = rgb.convert("L")
    width, height = grey.size
    windows = [(left * width, top * height, right * width, bottom * height) for left, top, right, bottom in _WINDOWS]
    side = (_SIDE, _SIDE)
    seen = [np.asarray(grey.resize(side, Image.Resampling.LANCZOS, box=window)) for window in windows]
    low = (_COSINES @ np.stack(seen).astype(np.float64) @ _COSINES.T).round(6).reshape(_HASHES, -1)
    bits = low > np.median(low, axis=1, keepdims=True)
    return np.packbits(bits, axis=1).tobytes() + rgb.resize(_COLOURS, Image.Resampling.BOX).tobytes()


def pairs(prints: Prints, *, first: int = 0, most: int = MOST_EACH) -> Iterator[Pair]:
    """Pairs of pictures that look alike whose later one stands at `first` or after: 0 for all pairs.

    A picture is paired with its `most` nearest predecessors only: a thousand black ones are no million pairs.
    """
    whole = prints.hashes[:, 0]
    for start in range(first, whole.size, _ROWS):
        end = min(start + _ROWS, whole.size)
        apart = np.bitwise_count(whole[start:end, None] ^ whole[None, :end])
        later, earlier = np.nonzero(apart <= _NEAR)
        later += start
        before = earlier < later
        yield from _confirmed(prints, earlier[before], later[before], most)


def _confirmed(prints: Prints, one: Places, other: Places, most: int) -> Iterator[Pair]:
    """Those of the near pairs of which one is as the other with a side cut off, in the same colours."""
    parts = [
        _nearest(prints, one[start : start + _AT_ONCE], other[start : start + _AT_ONCE])
        for start in range(0, one.size, _AT_ONCE)
    ]
    if not parts:
        return
    one, other, nearest = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((one, nearest, other))
    taken: Counter[int] = Counter()
    for place in order.tolist():
        later = int(other[place])
        taken[later] += 1
        if taken[later] <= most:
            yield Pair(int(one[place]), later, int(nearest[place]))


def _nearest(prints: Prints, one: Places, other: Places) -> tuple[Places, Places, Places]:
    hashes, whole = prints.hashes, prints.hashes[:, :1]
    nearest = np.minimum(
        np.bitwise_count(hashes[one] ^ whole[other]).min(axis=1, initial=64),
        np.bitwise_count(hashes[other] ^ whole[one]).min(axis=1, initial=64),
    ).astype(np.intp)
    alike = np.flatnonzero(nearest <= LOOKS_ALIKE)
    colours = prints.colours[one[alike]].astype(np.int16) - prints.colours[other[alike]]
    alike = alike[np.abs(colours).mean(axis=1) <= _SAME_COLOURS]
    return one[alike], other[alike], nearest[alike]
