"""Recipes: everything that determines a picture's bytes, and nothing else (no time, no person, no batch)."""

from dataclasses import asdict
from typing import Any

import PIL

from generation.engines.base import RenderRequest
from generation.models import Rendering


def request(slot: Rendering) -> RenderRequest:
    """The slot as its renderer is asked for it."""
    batch = slot.batch
    return RenderRequest(
        prompt=slot.caption,
        negative_prompt=batch.prompt.negative,
        emotion=batch.prompt.emotion,
        favorite=batch.favorite,
        width=slot.width,
        height=slot.height,
        seed=slot.seed,
        steps=batch.recipe["steps"],
        guidance=batch.recipe["guidance"],
        scheduler=batch.recipe["scheduler"],
    )


def canonical(*, engine: dict[str, str], request: RenderRequest) -> dict[str, Any]:
    """What to store with the picture; Pillow encodes the JPEG, so its version counts."""
    return {**engine, **asdict(request), "pillow": PIL.__version__}
