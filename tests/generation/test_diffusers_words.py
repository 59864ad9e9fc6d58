"""What the model sees of the words: plain ones as ever, weighted ones pulled, long ones whole, some that change."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from generation import weighting
from generation.engines.base import RenderError, RenderRequest
from generation.engines.diffusers import Diffusers, drawing, loading
from generation.engines.diffusers.options import Options
from generation.engines.diffusers.words import Encoder
from generation.weighting import Piece
from tests.generation.models import options
from tests.generation.test_renderers import ignore, request


@pytest.fixture(scope="module", params=["tiny_model", "tiny_xl"])
def pipeline(request: pytest.FixtureRequest) -> Any:
    given = Options(**options(request.getfixturevalue(request.param)))
    return loading.load(given, device="cpu", dtype="float32")[0]


@pytest.fixture
def encoder(pipeline: Any) -> Encoder:
    return Encoder(pipeline)


def embedded(encoder: Encoder, text: str, *, chunks: int = 1) -> Any:
    return encoder.embedded(weighting.parse(text).at(0), chunks)[0]


def theirs(pipeline: Any, text: str) -> Any:
    """As the pipeline itself encodes it."""
    with torch.no_grad():
        if hasattr(pipeline, "text_encoder_2"):
            return pipeline.encode_prompt(text, device="cpu", do_classifier_free_guidance=False)[0]
        return pipeline.encode_prompt(text, "cpu", 1, do_classifier_free_guidance=False)[0]


@pytest.mark.parametrize("text", ["red roses in the rain, at dawn", "", r"roses \(macro\)"])
def test_words_without_weights_are_encoded_as_the_pipeline_does(pipeline: Any, encoder: Encoder, text: str) -> None:
    assert torch.equal(embedded(encoder, text), theirs(pipeline, text.replace("\\", "")))


def test_weights_of_one_change_nothing(encoder: Encoder) -> None:
    assert torch.equal(embedded(encoder, "red (roses:1) [(here)]"), embedded(encoder, "red roses here"))


def test_a_weight_pulls_its_own_words_away_from_the_empty_prompt(encoder: Encoder) -> None:
    """Tokens of the tiny vocabulary are letters: the mark of the beginning, then r e d r o s e."""
    plain, empty = embedded(encoder, "red rose"), embedded(encoder, "")
    heavy = embedded(encoder, "red (rose:1.5)")

    expected = plain.clone()
    expected[:, 4:8] += 0.5 * (plain - empty)[:, 4:8]
    assert torch.allclose(heavy, expected, atol=1e-6)
    assert not torch.allclose(heavy, plain, atol=1e-3)


def test_words_of_no_weight_are_as_if_nothing_stood_there(encoder: Encoder) -> None:
    light = embedded(encoder, "(rose:0)")
    assert torch.allclose(light[:, 1:5], embedded(encoder, "")[:, 1:5], atol=1e-6)


def test_words_beyond_the_models_length_are_seen_in_a_chunk_of_their_own(encoder: Encoder) -> None:
    text = "r" * 75 + " " + "o" * 10
    assert encoder.wish(replace(request(), prompt=text)).chunks == 2

    both = embedded(encoder, text, chunks=2)
    assert torch.equal(both, torch.cat([embedded(encoder, "r" * 75), embedded(encoder, "o" * 10)], dim=1))


def test_a_long_negative_prompt_asks_for_as_many_chunks(encoder: Encoder) -> None:
    assert encoder.wish(replace(request(), negative_prompt="fog " * 60)).chunks == 3


def test_what_the_grammar_does_not_know_is_a_bad_recipe(encoder: Encoder) -> None:
    with pytest.raises(RenderError, match="not understood at character 1") as refusal:
        encoder.wish(replace(request(), prompt="(roses"))
    assert refusal.value.kind == "bad_recipe"


def test_xl_sees_zeros_where_nothing_is_unwanted(tiny_xl: Path, tiny_model: Path) -> None:
    xl, sd = (Diffusers(**options(model)).loaded().encoder for model in (tiny_xl, tiny_model))

    assert not xl.unwanted((), 1)[0].any() and not xl.unwanted((), 1)[1].any()
    assert xl.unwanted((Piece("fog"),), 1)[0].any()
    assert sd.unwanted((), 1)[0].any()


@pytest.mark.parametrize("model", ["tiny_model", "tiny_xl"])
def test_pictures_of_plain_words_are_the_pipelines_own(model: str, request: pytest.FixtureRequest) -> None:
    asked = one(prompt="red roses", negative_prompt="fog")
    engine = Diffusers(**options(request.getfixturevalue(model)))
    pipeline = engine.loaded().pipeline
    ours = latents(engine, asked)

    dice = [torch.Generator("cpu").manual_seed(asked.seed)]
    bare = pipeline(
        prompt="red roses", negative_prompt="fog", width=48, height=32, num_inference_steps=4, guidance_scale=7.5,
        generator=dice, latents=drawing.noise(pipeline, dice, width=48, height=32), output_type="latent",
    ).images  # fmt: skip
    assert torch.equal(ours, bare)


@pytest.mark.parametrize("model", ["tiny_model", "tiny_xl", "tiny_lcm"])
@pytest.mark.parametrize("guidance", [7.5, 0.0])
def test_words_change_at_their_step_and_not_before(model: str, guidance: float, request: pytest.FixtureRequest) -> None:
    """With four steps, [a:b:0.5] gives two of each, and the fraction of the last step is 0.75."""
    engine = Diffusers(**options(request.getfixturevalue(model)))

    def of(prompt: str) -> Any:
        return latents(engine, one(prompt=prompt, guidance=guidance))

    half, tulip, rose = of("[tulip:rose:0.5]"), of("tulip"), of("rose")
    assert not torch.equal(half, tulip) and not torch.equal(half, rose)
    assert torch.equal(half, of("[tulip:rose:0.3]")) and not torch.equal(half, of("[tulip:rose:0.6]"))
    assert torch.equal(of("[tulip:rose:0.9]"), tulip)


def one(**more: Any) -> RenderRequest:
    return replace(request(1, width=48, height=32), steps=4, **more)


def latents(engine: Diffusers, asked: RenderRequest) -> Any:
    loaded = engine.loaded()
    return drawing.draw(loaded.pipeline, [asked], encoder=loaded.encoder, on_step=ignore, output="latent")
