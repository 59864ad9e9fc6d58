"""The diffusers renderer over a real pipeline with tiny weights."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError

from gallery.models import Safety
from generation import engines, rendering
from generation.engines.base import Interrupted, Renderer, RenderError, RenderRequest
from tests.generation.orders import order, pictures, slots
from tests.generation.test_renderers import ignore, request


@pytest.fixture
def renderer(settings: LazySettings, tiny_model: Path) -> Renderer:
    settings.GENERATION_RENDERER = "diffusers"
    settings.GENERATION_MODEL, settings.GENERATION_OFFLINE = str(tiny_model), True
    settings.GENERATION_STEPS, settings.GENERATION_BATCH_SIZE = 2, 8
    return engines.renderer()


def with_scheduler(seed: int, name: str) -> RenderRequest:
    return replace(request(seed), scheduler=name)


def test_each_denoising_step_is_reported_in_steps_of_single_pictures(renderer: Renderer) -> None:
    calls: list[tuple[int, int]] = []
    renderer.render([request(), request(2)], lambda done, total: calls.append((done, total)))

    assert calls == [(2, 6), (4, 6), (6, 6)]


@pytest.mark.parametrize("error", [Interrupted(), DatabaseError("out of memory"), MemoryError(), KeyError("lease")])
def test_what_is_raised_on_a_step_comes_back_as_it_is(renderer: Renderer, error: Exception) -> None:
    def stop(_done: int, _total: int) -> None:
        raise error

    error.__cause__ = cause = OSError("The server closed the connection.")
    with pytest.raises(type(error)) as raised:
        renderer.render([request(), request(2)], stop)

    assert raised.value is error
    assert raised.value.__cause__ is cause
    assert renderer.most() == 8
    assert renderer.render([request()], ignore)


def test_another_scheduler_is_taken_back_for_the_next_picture(renderer: Renderer) -> None:
    before = renderer.render([request(1)], ignore)[0]
    renderer.render([with_scheduler(1, "EulerAncestralDiscreteScheduler")], ignore)

    assert renderer.render([request(1)], ignore)[0].tobytes() == before.tobytes()


@pytest.mark.parametrize("name", ["SundialScheduler", "StableDiffusionPipeline", "__doc__"])
def test_an_unknown_scheduler_is_named(renderer: Renderer, name: str) -> None:
    with pytest.raises(RenderError, match=f"There is no scheduler “{name}”; choose one of ddim, ") as refusal:
        renderer.render([with_scheduler(1, name)], ignore)

    assert refusal.value.kind == "bad_recipe"


def test_the_recipe_names_model_device_type_and_libraries(renderer: Renderer) -> None:
    described = renderer.describe()

    assert (described["model"], described["device"], described["dtype"]) == ("tiny-model", "cpu", "float32")
    assert {"diffusers", "transformers", "torch"} <= set(described)
    assert described["revision"].startswith("sha256:")


def test_the_recipe_names_a_model_at_home_without_its_path(
    settings: LazySettings, renderer: Renderer, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tiny_model.parent))
    settings.GENERATION_MODEL = f"~/{tiny_model.name}"

    assert engines.renderer().describe()["model"] == "tiny-model"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("/models/not-here", "GENERATION_MODEL names the directory /models/not-here, which is not there."),
        ("nobody/no-such-model", "The model nobody/no-such-model is not on this machine"),
    ],
)
def test_a_model_that_is_not_there_is_a_clear_sentence(settings: LazySettings, model: str, words: str) -> None:
    settings.GENERATION_RENDERER, settings.GENERATION_OFFLINE = "diffusers", True
    settings.GENERATION_MODEL = model

    with pytest.raises(RenderError) as refusal:
        engines.renderer().render([request()], ignore)

    assert str(refusal.value).startswith(words)
    assert refusal.value.kind == "model"


def test_a_directory_that_is_no_model_is_a_clear_sentence(settings: LazySettings, tmp_path: Path) -> None:
    settings.GENERATION_RENDERER, settings.GENERATION_OFFLINE = "diffusers", True
    settings.GENERATION_MODEL = str(tmp_path)

    with pytest.raises(RenderError, match=f"The model {tmp_path}") as refusal:
        engines.renderer().render([request()], ignore)
    assert refusal.value.kind == "model"


@pytest.mark.django_db
def test_an_order_becomes_unchecked_pictures_in_the_pool(renderer: Renderer) -> None:
    batch = order(size=(96, 64))
    assert rendering.work() == 2, slots(batch)[0].error

    found = pictures(batch)
    assert [(picture.width, picture.height) for picture in found] == [(96, 64), (64, 96)]
    assert {picture.safety for picture in found} == {Safety.UNCHECKED}
    assert {(picture.model, picture.steps) for picture in found} == {("tiny-model", 2)}
