"""Where the chance in an offer comes from: real, alike for one stranger's visit, or a simulation's own."""

import hashlib
import time
from typing import Final
from uuid import UUID

import numpy as np
from django.conf import settings

from recommendations.questions import Question

# Without a row nothing can be remembered; the same question then draws the same pictures for as long as a visit.
VISIT_SECONDS: Final = 1800


def of_visitor(visitor_code: UUID, *, emotion: str, seen: int) -> np.random.Generator:
    """Real chance, unless RECOMMENDATIONS_CHANCE has a text. `seen`: how many pictures this visit has seen."""
    if settings.RECOMMENDATIONS_CHANCE:
        return alike(settings.RECOMMENDATIONS_CHANCE, visitor_code, emotion=emotion, seen=seen)
    return np.random.default_rng()


def of_stranger(visitor_code: UUID, *, question: Question, after: str) -> np.random.Generator:
    """Chance that falls alike for one question of one stranger during one visit; the code itself is random."""
    return _told(f"{visitor_code}|{int(time.time()) // VISIT_SECONDS}|{question.hash(after=after)}")


def alike(text: str, visitor_code: UUID, *, emotion: str, seen: int) -> np.random.Generator:
    """What falls for this visitor in every garden with this text, in a simulation without a garden too."""
    return _told(f"{text}|{visitor_code}|{emotion}|{seen}")


def _told(text: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()))
