"""Renderers that are quick, slow, broken or clumsy on purpose; chosen by dotted path."""

import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from PIL import Image

from generation.engines.base import RenderError, RenderRequest

OnStep = Callable[[int, int], None]


class Blotches:
    """Sixteen blotches that follow from the seed, at once."""

    name: ClassVar[str] = "blotches"

    def describe(self) -> dict[str, str]:
        return {"renderer": self.name, "model": f"{self.name}-1"}

    def most(self) -> int:
        return 1

    def render(self, requests: Sequence[RenderRequest], on_step: OnStep) -> list[Image.Image]:
        pictures = []
        for number, request in enumerate(requests):
            pictures.append(self.picture(request))
            on_step(number + 1, len(requests))
        return pictures

    def picture(self, request: RenderRequest) -> Image.Image:
        dots = Image.frombytes("RGB", (4, 4), random.Random(request.seed).randbytes(48))
        return dots.resize((request.width, request.height))


class Slow(Blotches):
    """Takes a third of a second, in steps, as a small model might."""

    def render(self, requests: Sequence[RenderRequest], on_step: OnStep) -> list[Image.Image]:
        for step in range(10):
            time.sleep(0.03)
            on_step(step, 10)
        return super().render(requests, on_step)


class Brief(Blotches):
    """Takes a moment, and several at once in the same moment, as a GPU does."""

    def most(self) -> int:
        return 3

    def render(self, requests: Sequence[RenderRequest], on_step: OnStep) -> list[Image.Image]:
        for step in range(3):
            time.sleep(0.04)
            on_step(step, 3)
        return super().render(requests, on_step)


class Steady(Blotches):
    """Takes the same time for each picture, and counts them."""

    seconds: ClassVar[float] = 0.1
    begun: ClassVar[int] = 0

    def picture(self, request: RenderRequest) -> Image.Image:
        type(self).begun += 1
        time.sleep(self.seconds)
        return super().picture(request)


class OneBad(Blotches):
    """Renders four at once, and fails with all of them for the sake of one."""

    seed: ClassVar[int] = 2

    def most(self) -> int:
        return 4

    def picture(self, request: RenderRequest) -> Image.Image:
        if request.seed == self.seed:
            raise RenderError("The words are not understood.", kind="bad_recipe")
        return super().picture(request)


class Picky(OneBad):
    """Renders one at a time, and never that one."""

    def most(self) -> int:
        return 1


class Deadly(Blotches):
    """Kills its process for the sake of one picture, as a driver or the kernel may."""

    seed: ClassVar[int] = 3

    def picture(self, request: RenderRequest) -> Image.Image:
        if request.seed == self.seed:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().picture(request)


class Same(Blotches):
    """Knows one picture only, whatever the seed."""

    def picture(self, request: RenderRequest) -> Image.Image:
        return Image.radial_gradient("L").resize((request.width, request.height)).convert("RGB")


class Tinted(Blotches):
    """Gives other bytes for the same seed, as another GPU may."""

    name = "tinted"

    def picture(self, request: RenderRequest) -> Image.Image:
        return super().picture(request).point(lambda value: value // 2)


class Blank(Blotches):
    """Leaves black pictures, as safety checkers do."""

    def picture(self, request: RenderRequest) -> Image.Image:
        return Image.new("RGB", (request.width, request.height))


class Small(Blotches):
    """Does not keep to the size."""

    def picture(self, request: RenderRequest) -> Image.Image:
        return super().picture(request).resize((8, 8))


class Full(Blotches):
    """Has no memory left, ever."""

    def picture(self, request: RenderRequest) -> Image.Image:
        raise RenderError("The device has too little memory for pictures of this size.", kind="oom")


class Puzzled(Blotches):
    """Does not understand the recipe."""

    def picture(self, request: RenderRequest) -> Image.Image:
        raise RenderError("There is no scheduler named Sundial.", kind="bad_recipe")


class Clumsy(Blotches):
    """Stumbles over a defect of its own."""

    def picture(self, request: RenderRequest) -> Image.Image:
        raise ZeroDivisionError("division by zero")


class Meddled(Blotches):
    """While it works, something else happens: whatever a test has put into `meanwhile`, once."""

    meanwhile: ClassVar[list[Callable[[], object]]] = []

    def render(self, requests: Sequence[RenderRequest], on_step: OnStep) -> list[Image.Image]:
        if self.meanwhile:
            self.meanwhile.pop()()
        return super().render(requests, on_step)


class Silent(Meddled):
    """Says nothing between the first stroke and the last, as an endpoint does."""

    def render(self, requests: Sequence[RenderRequest], on_step: OnStep) -> list[Image.Image]:
        return super().render(requests, lambda _done, _total: None)


class Hanging(Blotches):
    """Never comes back."""

    def picture(self, request: RenderRequest) -> Image.Image:
        time.sleep(60)
        raise AssertionError("nobody ended this process")
