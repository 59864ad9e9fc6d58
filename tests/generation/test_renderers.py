"""What every renderer owes the port, the real ones included."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from PIL import Image

from generation import engines
from generation.engines.base import Interrupted, Renderer, RenderRequest

RENDERERS = ("painter", "diffusers", "tests.generation.renderers.Blotches")


def request(seed: int = 1, *, width: int = 96, height: int = 64, emotion: str = "happy") -> RenderRequest:
    return RenderRequest(
        prompt=f"{emotion}, flowers, fantasy",
        negative_prompt="",
        emotion=emotion,
        favorite="",
        width=width,
        height=height,
        seed=seed,
        steps=3,
        guidance=7.5,
        scheduler="",
    )


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any channel of any pixel."""
    return int(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max())


def ignore(_done: int, _total: int) -> None:
    """A step that nobody looks at."""


class TestEveryRenderer:
    """The contract."""

    @pytest.fixture(params=RENDERERS)
    def renderer(self, request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[Renderer]:
        settings.GENERATION_RENDERER = request.param
        if request.param == "diffusers":
            model: Path = request.getfixturevalue("tiny_model")
            settings.GENERATION_MODEL, settings.GENERATION_OFFLINE = str(model), True
        yield engines.renderer()

    def test_pictures_are_rgb_of_exactly_the_size_asked_for(self, renderer: Renderer) -> None:
        for width, height in ((96, 64), (64, 96)):
            (picture,) = renderer.render([request(width=width, height=height)], ignore)
            assert (picture.mode, picture.size) == ("RGB", (width, height))

    def test_there_is_one_picture_for_each_request_in_their_order(self, renderer: Renderer) -> None:
        together = renderer.render([request(seed) for seed in (1, 2, 3, 2**63 - 1)], ignore)
        alone = [renderer.render([request(seed)], ignore)[0] for seed in (1, 2, 3, 2**63 - 1)]

        assert len(together) == 4
        # Sums in another order may round otherwise: one step of 255, not another picture.
        assert all(difference(one, other) <= 1 for one, other in zip(together, alone, strict=True))

    def test_the_same_request_gives_the_same_picture(self, renderer: Renderer) -> None:
        once, again = (renderer.render([request(5)], ignore)[0] for _ in range(2))

        assert once.tobytes() == again.tobytes()

    def test_another_seed_gives_another_picture(self, renderer: Renderer) -> None:
        one, other = renderer.render([request(1), request(2)], ignore)

        assert difference(one, other) > 8

    def test_it_calls_between_steps_and_lets_an_interruption_pass(self, renderer: Renderer) -> None:
        calls: list[tuple[int, int]] = []
        renderer.render([request()], lambda done, total: calls.append((done, total)))
        assert calls and all(0 <= done <= total for done, total in calls)

        def stop(_done: int, _total: int) -> None:
            raise Interrupted

        with pytest.raises(Interrupted):
            renderer.render([request()], stop)
        assert renderer.render([request()], ignore)[0].size == (96, 64)

    def test_it_describes_itself_in_texts(self, renderer: Renderer) -> None:
        described = renderer.describe()

        assert described["renderer"] and described["model"]
        assert all(isinstance(value, str) for value in described.values())

    def test_it_is_built_once(self, renderer: Renderer) -> None:
        assert engines.renderer() is renderer
