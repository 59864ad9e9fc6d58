"""One batch through the pipeline: dice of its own for each picture, words that change on the way."""

from collections.abc import Callable, Sequence
from typing import Any

import diffusers
import torch

from generation.engines.base import RenderError, RenderRequest
from generation.engines.diffusers.words import Encoder, Wish


def draw(
    pipeline: Any,
    requests: Sequence[RenderRequest],
    *,
    encoder: Encoder,
    on_step: Callable[[int, int], None],
    output: str = "pil",
) -> Any:
    """Pictures, or with `output` "latent" the tensor that they are decoded from, for requests of one shape."""
    first = requests[0]
    _check_size(pipeline, first)
    words = _Words(pipeline, requests, encoder)
    # On the CPU, one for each picture: the same noise on every device and in every company. Schedulers that draw
    # noise at each step go on with the same dice.
    dice = [torch.Generator("cpu").manual_seed(request.seed) for request in requests]

    def stepped(pipe: Any, step: int, _timestep: Any, _tensors: dict[str, Any]) -> dict[str, Any]:
        on_step(step + 1, pipe.num_timesteps)
        return words.changed(step / pipe.num_timesteps, (step + 1) / pipe.num_timesteps)

    answer = pipeline(
        **words.at(0),
        width=first.width,
        height=first.height,
        num_inference_steps=first.steps,
        guidance_scale=first.guidance,
        generator=dice,
        latents=noise(pipeline, dice, width=first.width, height=first.height),
        callback_on_step_end=stepped,
        output_type=output,
    )
    return answer.images


def noise(pipeline: Any, dice: Sequence[Any], *, width: int, height: int) -> Any:
    """Each picture's first noise, drawn alone and then stacked: a batch of four gives what four batches give."""
    scale = pipeline.vae_scale_factor
    shape = (1, pipeline.unet.config.in_channels, height // scale, width // scale)
    # Drawn in 32 bits whatever the model's type: half precision starts from the same noise.
    drawn = torch.cat([torch.randn(shape, generator=die, dtype=torch.float32) for die in dice])
    return drawn.to(pipeline.unet.device, pipeline.unet.dtype)


def _check_size(pipeline: Any, request: RenderRequest) -> None:
    scale = pipeline.vae_scale_factor
    if request.width % scale or request.height % scale:
        raise RenderError(
            f"This model's pictures have sides divisible by {scale}; {request.width}×{request.height} does not.",
            kind="bad_recipe",
        )


class _Words:
    """The words of a batch, as tensors, at each moment."""

    def __init__(self, pipeline: Any, requests: Sequence[RenderRequest], encoder: Encoder) -> None:
        self._encoder = encoder
        self._wishes: list[Wish] = [encoder.wish(request) for request in requests]
        consistency = isinstance(pipeline, diffusers.LatentConsistencyModelPipeline)
        taught = pipeline.unet.config.time_cond_proj_dim is not None
        # Such models take guidance as a number; they never look at what is not wanted.
        self._guided = requests[0].guidance > 1 and not consistency and not taught

    def at(self, fraction: float) -> dict[str, Any]:
        """As the pipeline wants them at its start."""
        chunks = max(wish.chunks for wish in self._wishes)
        wanted = [self._encoder.embedded(wish.wanted.at(fraction), chunks) for wish in self._wishes]
        found = _named(wanted, prefix="")
        if self._guided:
            unwanted = [self._encoder.unwanted(wish.unwanted.at(fraction), chunks) for wish in self._wishes]
            found |= _named(unwanted, prefix="negative_")
        return found

    def changed(self, before: float, now: float) -> dict[str, Any]:
        """As the pipeline wants them between its steps, if anybody's words are others than before."""
        readings = [reading for wish in self._wishes for reading in (wish.wanted, wish.unwanted)]
        if all(reading.at(before) == reading.at(now) for reading in readings):
            return {}
        words = self.at(now)
        found = {"prompt_embeds": _stacked(words, "prompt_embeds")}
        if "pooled_prompt_embeds" in words:
            found["add_text_embeds"] = _stacked(words, "pooled_prompt_embeds")
        return found


def _named(embedded: Sequence[tuple[Any, Any]], *, prefix: str) -> dict[str, Any]:
    found = {f"{prefix}prompt_embeds": torch.cat([hidden for hidden, _pooled in embedded])}
    if embedded[0][1] is not None:
        found[f"{prefix}pooled_prompt_embeds"] = torch.cat([pooled for _hidden, pooled in embedded])
    return found


def _stacked(words: dict[str, Any], name: str) -> Any:
    """Inside its loop a pipeline has what is unwanted and what is wanted in one tensor, in this order."""
    unwanted = words.get(f"negative_{name}")
    return words[name] if unwanted is None else torch.cat([unwanted, words[name]])
