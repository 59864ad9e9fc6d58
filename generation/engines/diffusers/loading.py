"""From a directory or a hub name to a pipeline on its device."""

from pathlib import Path
from typing import Any, Final

import diffusers
import torch

from generation.engines.base import RenderError
from generation.engines.diffusers import revisions
from generation.engines.diffusers.options import Lora, Options

# What a model's index says it was made for → what renders text with it. Turbo models are one of the first two.
PIPELINES: Final = {
    "StableDiffusionPipeline": diffusers.StableDiffusionPipeline,
    "StableDiffusionImg2ImgPipeline": diffusers.StableDiffusionPipeline,
    "StableDiffusionXLPipeline": diffusers.StableDiffusionXLPipeline,
    "StableDiffusionXLImg2ImgPipeline": diffusers.StableDiffusionXLPipeline,
    "LatentConsistencyModelPipeline": diffusers.LatentConsistencyModelPipeline,
}
# Its verdict belongs onto the picture, which it would only blacken; checking is the garden's own step.
NO_CHECKER: Final = {"safety_checker": None, "requires_safety_checker": False}


def load(options: Options, *, device: str, dtype: str) -> tuple[Any, str, str]:
    """The pipeline, the revision of its weights and those of its LoRAs. Raises RenderError."""
    try:
        return _load(options, device=device, dtype=dtype)
    except RenderError:
        raise
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise RenderError(f"The device has too little memory for the model {options.model}.", kind="oom") from error
    except Exception as error:
        raise RenderError(_not_loaded(options, error), kind="model") from error


def save_memory(pipeline: Any) -> None:
    """Attention and decoding in small pieces: slower, and large pictures come out slightly different."""
    pipeline.enable_attention_slicing()
    pipeline.vae.enable_tiling()


def _load(options: Options, *, device: str, dtype: str) -> tuple[Any, str, str]:
    folder, revision = _folder(options)
    kind = diffusers.DiffusionPipeline.load_config(folder)["_class_name"]
    if kind not in PIPELINES:
        raise RenderError(
            f"The model {options.model} is made for {kind}; known are {', '.join(sorted(PIPELINES))}.", kind="model"
        )
    pipeline = PIPELINES[kind].from_pretrained(
        folder,
        variant=options.variant or None,
        local_files_only=True,
        dtype=getattr(torch, dtype),
        **(NO_CHECKER if "XL" not in kind else {}),
    )
    pipeline.set_progress_bar_config(disable=True)
    loras = _add_loras(pipeline, [Lora.of(text) for text in options.loras])
    pipeline.to(device)
    # One picture after another: the memory of a whole batch's decoding is never needed, and it costs no time.
    pipeline.vae.enable_slicing()
    if options.memory == "short":
        save_memory(pipeline)
    if device.startswith("cuda"):
        # How tensor cores want convolutions laid out.
        pipeline.unet.to(memory_format=torch.channels_last)
        pipeline.vae.to(memory_format=torch.channels_last)
    if options.compile:
        pipeline.unet.compile()
    return pipeline, revision, loras


def _folder(options: Options) -> tuple[Path, str]:
    """Where the model lies, brought there if need be, and what names its weights."""
    folder = Path(options.model).expanduser()
    if folder.is_dir():
        return folder, revisions.of_folder(folder)
    if _looks_local(options.model):
        raise RenderError(f"GENERATION_MODEL names the directory {options.model}, which is not there.", kind="model")
    found = Path(
        diffusers.DiffusionPipeline.download(
            options.model,
            revision=options.revision or None,
            variant=options.variant or None,
            local_files_only=options.offline,
            safety_checker=None,
        )
    )
    # The hub's cache names each snapshot's folder for its commit.
    return found, found.name


def _add_loras(pipeline: Any, loras: list[Lora]) -> str:
    """Adds the weights for good, so that they cost nothing while rendering; what names them in a recipe."""
    for number, lora in enumerate(loras):
        pipeline.load_lora_weights(lora.file.parent, weight_name=lora.file.name, adapter_name=f"lora{number}")
    if loras:
        pipeline.set_adapters([f"lora{number}" for number in range(len(loras))], [lora.scale for lora in loras])
        pipeline.fuse_lora(components=_taught(pipeline))
        pipeline.unload_lora_weights()
    names = [
        f"{lora.path.stem}={lora.scale:g}@{revisions.of_files([lora.file], below=lora.file.parent)}" for lora in loras
    ]
    return ", ".join(names)


def _taught(pipeline: Any) -> list[str]:
    """The components that a LoRA can change."""
    return [name for name in ("unet", "text_encoder", "text_encoder_2") if getattr(pipeline, name, None) is not None]


def _not_loaded(options: Options, error: Exception) -> str:
    where = "is not on this machine (GENERATION_OFFLINE is on)" if options.offline else "could not be loaded"
    said = str(error).splitlines()
    return f"The model {options.model} {where}: {said[0] if said else type(error).__name__}"


def _looks_local(model: str) -> bool:
    return model.startswith((".", "/", "~")) or model.count("/") != 1
