"""The safety checker that was published with Stable Diffusion: pictures near 17 concepts are flagged."""

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker, cosine_distance
from PIL import Image
from transformers import CLIPImageProcessor

from generation.engines.base import RenderError
from generation.engines.checking import Finding

# What the checker's own code adds to every concept of a picture that is near one of the three special ones.
SPECIAL_CARE: Final = 0.01
# Its own code rounds so, and flags what is above 0 then.
DIGITS: Final = 3


class StableSafety:
    """Loads its model on the first picture and keeps it."""

    def __init__(self, *, model: str, revision: str, offline: bool, device: str) -> None:
        self._model = model
        self._revision = revision
        self._offline = offline
        self._device = device if device != "auto" else ("cuda" if torch.cuda.is_available() else "cpu")
        self._loaded: tuple[Any, Any] | None = None

    def check(self, pictures: Sequence[Image.Image]) -> list[Finding]:
        checker, processor = self._loaded or self._load()
        pixels = processor(images=list(pictures), return_tensors="pt").pixel_values.to(self._device)
        scores, concepts = _margins(checker, pixels).max(dim=1)
        pinned = f" {self._revision}" if self._revision else ""
        name = f"{Path(self._model).name}{pinned}, diffusers {importlib.metadata.version('diffusers')}"
        return [
            Finding(score=float(score), threshold=0.0, model=name, concern=f"concept {int(concept)}")
            for score, concept in zip(scores, concepts, strict=True)
        ]

    def _load(self) -> tuple[Any, Any]:
        # A whole Stable Diffusion model carries its checker in folders of its own.
        inside = Path(self._model, "safety_checker").is_dir()
        try:
            checker = StableDiffusionSafetyChecker.from_pretrained(
                self._model,
                subfolder="safety_checker" if inside else "",
                revision=self._revision or "main",
                local_files_only=self._offline,
            )
            processor = CLIPImageProcessor.from_pretrained(
                self._model,
                subfolder="feature_extractor" if inside else "",
                revision=self._revision or "main",
                local_files_only=self._offline,
            )
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise RenderError(
                f"The safety checker {self._model} could not be loaded: {reason}", kind="safety"
            ) from error
        self._loaded = checker.eval().float().to(self._device), processor
        return self._loaded


@torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
def _margins(checker: Any, pixels: Any) -> Any:
    """How far each picture is above each concept's own threshold, as the checker's `forward` has it.

    `forward` itself says yes or no only, and takes a NaN for a no.
    """
    seen = checker.visual_projection(checker.vision_model(pixels)[1])
    special = cosine_distance(seen, checker.special_care_embeds) - checker.special_care_embeds_weights
    concepts = cosine_distance(seen, checker.concept_embeds) - checker.concept_embeds_weights
    careful = (special.round(decimals=DIGITS) > 0).any(dim=1, keepdim=True)
    return (concepts + careful * SPECIAL_CARE).round(decimals=DIGITS).cpu()
