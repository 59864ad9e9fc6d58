"""The port that every renderer fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """One picture to make. Sizes in pixels, divisible by 8; 0 ≤ seed < 2**63."""

    prompt: str
    negative_prompt: str
    emotion: str
    favorite: str
    width: int
    height: int
    seed: int
    steps: int
    guidance: float
    scheduler: str


class RenderError(Exception):
    """A renderer could not make the picture; `kind` is one of `generation.models.ErrorClass`."""

    def __init__(self, sentence: str, *, kind: str = "unknown") -> None:
        super().__init__(sentence)
        self.kind = kind


class Interrupted(Exception):  # noqa: N818 - an order to stop, not an error
    """What `on_step` raises to end a rendering (a cancel, a lost lease); an engine lets it pass."""


class Renderer(Protocol):
    """Makes pictures. Stateless to the caller."""

    def describe(self) -> dict[str, str]:
        """What the recipe must name to make the same bytes again: `renderer`, `model`, `revision`, library versions.

        Asked for after a rendering, before the next: a full memory can change how pictures are made.
        """
        ...

    def most(self) -> int:
        """How many requests of one shape it likes at once; it takes more, and splits them."""
        ...

    def render(self, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]) -> list[Image.Image]:
        """Pictures for requests of one shape, in their order, RGB, of exactly the size asked for.

        `on_step(done, total)` is called between steps and may raise Interrupted, which ends the rendering.
        Raises RenderError.
        """
        ...
