"""What the gate found, as a sentence: rows keep a code and numbers, so that it can be said in every language."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_SENTENCES: Final[Mapping[str, Promise]] = {
    "accepted": gettext_lazy("It foretells likes as well as what it was compared with, or better."),
    "too_little": gettext_lazy(
        "Too little to judge by: %(visits)d visits liked something lately, and it takes %(least)d. "
        "Popularity is the better guess until then."
    ),
    "below_popularity": gettext_lazy(
        "It may be worse than popularity: NDCG@10 differs by %(mean)s, and could by as little as %(low)s "
        "(%(margin)s is allowed)."
    ),
    "below_live": gettext_lazy(
        "It may be worse than the live model: NDCG@10 differs by %(mean)s, and could by as little as %(low)s "
        "(%(margin)s is allowed)."
    ),
    "unproven": gettext_lazy(
        "It could not be compared with the live model, which has seen all there is to foretell "
        "and was learnt in a way that this garden no longer knows."
    ),
    "broken": gettext_lazy(
        "Its numbers are broken: it foretells worse what it was taught (by %(mean)s) than a model that was not."
    ),
    "held": gettext_lazy("It passed, and waits: somebody chose by hand what ranks."),
    "failed": gettext_lazy("It could not be learnt: %(error)s"),
}
_RIVAL: Final = {"below_popularity": "popularity", "below_live": "live", "broken": "itself"}


def sentence(verdict: Mapping[str, Any]) -> str:
    """Empty for a model from before there was a gate."""
    code = str(verdict.get("code", ""))
    if code not in _SENTENCES:
        return ""
    numbers = dict(verdict)
    if beside := verdict.get(_RIVAL.get(code, "")):
        numbers |= {name: signed(beside[name]) for name in ("mean", "low")}
        numbers["margin"] = signed(-verdict["margin"])
    return str(_SENTENCES[code]) % numbers


def signed(number: float) -> str:
    """With a plus or a real minus."""
    return f"{number:+.3f}".replace("-", "−")
