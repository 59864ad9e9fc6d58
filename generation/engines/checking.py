"""The port that every safety checker fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image


@dataclass(frozen=True, slots=True)
class Finding:
    """What a checker says about one picture. It is flagged above the threshold."""

    score: float
    threshold: float
    model: str
    """The checker's model and version, for whoever asks later what was checked."""
    concern: str = ""
    """What the score is about, in a few words, where the model knows."""

    @property
    def flagged(self) -> bool:
        return self.score > self.threshold


class Checker(Protocol):
    """Looks at pictures. Stateless to the caller."""

    def check(self, pictures: Sequence[Image.Image]) -> list[Finding]:
        """One finding for each RGB picture, in their order. Anything it raises counts as no verdict."""
        ...
