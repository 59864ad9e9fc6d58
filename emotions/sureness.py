"""How sure a reading is: a face's scores become a confidence, and a doubtful one becomes a question."""

import math
from collections.abc import Mapping
from typing import Final

from emotions.engines.base import Face

# Of labelled portraits, those whose strongest emotion stayed below the first, or ahead of the next by less than the
# second, were read wrong more often than right.
LEAST_CONFIDENCE: Final = 0.4
LEAST_LEAD: Final = 0.1
# A mouth that says clearly otherwise contradicts *happy*; the two come from different models.
CONTRADICTION: Final = 0.9


def tempered(scores: Mapping[str, float], *, temperature: float) -> dict[str, float]:
    """The scores, softened (temperature above 1) or sharpened, together 1 again; their order stays.

    Guo et al., On Calibration of Modern Neural Networks, 2017 (arXiv:1706.04599), with logarithms as logits.
    """
    raised = {name: max(score, 1e-9) ** (1 / temperature) if score else 0.0 for name, score in scores.items()}
    whole = math.fsum(raised.values())
    return {name: value / whole for name, value in raised.items()} if whole else dict(scores)


def is_sure(face: Face, scores: Mapping[str, float]) -> bool:
    """Whether the visitor can be told what the face looks like, and need not be asked."""
    first, second = sorted(scores.values(), reverse=True)[:2]
    if first < LEAST_CONFIDENCE or first - second < LEAST_LEAD or _is_unknown(face):
        return False
    smile = face.features.get("smile")
    strongest = max(scores, key=lambda name: scores[name])
    return not (strongest == "happy" and smile and not smile.value and smile.confidence >= CONTRADICTION)


def _is_unknown(face: Face) -> bool:
    """Whether none of the emotions has as much for itself as *unknown* has."""
    return face.unknown >= max(face.scores.values()) - face.unknown / len(face.scores)
