"""The protocol: a request in one of its forms, and a picture out of any form of answer."""

import base64
import io
import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from generation.engines.base import RenderError, RenderRequest

# How the settings name the forms, and what each sends as Content-Type and Accept.
FORMS: Final = {
    "jpeg": ("application/json", "application/json;jpeg"),
    "array": ("application/json", "application/json"),
    "text": ("application/x-text", "application/json"),
}


_UNREADABLE: Final = (
    *(ValueError, TypeError, OverflowError, OSError, SyntaxError, RecursionError),
    *(UnidentifiedImageError, Image.DecompressionBombError),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent."""

    body: bytes
    content_type: str
    accept: str


def question(request: RenderRequest, *, form: str) -> Question:
    """Raises RenderError for what the protocol cannot say."""
    if request.scheduler:
        raise RenderError(
            f"An endpoint cannot be told to use the scheduler {request.scheduler}: leave the scheduler empty.",
            kind="bad_recipe",
        )
    content_type, accept = FORMS[form]
    said: Any = request.prompt if form == "text" else _payload(request)
    return Question(json.dumps(said).encode(), content_type, accept)


def picture(answer: bytes, request: RenderRequest) -> Image.Image:
    """The first picture of the answer. Raises RenderError when there is none, or not of the size asked for."""
    try:
        found = _picture(_first(json.loads(answer)))
    except _UNREADABLE as error:
        raise RenderError(f"The endpoint's answer holds no picture that can be read: {_brief(error)}") from error
    if found.size != (request.width, request.height):
        raise RenderError(
            f"The endpoint gave a picture of {found.width}×{found.height} instead of {request.width}×{request.height}.",
            # It would give the same again.
            kind="bad_recipe",
        )
    return found


def _payload(request: RenderRequest) -> dict[str, Any]:
    payload = {
        "prompt": request.prompt,
        "width": request.width,
        "height": request.height,
        "num_images_per_prompt": 1,
        "num_inference_steps": request.steps,
        "guidance_scale": request.guidance,
        "seed": request.seed,
    }
    return {**payload, "negative_prompt": request.negative_prompt} if request.negative_prompt else payload


def _first(answer: Any) -> Any:
    """The picture inside: flat or in `predictions`, one or a list."""
    match answer:
        case {"predictions": [first, *_]}:
            return _first(first)
        case {"generated_images": [first, *_]}:
            return first
        case {"generated_image": one}:
            return one
    raise ValueError(f"it says {json.dumps(answer)}")


def _picture(found: Any) -> Image.Image:
    if isinstance(found, str):
        return _decoded(found)
    # 64 bits first: a 300 must be seen as 300, and not as the 44 that eight bits make of it.
    numbers = np.asarray(found, dtype=np.float64)
    if numbers.ndim != 3 or numbers.shape[2] != 3 or not numbers.size:
        raise ValueError(f"its array has the shape {numbers.shape}, not height × width × 3")
    if not (np.isfinite(numbers).all() and numbers.min() >= 0 and numbers.max() <= 255):
        raise ValueError("its array has numbers that are no colours from 0 to 255")
    return Image.fromarray(numbers.round().astype(np.uint8))


def _decoded(text: str) -> Image.Image:
    # Some put a data URL around it.
    text = text.rpartition(",")[2] if text.startswith("data:") else text
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError("its text is not base64") from error
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as opened:
        return opened.convert("RGB")


def _brief(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else f"{text[:200]}…"
