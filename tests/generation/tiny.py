"""Real Stable Diffusion pipelines with tiny random weights, made in a second, saved like any model."""

import json
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DiffusionPipeline,
    EulerDiscreteScheduler,
    LatentConsistencyModelPipeline,
    LCMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

WIDTH = 32
NOISE: dict[str, Any] = {"beta_schedule": "scaled_linear", "steps_offset": 1}
UNCHECKED: dict[str, Any] = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}


def save_model(folder: Path) -> Path:
    """As Stable Diffusion 1.x and 2.x are; the directory is what `from_pretrained` reads."""
    scheduler = DDIMScheduler(**NOISE, clip_sample=False, set_alpha_to_one=False)
    return _saved(folder / "tiny-model", StableDiffusionPipeline, _parts(folder, scheduler) | UNCHECKED)


def save_lcm_model(folder: Path) -> Path:
    """As the consistency models are: guidance is a number that the network takes."""
    parts = _parts(folder, LCMScheduler(**NOISE), time_cond_proj_dim=WIDTH)
    return _saved(folder / "tiny-lcm", LatentConsistencyModelPipeline, parts | UNCHECKED)


def save_xl_model(folder: Path) -> Path:
    """As Stable Diffusion XL is: two text encoders, and a summary of the second's words."""
    about = {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + WIDTH,
        "cross_attention_dim": 2 * WIDTH,
        "use_linear_projection": True,
    }
    parts = _parts(folder, EulerDiscreteScheduler(**NOISE), **about)
    second = CLIPTextModelWithProjection(_text_config(projection_dim=WIDTH)).eval()
    both = {"text_encoder_2": second, "tokenizer_2": _tokenizer(folder)}
    return _saved(folder / "tiny-xl", StableDiffusionXLPipeline, parts | both)


def _saved(folder: Path, kind: type[DiffusionPipeline], parts: dict[str, Any]) -> Path:
    kind(**parts).save_pretrained(folder)
    return folder


def _parts(folder: Path, scheduler: Any, **unet: Any) -> dict[str, Any]:
    torch.manual_seed(0)
    # So little work is done sooner by one thread than by several that wait for one another.
    torch.set_num_threads(1)
    return {
        "scheduler": scheduler,
        "tokenizer": _tokenizer(folder),
        "text_encoder": CLIPTextModel(_text_config()).eval(),
        "unet": _unet(**unet),
        "vae": _vae(),
    }


def _text_config(**more: Any) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=1000,
        hidden_size=WIDTH,
        intermediate_size=37,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=77,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
        **more,
    )


def _unet(**more: Any) -> UNet2DConditionModel:
    shape: dict[str, Any] = {"cross_attention_dim": WIDTH, **more}
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=4,
        out_channels=4,
        layers_per_block=1,
        block_out_channels=(32, 64),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=8,
        **shape,
    ).eval()


def _vae() -> AutoencoderKL:
    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        block_out_channels=(32, 32, 32, 32),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
    ).eval()


def _tokenizer(folder: Path) -> CLIPTokenizer:
    """A vocabulary of single letters: enough for every prompt."""
    letters = [chr(code) for code in range(33, 127)]
    tokens = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{letter}</w>" for letter in letters)]
    vocabulary, merges = folder / "vocab.json", folder / "merges.txt"
    vocabulary.write_text(json.dumps({token: number for number, token in enumerate(tokens)}))
    merges.write_text("#version: 0.2\n")
    return CLIPTokenizer(str(vocabulary), str(merges), model_max_length=77)
