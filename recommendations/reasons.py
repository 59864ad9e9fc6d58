"""Why this picture: a short sentence that is true, chosen from how it came and what its score is made of."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.candidates import Candidates
from recommendations.policy import Pick
from recommendations.scores import Scores

# Shown fewer times than this, a picture has hardly been seen.
NEW: Final = 10
_FLAT: Final = 1e-6

SENTENCES: Final[dict[str, Promise]] = {
    "liked by you": _("You like this one."),
    "repeat": _("Back again: you have walked past it before."),
    "neighbour": _("From a feeling close to yours."),
    "any": _("From elsewhere in the garden."),
    "own": _("Like the pictures that you liked."),
    "liked": _("Liked in this garden."),
    "new": _("Hardly anybody has seen it yet."),
    "different": _("Something different for a change."),
    "favorite": _("It has what you asked for."),
    "feeling": _("Made for this feeling."),
}


def of(pick: Pick, *, candidates: Candidates, scores: Scores, seen: bool) -> list[str]:
    """The names of the sentences that are true, the most telling first; a name is stored, the language is the reader's.

    `seen`: earlier in this visit.
    """
    cell, rung = candidates.cell, candidates.rung_of(pick.place)
    if pick.again or seen:
        return ["repeat"]
    if rung in ("neighbour", "any"):
        return [rung]
    found = {
        "own": pick.best and _mostly_own(pick.place, scores),
        "liked": pick.best and cell.likes[pick.place] > 0 and _above_average(pick.place, scores),
        "favorite": rung == "favorite",
        "new": cell.showings[pick.place] < NEW,
        "different": not pick.best,
        "feeling": True,
    }
    return [name for name, is_true in found.items() if is_true]


def varied(rows: Sequence[Sequence[str]]) -> list[str]:
    """One of each row: what no picture before it said already, where anything else is true."""
    said: list[str] = []
    for names in rows:
        said.append(next((name for name in names if name not in said), names[0]))
    return said


def sentence(name: str) -> str:
    """Empty where another program chose, and for a reason that an old slate keeps and nobody gives any more."""
    return str(SENTENCES.get(name, ""))


def _mostly_own(place: int, scores: Scores) -> bool:
    """Whether this visitor's own likes lift the picture at least as much as all the rest does."""
    own = scores.own_lift(place)
    return own > _FLAT and own >= scores.lift(place) - own


def _above_average(place: int, scores: Scores) -> bool:
    return scores.lift(place) >= 0
