"""Which weights these are: a hash of what a model's directory holds, so that a recipe names them wherever they lie."""

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

# What decides about the picture. The same model saved by another library, or with a card, is the same model.
_READ: Final = {".safetensors", ".bin", ".json", ".txt", ".model"}
_BESIDE_THE_PICTURE: Final = {"safety_checker", "feature_extractor"}


def of_folder(folder: Path) -> str:
    """`sha256:…` over the files of the components that the model's index names."""
    index = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))
    components = [name for name in index if name not in _BESIDE_THE_PICTURE and (folder / name).is_dir()]
    files = [path for name in components for path in (folder / name).rglob("*") if path.suffix in _READ]
    return of_files([folder / "model_index.json", *files], below=folder)


def of_files(files: Iterable[Path], *, below: Path) -> str:
    """`sha256:…` over names and contents; reads every byte, as quickly as the disk gives them."""
    ordered = sorted(path for path in files if path.is_file())
    with ThreadPoolExecutor() as pool:  # hashing lets other threads run
        contents = pool.map(_content, ordered)
        named = [f"{path.relative_to(below)} {content}" for path, content in zip(ordered, contents, strict=True)]
    return f"sha256:{hashlib.sha256(chr(10).join(named).encode()).hexdigest()}"


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
