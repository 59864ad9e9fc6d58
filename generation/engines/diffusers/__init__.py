"""The renderer for real models: any Stable Diffusion directory or hub name that diffusers can load."""

import importlib.metadata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import diffusers
import torch
from PIL import Image

from generation.engines.base import Interrupted, RenderError, RenderRequest

LIBRARIES: Final = ("diffusers", "transformers", "torch")


class Diffusers:
    """Loads its pipeline on the first picture and keeps it. One per process: a pipeline is not thread-safe."""

    def __init__(self, *, model: str, revision: str, offline: bool, device: str, dtype: str) -> None:
        self._model = model
        self._revision = revision
        self._offline = offline
        self._device = _device(device)
        self._dtype = dtype if dtype != "auto" else ("float32" if self._device == "cpu" else "float16")
        self._pipeline: Any = None
        self._own_scheduler: Any = None

    def describe(self) -> dict[str, str]:
        return {
            "renderer": "diffusers",
            # The folder's name, not its path: the same model elsewhere is the same model.
            "model": Path(self._model).name if Path(self._model).is_dir() else self._model,
            "revision": self._revision,
            "device": self._device,
            "dtype": self._dtype,
            **{library: importlib.metadata.version(library) for library in LIBRARIES},
        }

    def render(self, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]) -> list[Image.Image]:
        pipeline = self._loaded()
        self._schedule(requests[0].scheduler)
        try:
            return self._rendered(pipeline, requests, on_step)
        except (Interrupted, RenderError):
            raise
        except (torch.OutOfMemoryError, MemoryError) as error:
            raise RenderError("The device has too little memory for pictures of this size.", kind="oom") from error
        except Exception as error:
            # PyTorch has a class of its own for a full GPU only; a full RAM is a RuntimeError that says so.
            kind = "oom" if "allocate memory" in str(error) else "unknown"
            raise RenderError(f"The pipeline stopped with {type(error).__name__}: {error}", kind=kind) from error

    def _rendered(
        self, pipeline: Any, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]
    ) -> list[Image.Image]:
        first = requests[0]
        # On the CPU, one for each picture: the same noise on every device and in every company.
        dice = [torch.Generator("cpu").manual_seed(request.seed) for request in requests]

        def stepped(pipe: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            on_step(step + 1, pipe.num_timesteps)
            return tensors

        answer = pipeline(
            prompt=[request.prompt for request in requests],
            negative_prompt=[request.negative_prompt for request in requests],
            width=first.width,
            height=first.height,
            num_inference_steps=first.steps,
            guidance_scale=first.guidance,
            generator=dice,
            latents=self._noise(pipeline, dice, first),
            callback_on_step_end=stepped,
        )
        return [picture.convert("RGB") for picture in answer.images]

    def _noise(self, pipeline: Any, dice: Sequence[Any], first: RenderRequest) -> Any:
        """Each picture's first noise, drawn alone and then stacked: a batch of four gives what four batches give."""
        shape = (
            1,
            pipeline.unet.config.in_channels,
            first.height // pipeline.vae_scale_factor,
            first.width // pipeline.vae_scale_factor,
        )
        # Drawn in 32 bits whatever the model's type: half precision starts from the same noise.
        noise = torch.cat([torch.randn(shape, generator=die, dtype=torch.float32) for die in dice])
        return noise.to(self._device, getattr(torch, self._dtype))

    def _loaded(self) -> Any:
        if self._pipeline is None:
            try:
                pipeline = diffusers.DiffusionPipeline.from_pretrained(
                    self._model,
                    revision=self._revision or None,
                    local_files_only=self._offline,
                    dtype=getattr(torch, self._dtype),
                )
                pipeline.set_progress_bar_config(disable=True)
                self._pipeline = pipeline.to(self._device)
            except (torch.OutOfMemoryError, MemoryError) as error:
                raise RenderError(
                    f"The device has too little memory for the model {self._model}.", kind="oom"
                ) from error
            except Exception as error:
                raise RenderError(self._not_loaded(error), kind="model") from error
            self._own_scheduler = self._pipeline.scheduler
        return self._pipeline

    def _not_loaded(self, error: Exception) -> str:
        looks_local = self._model.startswith((".", "/", "~")) or self._model.count("/") != 1
        if looks_local and not Path(self._model).is_dir():
            return f"GENERATION_MODEL names the directory {self._model}, which is not there."
        where = "is not on this machine (GENERATION_OFFLINE is on)" if self._offline else "could not be loaded"
        return f"The model {self._model} {where}: {str(error).splitlines()[0] if str(error) else type(error).__name__}"

    def _schedule(self, name: str) -> None:
        """The scheduler of this class name; without a name, the model's own."""
        own = self._own_scheduler
        if not name or name == type(own).__name__:
            self._pipeline.scheduler = own
        elif name != type(self._pipeline.scheduler).__name__:
            found = getattr(diffusers, name, None) if name.endswith("Scheduler") else None
            if found is None:
                raise RenderError(f"diffusers has no scheduler named {name}.", kind="bad_recipe")
            self._pipeline.scheduler = found.from_config(own.config)


def _device(name: str) -> str:
    if name != "auto":
        return name
    return "cuda" if torch.cuda.is_available() else "cpu"
