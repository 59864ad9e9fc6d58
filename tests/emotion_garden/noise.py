"""A renderer that costs nothing: a few seeded blocks of colour, so that tests need not wait for a painter."""

import random
from collections.abc import Callable, Sequence

from PIL import Image

from generation.engines.base import RenderRequest


class Noise:
    """Fits the port; the same seed gives the same picture."""

    def describe(self) -> dict[str, str]:
        return {"renderer": "noise", "model": "noise", "revision": "1"}

    def most(self) -> int:
        return 1

    def render(self, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]) -> list[Image.Image]:
        return [self._picture(request) for request in requests]

    def _picture(self, request: RenderRequest) -> Image.Image:
        blocks = Image.frombytes("RGB", (8, 8), random.Random(request.seed).randbytes(3 * 8 * 8))
        return blocks.resize((request.width, request.height), Image.Resampling.NEAREST)
