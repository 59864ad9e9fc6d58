"""Learners: chosen by setting, built once per process on first use."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from recommendations.engines.base import Learner, LearnerSettings

NAMES: Final = {
    "lightfm": "recommendations.engines.lightfm.LightFMLearner",
    "popularity": "recommendations.engines.popularity.PopularityLearner",
}
SEED: Final = 20_231_120


def learner(name: str | None = None, *, seed: int = SEED) -> Learner:
    """By default the one of RECOMMENDATIONS_LEARNER: a name, or the dotted path of a class."""
    return _built(name or settings.RECOMMENDATIONS_LEARNER, replace(learner_settings(), seed=seed))


def learner_like(how: Mapping[str, Any]) -> Learner | None:
    """The one that a model was learnt with, by its stored settings; None if there is no such learner any more."""
    # What events weigh is no learner's business: the history has it already.
    rest = {key: value for key, value in how.items() if key not in ("learner", "weights")}
    try:
        return _built(str(how.get("learner")), LearnerSettings(**rest))
    except (TypeError, ImproperlyConfigured):
        return None


def learner_settings() -> LearnerSettings:
    return LearnerSettings(
        factors=settings.RECOMMENDATIONS_FACTORS,
        epochs=settings.RECOMMENDATIONS_EPOCHS,
        rate=settings.RECOMMENDATIONS_RATE,
        seed=SEED,
        loss=settings.RECOMMENDATIONS_LOSS,
    )


@lru_cache(maxsize=8)
def _built(name: str, how: LearnerSettings) -> Learner:
    module, _dot, attribute = NAMES.get(name, name).rpartition(".")
    try:
        made: Learner = getattr(import_module(module), attribute)(how)
    except (ImportError, AttributeError, ValueError) as error:
        raise ImproperlyConfigured(
            f"RECOMMENDATIONS_LEARNER must be {', '.join(NAMES)} or the dotted path of a learner, not {name!r}: {error}"
        ) from error
    return made
