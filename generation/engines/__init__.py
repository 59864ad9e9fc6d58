"""Renderers: chosen by setting, built once per process on first use."""

import threading
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from generation.engines.base import Renderer

BY_NAME: Final = {
    "painter": "generation.engines.painter.Painter",
    "diffusers": "generation.engines.diffusers.Diffusers",
    "endpoint": "generation.engines.endpoint.Endpoint",
}
_one_at_a_time = threading.Lock()


def renderer() -> Renderer:
    """The renderer of GENERATION_RENDERER: one of the names above, or the dotted path of a class."""
    name = settings.GENERATION_RENDERER
    with _one_at_a_time:
        return _built(BY_NAME.get(name, name), tuple(_options(name).items()))


def _options(name: str) -> dict[str, Any]:
    if name == "endpoint":
        return {
            "endpoints": tuple(settings.GENERATION_ENDPOINTS),
            "form": settings.GENERATION_ENDPOINT_FORM,
            "timeout": settings.GENERATION_ENDPOINT_TIMEOUT,
            "model": settings.GENERATION_MODEL,
            "revision": settings.GENERATION_MODEL_REVISION,
        }
    if name != "diffusers":
        return {}
    return {
        "model": settings.GENERATION_MODEL,
        "revision": settings.GENERATION_MODEL_REVISION,
        "variant": settings.GENERATION_MODEL_VARIANT,
        "offline": settings.GENERATION_OFFLINE,
        "device": settings.GENERATION_DEVICE,
        "dtype": settings.GENERATION_DTYPE,
        "batch_size": settings.GENERATION_BATCH_SIZE,
        "memory": settings.GENERATION_MEMORY,
        "compile": settings.GENERATION_COMPILE,
        "loras": tuple(settings.GENERATION_LORAS),
    }


# One: changed settings (in tests) build another engine, and the one before gives its memory back.
@lru_cache(maxsize=1)
def _built(path: str, options: tuple[tuple[str, Any], ...]) -> Renderer:
    built: Renderer = import_string(path)(**dict(options))
    return built


forget = _built.cache_clear
