"""From a directory, or the hub's cache, to a pipeline: what is loaded, once, and under which name it is known."""

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline
from peft import LoraConfig, get_peft_model_state_dict

from generation.engines.base import RenderError
from generation.engines.diffusers import Diffusers, revisions
from tests.generation.models import options
from tests.generation.test_renderers import difference, ignore, request

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ASKED = [request(seed, width=48, height=32) for seed in (1, 2)]


@pytest.fixture
def copied(tiny_model: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_model, tmp_path / "copied")


@pytest.fixture
def lora(tiny_model: Path, tmp_path: Path) -> Path:
    """Random weights that turn every picture into another."""
    torch.manual_seed(1)
    unet = StableDiffusionPipeline.from_pretrained(tiny_model).unet
    unet.add_adapter(LoraConfig(r=4, target_modules=["to_q", "to_v"], init_lora_weights=False))
    folder = tmp_path / "petals"
    StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=get_peft_model_state_dict(unet))
    return folder


def refusal(**given: Any) -> RenderError:
    with pytest.raises(RenderError) as found:
        Diffusers(**options(**given)).render(ASKED, ignore)
    assert found.value.kind == "model"
    return found.value


def test_the_same_weights_elsewhere_are_the_same_revision(tiny_model: Path, copied: Path) -> None:
    (copied / "safety_checker").mkdir()
    (copied / "safety_checker" / "model.safetensors").write_bytes(b"checks, does not draw")
    (copied / "README.md").write_text("A card.")
    assert revisions.of_folder(copied) == revisions.of_folder(tiny_model)

    (weights,) = (copied / "unet").glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-1] + b"\1")
    assert revisions.of_folder(copied) != revisions.of_folder(tiny_model)


def test_the_hubs_commit_names_what_its_cache_holds(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The branch has moved on; the recipe says which commit the picture came from."""
    cache = tmp_path / "models--garden--tiny"
    shutil.copytree(tiny_model, cache / "snapshots" / COMMIT)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(COMMIT)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    engine = Diffusers(**options(Path("garden/tiny"), revision="main"))

    assert engine.render(ASKED, ignore)[0].size == (48, 32)
    described = engine.describe()
    assert (described["model"], described["revision"]) == ("garden/tiny", COMMIT)


def test_a_model_of_another_family_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "FluxPipeline"}))

    assert "is made for FluxPipeline; known are LatentConsistencyModelPipeline, Stable" in str(refusal(model=tmp_path))


def test_a_lora_changes_pictures_by_its_weight_and_is_named(tiny_model: Path, lora: Path) -> None:
    plain, strong, faint = (
        Diffusers(**options(tiny_model, loras=loras)) for loras in ((), (str(lora),), (f"{lora}=0.001",))
    )
    without, much, little = (engine.render(ASKED, ignore)[0] for engine in (plain, strong, faint))

    assert difference(much, without) > 8
    assert difference(little, without) < difference(much, without) / 4
    assert plain.describe()["loras"] == ""
    assert faint.describe()["loras"].startswith("petals=0.001@sha256:")
    assert strong.describe()["revision"] == plain.describe()["revision"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/loras/not-here", "names /loras/not-here, which is not there"),
        ("{folder}=much", "after the = stands a number"),
        ("{folder}", "has 0 files of weights"),
    ],
)
def test_a_lora_that_cannot_be_used_is_a_clear_sentence(
    tiny_model: Path, tmp_path: Path, text: str, words: str
) -> None:
    assert words in str(refusal(model=tiny_model, loras=(text.format(folder=tmp_path),)))


def test_threads_share_one_pipeline_and_keep_their_pictures_apart(tiny_model: Path) -> None:
    engine = Diffusers(**options(tiny_model))
    found: dict[int, Any] = {}

    def render(seed: int) -> None:
        found[seed] = (engine.loaded().pipeline, engine.render([request(seed, width=48, height=32)], ignore)[0])

    threads = [threading.Thread(target=render, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(pipeline) for pipeline, _picture in found.values()}) == 1
    for seed, (_pipeline, picture) in found.items():
        assert difference(picture, engine.render([request(seed, width=48, height=32)], ignore)[0]) <= 1


def test_a_size_that_the_model_cannot_make_is_a_bad_recipe(tiny_model: Path) -> None:
    with pytest.raises(RenderError, match="sides divisible by 8; 50×32 does not") as found:
        Diffusers(**options(tiny_model)).render([request(width=50, height=32)], ignore)
    assert found.value.kind == "bad_recipe"


def test_a_cpu_gains_nothing_from_company(tiny_model: Path) -> None:
    assert Diffusers(**options(tiny_model, batch_size=0)).most() == 1


def test_half_precision_is_for_whom_asks_for_it(tiny_model: Path) -> None:
    engine = Diffusers(**options(tiny_model, dtype="bfloat16"))

    assert engine.render(ASKED[:1], ignore)[0].size == (48, 32)
    assert (engine.describe()["dtype"], engine.loaded().pipeline.unet.dtype) == ("bfloat16", torch.bfloat16)
