"""The painter: flower pictures drawn from an emotion and a seed, with no model, no GPU and no download."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import PIL
from PIL import Image

from generation.engines.base import RenderRequest

from . import canvas, composition

__all__ = ["Painter", "paint"]


def paint(*, emotion: str, favorite: str, seed: int, width: int, height: int) -> Image.Image:
    """One picture. The same arguments give the same bytes, in any process and any thread."""
    painted = composition.compose(emotion=emotion, favorite=favorite, seed=seed, width=width, height=height)
    return Image.fromarray(painted.rgb())


class Painter:
    """The light renderer: what hangs in the garden before anybody has installed a model."""

    def __init__(self) -> None:
        canvas.use_one_thread()

    def describe(self) -> dict[str, str]:
        return {
            "renderer": "painter",
            "model": "painter-1",
            "numpy": np.__version__,
            "opencv": canvas.VERSION,
            "pillow": PIL.__version__,
        }

    def most(self) -> int:
        return 1

    def render(self, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]) -> list[Image.Image]:
        pictures = []
        for done, request in enumerate(requests, start=1):
            pictures.append(
                paint(
                    emotion=request.emotion,
                    favorite=request.favorite,
                    seed=request.seed,
                    width=request.width,
                    height=request.height,
                )
            )
            on_step(done, len(requests))
        return pictures
