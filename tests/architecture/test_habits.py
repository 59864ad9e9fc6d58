"""Habits that keep the code readable from one end: what happens is called, and is called where one can see it."""

import ast
from pathlib import Path

from tests.architecture import house


def test_every_module_says_its_job() -> None:
    silent = [house.where(path) for path in house.files(*house.APPS, "tests", "scripts") if not _says(path)]
    assert not silent, f"No docstring: {silent}. Say in the first line what the file is for."


def _says(path: Path) -> bool:
    empty = path.name == "__init__.py" and not path.read_text().strip()
    return empty or ast.get_docstring(house.tree(path)) is not None


def test_nothing_happens_by_a_signal_of_django() -> None:
    for path in house.modules():
        for node in ast.walk(house.tree(path)):
            for name in house.imported(node):
                assert not name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals")), (
                    f"{house.where(path, node)} imports {name}: nobody who reads the caller sees what a receiver "
                    "does. Call the function."
                )


def test_nothing_of_ours_is_imported_inside_a_function() -> None:
    for path in house.modules():
        for function in house.functions(path):
            for node in ast.walk(function):
                for name in house.imported(node):
                    assert name.split(".")[0] not in (*house.APPS, ""), (
                        f"{house.where(path, node)} imports {name} inside a function: the circle it dodges is the "
                        "fault. Move what both need into a module below them."
                    )


def test_no_model_hides_work_in_save_or_delete() -> None:
    models = [path for path in house.modules() if "models" in (path.stem, path.parent.name)]
    assert len(models) >= 8, "Few models are left: is this test blind?"
    for path in models:
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    assert not (isinstance(inner, ast.FunctionDef) and inner.name in {"save", "delete"}), (
                        f"{house.where(path, inner)} overrides {inner.name}(): update() and bulk_create() pass it by. "
                        "Make it a function that callers call."
                    )


def test_nothing_is_left_for_later() -> None:
    marks = ("TODO", "FIXME", "XXX", "NotImplementedError")
    for path in house.files(*house.APPS, "templates", "static", "scripts", suffixes=(".py", ".html", ".js", ".css")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            found = [mark for mark in marks if mark in line]
            assert not found, f"{house.where(path)}:{number} says {found[0]}: do it, or open an issue."


def test_no_file_is_named_for_nothing() -> None:
    for path in house.files(*house.APPS):
        assert path.stem not in {"utils", "helpers", "services", "signals", "constants", "common", "core", "misc"}, (
            f"{house.where(path)} is named for no noun of the garden: everything would fit, and so nothing is found."
        )


def test_heavy_libraries_stay_in_their_engines() -> None:
    heavy = {"torch", "diffusers", "transformers", "cv2", "ai_edge_litert", "lightfm", "scipy", "tensorflow"}
    seen = 0
    for path in house.modules():
        for node in ast.walk(house.tree(path)):
            names = {name.split(".")[0] for name in house.imported(node)} & heavy
            seen += len(names)
            assert not names or "engines" in path.parts, (
                f"{house.where(path, node)} imports {', '.join(names)}: only engines/<real>.py may, so that a laptop "
                "without it still runs the garden."
            )
    assert seen >= 3, "No engine imports a heavy library any more: is this test blind?"


def test_no_text_keeps_the_marks_of_a_merge() -> None:
    root = house.ROOT
    pages = [
        path for path in (*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("docs/*.yaml")) if path.is_file()
    ]
    assert len(pages) >= 15, "Few pages are left: is this test blind?"
    for path in pages:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert not line.startswith(("<<<<<<< ", ">>>>>>> ")), (
                f"{path.relative_to(root)}:{number} was merged by half."
            )
