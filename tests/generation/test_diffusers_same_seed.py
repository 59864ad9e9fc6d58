"""The same seed is the same picture, whatever the company: GEN-5, for every kind of model and every scheduler."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from generation import schedulers
from generation.engines.base import RenderRequest
from generation.engines.diffusers import Diffusers, drawing
from tests.generation.models import options
from tests.generation.test_renderers import difference, ignore, request

Build = Callable[..., Diffusers]
MODELS = ("tiny_model", "tiny_xl", "tiny_lcm")


@pytest.fixture(scope="module")
def engines(request: pytest.FixtureRequest) -> Build:
    built: dict[str, Diffusers] = {}

    def build(name: str) -> Diffusers:
        if name not in built:
            model: Path = request.getfixturevalue(name)
            built[name] = Diffusers(**options(model, batch_size=8))
        return built[name]

    return build


def small(seed: int) -> RenderRequest:
    return request(seed, width=48, height=32)


def latents(engine: Diffusers, requests: list[RenderRequest]) -> Any:
    loaded = engine.loaded()
    return drawing.draw(loaded.pipeline, requests, encoder=loaded.encoder, on_step=ignore, output="latent")


@pytest.mark.parametrize("model", MODELS)
def test_batches_of_one_two_four_and_eight_give_the_same_latents(engines: Build, model: str) -> None:
    engine = engines(model)
    asked = [small(seed) for seed in range(8)]
    whole = latents(engine, asked)

    for size in (1, 2, 4):
        parts = torch.cat([latents(engine, asked[start : start + size]) for start in range(0, 8, size)])
        # Trained models' latents have a spread of about 1; XL's random weights end up with one of 40.
        assert (parts - whole).abs().max() <= 1e-4 * max(1, whole.std()), size


@pytest.mark.parametrize("model", MODELS)
def test_the_first_noise_is_the_same_to_the_bit(engines: Build, model: str) -> None:
    pipeline = engines(model).loaded().pipeline

    def noise(*seeds: int) -> Any:
        dice = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
        return drawing.noise(pipeline, dice, width=96, height=64)

    together = noise(*range(8))
    assert together.shape == (8, 4, 8, 12)
    assert all(torch.equal(together[seed], noise(seed)[0]) for seed in range(8))


@pytest.mark.parametrize("model", MODELS)
def test_one_picture_of_a_batch_is_made_again_alone(engines: Build, model: str) -> None:
    engine = engines(model)
    asked = [replace(small(seed), prompt=f"(roses:{1 + seed / 10}), [dew:snow:0.{seed}]") for seed in range(1, 6)]
    third = engine.render(asked, ignore)[2]

    assert difference(engine.render([asked[2]], ignore)[0], third) <= 1


@pytest.mark.parametrize("name", sorted(schedulers.BY_NAME))
def test_no_scheduler_lets_company_change_a_picture(engines: Build, name: str) -> None:
    """Some draw noise at every step: each picture must have dice of its own to the end."""
    engine = engines("tiny_model")
    one, other = (replace(small(seed), scheduler=name) for seed in (1, 2))
    together = engine.render([one, other], ignore)[1]

    assert difference(together, engine.render([other], ignore)[0]) <= 1
    assert type(engine.loaded().pipeline.scheduler).__name__ == schedulers.BY_NAME[name].name


def test_long_words_do_not_change_the_picture_of_their_neighbour(engines: Build) -> None:
    """Another's second chunk of words, even an empty one, would be looked at too."""
    engine = engines("tiny_model")
    long = replace(small(1), prompt="roses " * 60)
    together = engine.render([small(2), long, small(3)], ignore)

    alone = [engine.render([one], ignore)[0] for one in (small(2), long, small(3))]
    assert [difference(one, other) <= 1 for one, other in zip(together, alone, strict=True)] == [True] * 3
