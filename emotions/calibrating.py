"""Fits how sure a reader may be on labelled photos of this place, and keeps that only if it holds on others of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from emotions import evaluation
from emotions.engines import base
from emotions.evaluation import Sample
from emotions.models import Calibration
from gallery.errors import GardenError

# Fewer faces than this in each half say nothing about 15 bins.
LEAST: Final = 30


class TooFewPhotosError(GardenError):
    """There are not enough labelled faces to fit anything on."""

    code = "too_few_photos"


@dataclass(frozen=True, slots=True)
class Fit:
    """A temperature from one half of the samples, and the calibration errors of the other half."""

    temperature: float
    samples: int
    before: float
    after: float

    @property
    def helps(self) -> bool:
        return self.after <= self.before


def fit(samples: Sequence[Sample]) -> Fit:
    """Nothing is kept yet. Raises TooFewPhotosError."""
    one, other = halves(samples)
    if min(len(one), len(other)) < LEAST:
        sentence = _("To fit, at least %(least)d photos with a face are needed; there are %(count)d.")
        raise TooFewPhotosError(sentence % {"least": 2 * LEAST, "count": len(samples)})
    temperature = evaluation.temperature_of(one)
    before = evaluation.calibration_error(other) or 0.0
    after = evaluation.calibration_error(evaluation.tempered(other, temperature=temperature)) or 0.0
    return Fit(temperature, len(samples), before, after)


def halves(samples: Sequence[Sample]) -> tuple[list[Sample], list[Sample]]:
    """Every emotion in both, by turns in the order given: the same photos give the same halves."""
    ordered = sorted(samples, key=lambda sample: sample.label)
    return ordered[::2], ordered[1::2]


def keep(fitted: Fit, *, described: base.Described) -> bool:
    """Whether it was worth keeping; one that does not help leaves what was kept before. Safe to repeat."""
    if not fitted.helps:
        return False
    Calibration.objects.update_or_create(
        reader=described.name,
        reader_version=described.version,
        defaults={
            "temperature": fitted.temperature,
            "photos": fitted.samples,
            "error_before": fitted.before,
            "error_after": fitted.after,
        },
    )
    return True


def temperature_for(described: base.Described) -> float | None:
    """That readings of this reader use now."""
    kept = Calibration.objects.filter(reader=described.name, reader_version=described.version).first()
    return kept.temperature if kept else None
