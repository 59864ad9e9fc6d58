"""Stable Diffusion with random weights: as quick as the trained one, and nothing to download."""

import json
from pathlib import Path
from typing import Any, Final

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

# Stable Diffusion 2.1 to the last layer, from its published configuration.
FULL: Final[dict[str, dict[str, Any]]] = {
    "text": {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 23, "num_attention_heads": 16},
    "unet": {
        "block_out_channels": (320, 640, 1280, 1280),
        "attention_head_dim": (5, 10, 20, 20),
        "cross_attention_dim": 1024,
        "use_linear_projection": True,
        "sample_size": 96,
    },
    "vae": {"block_out_channels": (128, 256, 512, 512), "layers_per_block": 2, "sample_size": 768},
}
# The same plan, narrower: about a second for a picture of 256×192 on two cores.
SMALL: Final[dict[str, dict[str, Any]]] = {
    "text": {"hidden_size": 128, "intermediate_size": 512, "num_hidden_layers": 4, "num_attention_heads": 4},
    "unet": {
        "block_out_channels": (64, 128, 192, 192),
        "attention_head_dim": (2, 4, 6, 6),
        "cross_attention_dim": 128,
        "use_linear_projection": True,
        "sample_size": 32,
    },
    "vae": {"block_out_channels": (32, 64, 64, 64), "layers_per_block": 1, "sample_size": 256},
}


def save(folder: Path, plan: dict[str, dict[str, Any]], *, dtype: torch.dtype) -> Path:
    torch.manual_seed(0)
    text = CLIPTextConfig(vocab_size=49408, max_position_embeddings=77, hidden_act="gelu", **plan["text"])
    unet = UNet2DConditionModel(in_channels=4, out_channels=4, layers_per_block=2, **plan["unet"])
    vae = AutoencoderKL(
        latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        **plan["vae"],
    )
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=CLIPTextModel(text),
        tokenizer=_tokenizer(folder),
        unet=unet,
        scheduler=DDIMScheduler(
            beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    for part in (pipeline.text_encoder, pipeline.unet, pipeline.vae):
        part.to(dtype)
    pipeline.save_pretrained(folder / "model")
    return folder / "model"


def _tokenizer(folder: Path) -> CLIPTokenizer:
    """A vocabulary of single letters: enough for every prompt."""
    letters = [chr(code) for code in range(33, 127)]
    tokens = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    vocabulary, merges = folder / "vocab.json", folder / "merges.txt"
    vocabulary.write_text(json.dumps({token: number for number, token in enumerate(tokens)}))
    merges.write_text("#version: 0.2\n")
    return CLIPTokenizer(str(vocabulary), str(merges), model_max_length=77)
