"""The renderer for real models: Stable Diffusion 1.x, 2.x, XL, turbo and LCM, from a directory or the hub."""

import gc
import importlib.metadata
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import diffusers
import torch
from PIL import Image

from gallery.errors import GardenError
from generation import schedulers
from generation.engines.base import RenderError, RenderRequest
from generation.engines.batching import Batching, MemoryFullError
from generation.engines.diffusers import loading
from generation.engines.diffusers.drawing import draw
from generation.engines.diffusers.options import Options
from generation.engines.diffusers.words import Encoder

LIBRARIES: Final = ("diffusers", "transformers", "torch", "peft")
# How many pictures to try at once where nobody has said: a CPU gains nothing from company.
AT_ONCE_ON_A_GPU: Final = 8
FULL: Final = ("out of memory", "allocate memory", "ALLOC_FAILED")

OnStep = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Loaded:
    pipeline: Any
    own_scheduler: Any
    encoder: Encoder
    revision: str
    loras: str


class Diffusers:
    """Loads its pipeline on the first picture and keeps it. Threads may share it; they render one after another."""

    def __init__(self, **options: Any) -> None:
        self._options = Options(**options)
        self._device = _device(self._options.device)
        self._dtype = _dtype(self._options.dtype, self._device)
        on_cpu = self._device == "cpu"
        self._batching = Batching(self._options.batch_size or (1 if on_cpu else AT_ONCE_ON_A_GPU))
        self._memory = self._options.memory
        self._loaded: _Loaded | None = None
        self._loading = threading.Lock()
        # A pipeline and its scheduler are full of state.
        self._drawing = threading.Lock()

    def most(self) -> int:
        return self._batching.most

    def describe(self) -> dict[str, str]:
        loaded = self.loaded()
        device = torch.device(self._device)
        folder = Path(self._options.model).expanduser()
        return {
            "renderer": "diffusers",
            # The folder's name, not its path: the same model elsewhere is the same model.
            "model": folder.name if folder.is_dir() else self._options.model,
            "revision": loaded.revision,
            "variant": self._options.variant,
            "loras": loaded.loras,
            "device": device.type,
            "gpu": torch.cuda.get_device_name(device) if device.type == "cuda" else "",
            "dtype": self._dtype,
            "memory": self._memory,
            "compile": "yes" if self._options.compile else "no",
            **{library: importlib.metadata.version(library) for library in LIBRARIES},
        }

    def render(self, requests: Sequence[RenderRequest], on_step: OnStep) -> list[Image.Image]:
        with self._drawing:
            loaded = self.loaded()
            pictures: dict[int, Image.Image] = {}
            for places in _alike(loaded.encoder, requests):
                group = [requests[place] for place in places]
                steps = _Steps(on_step, before=len(pictures), total=len(requests))
                self._schedule(loaded, group[0].scheduler)
                pictures |= zip(places, self._group(loaded, group, steps), strict=True)
            return [pictures[place] for place in range(len(requests))]

    def loaded(self) -> _Loaded:
        """Raises RenderError."""
        with self._loading:
            if self._loaded is None:
                pipeline, revision, loras = loading.load(self._options, device=self._device, dtype=self._dtype)
                self._loaded = _Loaded(pipeline, pipeline.scheduler, Encoder(pipeline), revision, loras)
            return self._loaded

    def _group(self, loaded: _Loaded, requests: Sequence[RenderRequest], steps: "_Steps") -> list[Image.Image]:
        """Requests that may go through the pipeline together, as many at once as fit."""

        def make(part: Sequence[RenderRequest]) -> list[Image.Image]:
            try:
                return self._part(loaded, part, steps)
            except MemoryFullError:
                if len(part) > 1 or self._memory == "short":
                    raise
            # Not even one picture fits; once more, in small pieces, from now on.
            self._memory = "short"
            loading.save_memory(loaded.pipeline)
            return self._part(loaded, part, steps)

        try:
            return self._batching.make(requests, make)
        except MemoryFullError:
            raise RenderError("The device has too little memory for pictures of this size.", kind="oom") from None

    def _part(self, loaded: _Loaded, part: Sequence[RenderRequest], steps: "_Steps") -> list[Image.Image]:
        try:
            pictures = draw(loaded.pipeline, part, encoder=loaded.encoder, on_step=steps.of(len(part)))
            steps.finished(len(part))
            return [picture.convert("RGB") for picture in pictures]
        except RenderError:
            raise
        except Exception as error:
            if error is steps.refusal:
                # What the caller raised (a stop, a database that is gone) is for the caller to understand.
                raise
            if not _is_full(error):
                raise RenderError(f"The pipeline stopped with {type(error).__name__}: {error}") from error
        # Out here the error is forgotten, and with it the frames that hold on to the tensors.
        gc.collect()
        if self._device.startswith("cuda"):
            torch.cuda.empty_cache()
        raise MemoryFullError

    def _schedule(self, loaded: _Loaded, name: str) -> None:
        """A new one for each batch: what an interrupted one remembers is gone."""
        try:
            chosen = schedulers.find(name)
        except GardenError as error:
            raise RenderError(str(error.sentence), kind="bad_recipe") from error
        own = loaded.own_scheduler
        kind = type(own) if chosen is None else getattr(diffusers, chosen.name)
        loaded.pipeline.scheduler = kind.from_config(own.config, **(chosen.options if chosen else {}))


class _Steps:
    """Says how far all the requests are, in steps of single pictures, while parts of them come and go."""

    def __init__(self, on_step: OnStep, *, before: int, total: int) -> None:
        self._on_step = on_step
        self._before = before
        self._total = total
        # What on_step raised; it ends the rendering.
        self.refusal: Exception | None = None

    def of(self, size: int) -> OnStep:
        def say(done: int, steps: int) -> None:
            try:
                self._on_step(self._before * steps + done * size, self._total * steps)
            except Exception as error:
                self.refusal = error
                raise

        return say

    def finished(self, size: int) -> None:
        self._before += size


def _alike(encoder: Encoder, requests: Sequence[RenderRequest]) -> list[list[int]]:
    """The places of requests that may share a batch. Longer words would give the others more to look at."""
    places: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(requests):
        shape = (one.width, one.height, one.steps, one.guidance, one.scheduler)
        places[(*shape, encoder.wish(one).chunks)].append(place)
    return list(places.values())


def _is_full(error: Exception) -> bool:
    # PyTorch has a class of its own for a full GPU only; a full RAM is a RuntimeError that says so.
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or any(word in str(error) for word in FULL)


def _device(name: str) -> str:
    if name != "auto":
        return name
    return "cuda" if torch.cuda.is_available() else "cpu"


def _dtype(name: str, device: str) -> str:
    if name != "auto":
        return name
    return "float32" if device == "cpu" else "float16"
