"""The FER library's own code, run without TensorFlow: LiteRT stands in for the one class that it takes from there.

Its cascade, its crops and its model are its own; so are its habits, such as padding the picture.
"""

import importlib.util
import sys
import types
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from ai_edge_litert.interpreter import Interpreter

from emotions.engines import fer

WANTED = ("tensorflow", "tensorflow.keras", "tensorflow.keras.models", "pkg_resources", "moviepy", "moviepy.editor")


@cache
def library() -> Any:
    """`FER()` of the installed package; the same one for everybody, as loading it takes a while."""
    folder = fer.model_file().parent.parent
    stand_ins = {name: types.ModuleType(name) for name in WANTED}
    stand_ins["tensorflow"].lite = types.SimpleNamespace(Interpreter=_interpreter)  # type: ignore[attr-defined]
    stand_ins["tensorflow.keras.models"].load_model = None  # type: ignore[attr-defined]
    stand_ins["pkg_resources"].resource_filename = lambda _package, name: str(folder / name)  # type: ignore[attr-defined]
    package = types.ModuleType("fer")
    package.__path__ = [str(folder)]
    with mock.patch.dict(sys.modules, stand_ins | {"fer": package}):
        spec = importlib.util.spec_from_file_location("fer.fer", Path(folder) / "fer.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.FER(use_tflite=True)


def _interpreter(model_path: str) -> Interpreter:
    return Interpreter(model_path=model_path, num_threads=1)
