"""What is imported is asked for: a library that only comes along with another one goes with it, too."""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture import house

# Parts of a library that we ask for, under names of their own.
COMES_WITH = {"botocore": "boto3", "kombu": "celery"}
LIGHT = ("requirements-light.txt", "requirements-nodeps.txt")
FULL = (*LIGHT, "requirements.txt")
DEV = (*FULL, "requirements-dev.txt")


def _asked_for(files: Iterable[str]) -> set[str]:
    lines = "\n".join((house.ROOT / file).read_text() for file in files)
    return {_plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", lines, flags=re.MULTILINE)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imports(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Where something foreign is imported, and its top name."""
    ours = {*house.APPS, "tests", "scripts", "emotion_garden_client", "", *sys.stdlib_module_names}
    for path in paths:
        for node in house.walk(path):
            for name in house.imported(node):
                if (top := name.split(".")[0]) not in ours:
                    yield house.where(path, node), top


def _check(paths: Iterable[Path], files: tuple[str, ...]) -> None:
    asked, brings, seen = _asked_for(files), packages_distributions(), 0
    for place, top in _imports(paths):
        seen += 1
        brought_by = {_plain(name) for name in brings.get(top, [])} | {COMES_WITH.get(top, top)}
        assert brought_by & asked, (
            f"{place} imports {top}, which none of {', '.join(files)} asks for: add the line "
            f"({', '.join(sorted(brought_by))}), pinned, or a fresh installation breaks."
        )
    assert seen > 20, f"Only {seen} foreign imports were found: is this test blind?"


def test_the_light_garden_needs_only_the_light_requirements() -> None:
    _check([path for path in house.modules() if not _is_a_model_engine(path)], LIGHT)


def _is_a_model_engine(path: Path) -> bool:
    """An engine that imports PyTorch's family itself: whoever chooses it has installed the full requirements."""
    family = {"torch", "diffusers", "transformers"}
    return "engines" in path.parts and bool(family & {top for _place, top in _imports([path])})


def test_the_whole_product_needs_only_its_requirements() -> None:
    _check(house.modules(), FULL)


def test_tests_and_scripts_need_only_the_tools() -> None:
    _check(house.files("tests", "scripts"), DEV)


def test_the_client_for_programs_needs_nothing() -> None:
    """It is copied beside a program, and brings no requirements with it."""
    foreign = [
        (house.where(path, node), name)
        for path in house.files("clients")
        for node in house.walk(path)
        for name in house.imported(node)
        if name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert not foreign
