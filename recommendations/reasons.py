"""Why this picture: a short sentence that is true, chosen from how it came and what its score is made of."""

from typing import Final

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.candidates import Candidates
from recommendations.policy import Pick
from recommendations.scores import Scores

# Shown fewer times than this, a picture counts as new here.
NEW: Final = 10

SENTENCES: Final[dict[str, Promise]] = {
    "liked by you": _("You like this one."),
    "repeat": _("Back again: you have walked past it before."),
    "neighbour": _("From a feeling close to yours."),
    "any": _("From elsewhere in the garden."),
    "own": _("Like the pictures that you liked."),
    "liked": _("Liked by people who felt like this."),
    "new": _("New here."),
    "different": _("Something different for a change."),
    "favorite": _("It has what you asked for."),
    "feeling": _("Made for this feeling."),
}


def of(pick: Pick, *, candidates: Candidates, scores: Scores, seen: bool) -> str:
    """The name of the sentence, as it is stored: the language is the reader's. `seen`: earlier in this visit."""
    cell, rung = candidates.cell, candidates.rung_of(pick.place)
    if pick.again or seen:
        return "repeat"
    if rung in ("neighbour", "any"):
        return rung
    if pick.best and _mostly_own(pick.place, scores):
        return "own"
    if pick.best and cell.likes[pick.place] > 0 and _above_average(pick.place, scores):
        return "liked"
    if cell.showings[pick.place] < NEW:
        return "new"
    if not pick.best:
        return "different"
    return "favorite" if rung == "favorite" else "feeling"


def sentence(name: str) -> str:
    return str(SENTENCES[name])


def _mostly_own(place: int, scores: Scores) -> bool:
    """Whether this visitor's own likes lift the picture more than everybody's do."""
    own = float(scores.own[place] - scores.own.mean())
    others = float((scores.values - scores.own)[place] - (scores.values - scores.own).mean())
    return own > 1e-6 and own >= others


def _above_average(place: int, scores: Scores) -> bool:
    return bool(scores.values[place] >= np.mean(scores.values))
