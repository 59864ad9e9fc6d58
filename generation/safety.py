"""WORK: the safety verdict on a rendered picture. Fails closed: without a verdict there is no picture."""

import math
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string
from PIL import Image as Pixels

from gallery.models import Safety
from generation.engines.base import RenderError
from generation.engines.checking import Checker, Finding

BY_NAME: Final = {"diffusers": "generation.engines.stable_safety.StableSafety"}
# Drawn by our own code, which knows no words.
OUR_OWN: Final = "painter"
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands on the picture from now on. The note says on what grounds; the score is the checker's."""

    safety: Safety
    note: str = ""
    score: float | None = None


def verdict(picture: Pixels.Image, *, renderer: str, model: str) -> Verdict:
    """Whether the picture may be approved with many others. `renderer` and `model` as its recipe names them.

    Raises RenderError of kind `safety` when a checker is set and gives no verdict, for whatever reason.
    """
    if renderer == OUR_OWN:
        return Verdict(Safety.EXEMPT)
    if reason := settings.GENERATION_SAFETY_EXEMPT.get(model):
        return Verdict(Safety.EXEMPT, note=reason)
    if not settings.GENERATION_SAFETY_CHECKER:
        return Verdict(Safety.UNCHECKED)
    found = _found(picture.convert("RGB"))
    said = Safety.FLAGGED if found.flagged else Safety.PASSED
    return Verdict(said, note=_note(found), score=found.score)


def _found(picture: Pixels.Image) -> Finding:
    try:
        # One at a time: models keep buffers, and a GPU has room for one of them.
        with _one_at_a_time:
            (found,) = _checker().check([picture])
        usable = math.isfinite(found.score) and math.isfinite(found.threshold)
    except RenderError as error:
        raise RenderError(str(error), kind="safety") from error
    except Exception as error:
        raise RenderError(f"The safety checker stopped with {type(error).__name__}: {error}", kind="safety") from error
    if not usable:
        # Every comparison with NaN is false: it would read as passed.
        raise RenderError("The safety checker gave no usable score.", kind="safety")
    return found


def _note(found: Finding) -> str:
    grounds = f"{found.concern} " if found.concern else ""
    return f"{found.model}: {grounds}{found.score:+.3f}, flagged above {found.threshold:+.3f}"


def _checker() -> Checker:
    name = settings.GENERATION_SAFETY_CHECKER
    return _built(BY_NAME.get(name, name), tuple(_options(name).items()))


def _options(name: str) -> dict[str, Any]:
    if name not in BY_NAME:
        return {}
    return {
        "model": settings.GENERATION_SAFETY_MODEL,
        "revision": settings.GENERATION_SAFETY_REVISION,
        "offline": settings.GENERATION_OFFLINE,
        "device": settings.GENERATION_DEVICE,
    }


@lru_cache(maxsize=1)
def _built(path: str, options: tuple[tuple[str, Any], ...]) -> Checker:
    built: Checker = import_string(path)(**dict(options))
    return built


forget = _built.cache_clear
