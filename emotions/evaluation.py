"""How good readings are, as numbers: from labels and scores alone, without photos, models or rows.

The calibration error is the expected calibration error (ECE) of Naeini et al. 2015 as Guo et al. 2017
(arXiv:1706.04599) use it: 15 bins of equal width over the confidence, and the mean of |share that is right − mean
confidence| over the bins, each weighed by how many samples it has.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from emotions import sureness

BINS: Final = 15
# Where the temperature is looked for, and how closely, both as logarithms.
WIDEST, CLOSE_ENOUGH = math.log(20), 1e-4


@dataclass(frozen=True, slots=True)
class Sample:
    """What a face should look like to the one who labelled it, and what it looked like to the reader."""

    label: str
    scores: Mapping[str, float]

    @property
    def guess(self) -> str:
        return max(self.scores, key=lambda name: self.scores[name])

    @property
    def confidence(self) -> float:
        return max(self.scores.values())

    @property
    def is_right(self) -> bool:
        return self.guess == self.label


def accuracy(samples: Sequence[Sample]) -> float | None:
    """The share that is right; None of none."""
    return sum(sample.is_right for sample in samples) / len(samples) if samples else None


def confusion(samples: Iterable[Sample]) -> Counter[tuple[str, str]]:
    """How often (label, guess) came together."""
    return Counter((sample.label, sample.guess) for sample in samples)


def recall(samples: Sequence[Sample]) -> dict[str, float]:
    """For each label, the share of its faces that was read so."""
    labels = Counter(sample.label for sample in samples)
    right = Counter(sample.label for sample in samples if sample.is_right)
    return {label: right[label] / count for label, count in sorted(labels.items())}


def macro_f1(samples: Sequence[Sample]) -> float | None:
    """The mean F1 of all emotions that are among the labels or the guesses; None of no samples."""
    if not samples:
        return None
    labels, guesses = Counter(each.label for each in samples), Counter(each.guess for each in samples)
    right = Counter(sample.label for sample in samples if sample.is_right)
    names = labels.keys() | guesses.keys()
    return math.fsum(2 * right[name] / (labels[name] + guesses[name]) for name in names) / len(names)


def calibration_error(samples: Sequence[Sample], *, bins: int = BINS) -> float | None:
    """ECE, 0 to 1; None of none."""
    if not samples:
        return None
    held: dict[int, list[Sample]] = {}
    for sample in samples:
        # A confidence on a border belongs to the bin below, as in Guo's intervals ((m−1)/M, m/M].
        held.setdefault(max(0, math.ceil(sample.confidence * bins) - 1), []).append(sample)
    return math.fsum(_gap(group) for group in held.values()) / len(samples)


def _gap(group: Sequence[Sample]) -> float:
    return abs(sum(sample.is_right for sample in group) - math.fsum(sample.confidence for sample in group))


def tempered(samples: Iterable[Sample], *, temperature: float) -> list[Sample]:
    return [Sample(each.label, sureness.tempered(each.scores, temperature=temperature)) for each in samples]


def temperature_of(samples: Sequence[Sample]) -> float:
    """The temperature under which the labels are likeliest: a search by golden section, as there is one minimum."""
    low, high = -WIDEST, WIDEST
    golden = (math.sqrt(5) - 1) / 2
    while high - low > CLOSE_ENOUGH:
        one, other = high - golden * (high - low), low + golden * (high - low)
        if _surprise(samples, math.exp(one)) <= _surprise(samples, math.exp(other)):
            high = other
        else:
            low = one
    return math.exp((low + high) / 2)


def _surprise(samples: Sequence[Sample], temperature: float) -> float:
    """The negative logarithm of the labels' likelihood."""
    return -math.fsum(
        math.log(max(each.scores.get(each.label, 0.0), 1e-12)) for each in tempered(samples, temperature=temperature)
    )
