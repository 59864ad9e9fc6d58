"""Recipes: everything that determines a picture's bytes, and nothing else (no time, no person, no batch)."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

import PIL
from PIL import Image as Pixels

from gallery import files, marks
from generation.engines.base import RenderRequest
from generation.models import Rendering

# Its pictures are drawn by rules; those of every other renderer come out of a trained model.
BY_RULES: Final = "painter"


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


def repeated(recipe: Mapping[str, Any]) -> RenderRequest:
    """What the renderer was asked for, out of the recipe of a picture. Raises KeyError for what it lacks."""
    return RenderRequest(**{field.name: recipe[field.name] for field in fields(RenderRequest)})


def written(picture: Pixels.Image, recipe: Mapping[str, Any]) -> bytes:
    """The picture as the file that is stored: a JPEG that says that a machine made it, and how."""
    kind: marks.Kind = "algorithmicMedia" if recipe["renderer"] == BY_RULES else "trainedAlgorithmicMedia"
    return marks.embed(files.jpeg(picture), recipe=recipe, kind=kind)
