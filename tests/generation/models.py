"""What a diffusers engine is built with, when a test builds its own."""

from pathlib import Path
from typing import Any


def options(model: Path, **more: Any) -> dict[str, Any]:
    return {
        "model": str(model), "revision": "", "variant": "", "offline": True, "device": "cpu", "dtype": "auto",
        "batch_size": 2, "memory": "plenty", "compile": False, "loras": (), **more,
    }  # fmt: skip
