"""The verdict on a picture: passed, flagged, unchecked, exempt; none, and so never passed, from a broken checker."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from django.conf import LazySettings
from PIL import Image
from transformers import CLIPImageProcessor

from gallery.models import Safety
from generation import safety
from generation.engines.base import RenderError
from generation.engines.checking import Finding
from tests.generation import tiny_safety
from tests.generation.renderers import Blotches
from tests.generation.test_renderers import request

Tiny = Callable[[float], Path]


class Strict:
    """Flags what is brighter than a half."""

    def check(self, pictures: Sequence[Image.Image]) -> list[Finding]:
        (picture,) = pictures
        brightness = picture.convert("L").resize((1, 1)).tobytes()[0] / 255
        return [Finding(score=brightness, threshold=0.5, model="strict-1")]


class Crashing:
    """Dies over every picture."""

    def check(self, pictures: Sequence[Image.Image]) -> list[Finding]:
        raise ZeroDivisionError("division by zero")


class Unloadable:
    """Cannot be built."""

    def __init__(self) -> None:
        raise FileNotFoundError("no weights here")


class Dazed:
    """Answers with what is no number."""

    def check(self, pictures: Sequence[Image.Image]) -> list[Finding]:
        return [Finding(score=float("nan"), threshold=0.5, model="dazed-1")]


class Silent:
    """Answers nothing."""

    def check(self, pictures: Sequence[Image.Image]) -> list[Finding]:
        return []


def picture(seed: int = 1) -> Image.Image:
    return Blotches().picture(request(seed))


def said(settings: LazySettings, checker: type | str, pixels: Image.Image) -> safety.Verdict:
    settings.GENERATION_SAFETY_CHECKER = checker if isinstance(checker, str) else f"{__name__}.{checker.__qualname__}"
    return safety.verdict(pixels, renderer="diffusers", model="some-model")


@pytest.fixture
def tiny(settings: LazySettings, tmp_path: Path) -> Tiny:
    """The real checker with tiny weights, as the setting of this test; gives its directory."""

    def make(threshold: float) -> Path:
        settings.GENERATION_SAFETY_MODEL, settings.GENERATION_OFFLINE = str(tmp_path), True
        return tiny_safety.save_checker(tmp_path, threshold=threshold)

    return make


def test_without_a_checker_a_picture_is_unchecked() -> None:
    assert safety.verdict(picture(), renderer="diffusers", model="m") == safety.Verdict(Safety.UNCHECKED)


def test_our_own_painter_is_exempt_and_is_asked_about_by_no_checker(settings: LazySettings) -> None:
    settings.GENERATION_SAFETY_CHECKER = f"{__name__}.Crashing"
    assert safety.verdict(picture(), renderer="painter", model="painter").safety == Safety.EXEMPT


def test_a_model_exempted_in_writing_says_why(settings: LazySettings) -> None:
    settings.GENERATION_SAFETY_EXEMPT = {"our-flowers": "trained on our own photos of flowers"}
    settings.GENERATION_SAFETY_CHECKER = f"{__name__}.Strict"
    exempt = safety.verdict(Image.new("RGB", (8, 8), "white"), renderer="diffusers", model="our-flowers")
    assert (exempt.safety, exempt.note) == (Safety.EXEMPT, "trained on our own photos of flowers")
    assert said(settings, Strict, Image.new("RGB", (8, 8), "white")).safety == Safety.FLAGGED


def test_a_checker_passes_and_flags_and_says_on_what_grounds(settings: LazySettings) -> None:
    dark, light = (said(settings, Strict, Image.new("RGB", (8, 8), colour)) for colour in ("black", "white"))
    assert (dark.safety, dark.score) == (Safety.PASSED, 0)
    assert (light.safety, light.note) == (Safety.FLAGGED, "strict-1: +1.000, flagged above +0.500")


@pytest.mark.parametrize(
    ("checker", "words"),
    [
        (Crashing, "ZeroDivisionError"),
        (Unloadable, "no weights here"),
        (Dazed, "no usable score"),
        (Silent, "ValueError"),
        ("nowhere.Checker", "ModuleNotFoundError"),
    ],
)
def test_a_checker_that_fails_is_an_error_and_never_a_pass(
    settings: LazySettings, checker: type | str, words: str
) -> None:
    with pytest.raises(RenderError, match=words) as refusal:
        said(settings, checker, picture())
    assert refusal.value.kind == "safety"


def test_the_checker_of_stable_diffusion_passes_and_flags(settings: LazySettings, tiny: Tiny) -> None:
    tiny(2.0)
    passed = said(settings, "diffusers", picture())
    assert passed.safety == Safety.PASSED
    assert passed.score is not None and passed.score < 0


def test_the_checker_of_stable_diffusion_decides_as_its_own_code_does(settings: LazySettings, tiny: Tiny) -> None:
    pictures = [picture(seed) for seed in range(24)]
    tiny(2.0)
    nearest = sorted(2.0 + (said(settings, "diffusers", pixels).score or 0) for pixels in pictures)
    safety.forget()
    folder = tiny(nearest[12])
    own, processor = StableDiffusionSafetyChecker.from_pretrained(folder), CLIPImageProcessor.from_pretrained(folder)
    pixels = processor(images=pictures, return_tensors="pt").pixel_values
    _images, flags = own.eval()(clip_input=pixels, images=torch.zeros(24, 1))
    assert 0 < sum(flags) < 24, "both verdicts must come up"
    assert [said(settings, "diffusers", pixels).safety == Safety.FLAGGED for pixels in pictures] == flags


def test_the_checker_inside_a_whole_model_is_found(settings: LazySettings, tmp_path: Path) -> None:
    tiny_safety.save_checker(tmp_path / "safety_checker", threshold=-2.0)
    CLIPImageProcessor.from_pretrained(tmp_path / "safety_checker").save_pretrained(tmp_path / "feature_extractor")
    settings.GENERATION_SAFETY_MODEL, settings.GENERATION_OFFLINE = str(tmp_path), True
    flagged = said(settings, "diffusers", picture())
    assert flagged.safety == Safety.FLAGGED
    assert "concept " in flagged.note and tmp_path.name in flagged.note


def test_weights_that_are_not_numbers_are_an_error_and_never_a_pass(settings: LazySettings, tiny: Tiny) -> None:
    tiny(float("nan"))
    with pytest.raises(RenderError, match="no usable score") as refusal:
        said(settings, "diffusers", picture())
    assert refusal.value.kind == "safety"


@pytest.mark.parametrize("broken", ["weights", "config", "everything"])
def test_a_checker_that_cannot_load_is_an_error_and_never_a_pass(
    settings: LazySettings, tiny: Tiny, broken: str
) -> None:
    folder = tiny(2.0)
    if broken == "weights":
        (folder / "model.safetensors").write_bytes(b"cut off")
    elif broken == "config":
        (folder / "config.json").write_text(json.dumps({"model_type": "clip"})[:9])
    else:
        settings.GENERATION_SAFETY_MODEL = str(folder / "nowhere")
    with pytest.raises(RenderError, match="could not be loaded") as refusal:
        said(settings, "diffusers", picture())
    assert refusal.value.kind == "safety"
