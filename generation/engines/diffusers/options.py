"""What an operator may choose about the model."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from generation.engines.base import RenderError


@dataclass(frozen=True, slots=True)
class Lora:
    """Weights on top of the model's: a directory or a file, and how strongly they count."""

    path: Path
    scale: float

    @classmethod
    def of(cls, text: str) -> Self:
        """From `path` or `path=0.8`. Raises RenderError."""
        path, equals, scale = text.rpartition("=")
        try:
            found = cls(Path(path if equals else text).expanduser(), float(scale) if equals else 1.0)
        except ValueError:
            raise RenderError(f"GENERATION_LORAS has {text!r}: after the = stands a number.", kind="model") from None
        if not found.path.exists():
            raise RenderError(f"GENERATION_LORAS names {found.path}, which is not there.", kind="model")
        return found

    @property
    def file(self) -> Path:
        """The file of weights. Raises RenderError unless there is one and only one."""
        if self.path.is_file():
            return self.path
        found = sorted(self.path.glob("*.safetensors"))
        if len(found) != 1:
            raise RenderError(
                f"GENERATION_LORAS names the directory {self.path}, which has {len(found)} files of weights "
                "(*.safetensors) instead of one; name the file.",
                kind="model",
            )
        return found[0]


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of GENERATION_…, as the engine is built with them; `batch_size` 0 lets it choose."""

    model: str
    revision: str
    variant: str
    offline: bool
    device: str
    dtype: str
    batch_size: int
    memory: str
    compile: bool
    loras: tuple[str, ...]
