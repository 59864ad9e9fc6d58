"""Which names tell a learner anything, and how loudly: the identities lead, what many share follows."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from recommendations import features
from recommendations.history import History

# A name's weight is the length of its steps, beside that of the visitor's and the picture's own name, which is 1.
# Found in the made world of docs/simulator.md: at full weight, what many share learns by heart what is only theirs.
_VISIT_SIDE: Final = {"visit": 0.35, "emotion": 0.65, "age": 0.65}
_PICTURE_SIDE: Final = {"word": 0.6, "colour": 0.6, "family": 0.35, "emotion": 0.1}
# Hours, languages, favorites, genders: there are few of them, and they tell little.
_MINOR: Final = 0.15
# WARP knows of nothing that was passed over, and takes what people say of themselves for what they like.
_SAID: Final = ("age", "gender", "language", "part", "favorite")
_SAID_TO_WARP: Final = 0.02


def of_visits(history: History, places: Sequence[int]) -> list[list[str]]:
    """Those of the visits at these places that tell one of them from another; the first is the visitor's own."""
    visits = [history.visits[place] for place in places]
    rows = [features.of_visit(visit) for visit in visits]
    return _telling(rows, [visit.visitor for visit in visits], own=2)


def of_pictures(history: History) -> list[list[str]]:
    """Those that tell one picture from another; the first is its own."""
    rows = [features.of_picture(picture) for picture in history.pictures]
    return _telling(rows, [row[0] for row in rows], own=1)


def visit_weight(name: str, *, loss: str) -> float:
    if loss == "warp" and name.partition(":")[0] in _SAID:
        return _SAID_TO_WARP
    return _weight(name, "visitor", _VISIT_SIDE)


def picture_weight(name: str) -> float:
    return _weight(name, "picture", _PICTURE_SIDE)


def _weight(name: str, own: str, known: dict[str, float]) -> float:
    kind = name.partition(":")[0]
    return 1.0 if kind == own else known.get(kind, _MINOR)


def _telling(rows: Sequence[Sequence[str]], owners: Sequence[str], *, own: int) -> list[list[str]]:
    """Without the names that all rows have or only one owner has, and without a second own name that says no more
    than the first: such vectors would be learnt in double steps, and tell nothing apart.

    Where nothing else is known, what remains is one name for each, and learning is LightFM's without features.
    """
    counts = Counter(name for row in rows for name in row)
    together = Counter(name for names in _by_owner(rows, owners).values() for name in names)
    return [
        [
            row[0],
            *(name for name in row[1:own] if counts[name] < counts[row[0]]),
            *(name for name in row[own:] if together[name] > 1 and counts[name] < len(rows)),
        ]
        for row in rows
    ]


def _by_owner(rows: Sequence[Sequence[str]], owners: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for owner, row in zip(owners, rows, strict=True):
        found.setdefault(owner, set()).update(row)
    return found
