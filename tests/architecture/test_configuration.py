"""Each variable is read in one place, has its default there, and is explained; operators must not learn by accident."""

import ast
import re
from pathlib import Path

from tests.architecture import house

READERS = {"weights",
    "text", "flag", "number", "fraction", "choice", "time_zone", "words", "pairs", "folder", "secret", "database",
    "storage", "rate",
}  # fmt: skip


def _read() -> set[str]:
    """Names given to env.py's readers in the settings, and those that the Makefile itself looks at."""
    settings = house.tree(house.ROOT / "emotion_garden/settings.py")
    calls = [
        node
        for node in ast.walk(settings)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
    ]
    unknown = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)} - READERS
    assert not unknown, f"env.py has new readers, {unknown}: add them to READERS here."
    names = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert len(names) == len(names & {str(name) for name in names}) > 25, "Fewer variables than there were."
    makefile = (house.ROOT / "Makefile").read_text()
    return {str(name) for name in names} | set(re.findall(r"\$\$\{([A-Z][A-Z_]+)", makefile))


def test_every_variable_is_explained() -> None:
    page = (house.ROOT / "docs/configuration.md").read_text()
    explained = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", page, flags=re.MULTILINE))
    assert _read() - explained == set(), "docs/configuration.md must have a row for each variable that is read."
    assert explained - _read() == set(), "docs/configuration.md explains variables that nothing reads: drop the rows."


def test_every_variable_stands_in_the_example() -> None:
    example = (house.ROOT / ".env.example").read_text()
    shown = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))
    assert _read() - shown == set(), ".env.example must show each variable, commented out, with its default."
    assert shown - _read() == set(), ".env.example shows variables that nothing reads: drop the lines."


def test_only_env_reads_the_environment() -> None:
    allowed = {house.ROOT / "emotion_garden/env.py"}
    for path in house.modules():
        if path in allowed:
            continue
        for node in ast.walk(house.tree(path)):
            reads = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
            assert not reads or _names_the_settings(path, node), (
                f"{house.where(path, node)} reads the environment: add the variable to settings.py through env.py, "
                "where its default and its type are checked at the start."
            )


def _names_the_settings(path: Path, node: ast.AST) -> bool:
    """The entry points must say which settings to load, before there are any."""
    lines = path.read_text().splitlines()
    return isinstance(node, ast.expr) and 'setdefault("DJANGO_SETTINGS_MODULE"' in lines[node.lineno - 1]


def test_no_setting_is_read_with_a_default() -> None:
    for path in house.modules():
        for node in ast.walk(house.tree(path)):
            guesses = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"getattr", "hasattr"}
                and isinstance(node.args[0], ast.Name)
                and node.args[0].id == "settings"
            )
            assert not guesses, (
                f"{house.where(path, node)} guesses at a setting: give it its default in settings.py, once."
            )
