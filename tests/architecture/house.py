"""What the house rules look at: the project's own files, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("emotion_garden", "gallery", "generation", "emotions", "recommendations")
PETALS = ("generation", "emotions", "recommendations")
_ELSEWHERE = {"migrations", "__pycache__", "node_modules"}


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """Every file of ours below the folders; migrations are written by a machine and do not count."""
    found = [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and path.is_file() and not _ELSEWHERE & set(path.relative_to(ROOT).parts)
    ]
    # The floor: a moved folder must not make every rule true of nothing.
    assert found, f"No {suffixes} below {folders}: has a folder moved? Then say so here."
    return found


def modules() -> list[Path]:
    found = files(*APPS)
    assert len(found) > 40, f"Only {len(found)} modules were found; the rules would see too little."
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def walk(path: Path) -> Iterator[ast.AST]:
    return ast.walk(tree(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """What an editor can jump to."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(node: ast.AST) -> list[str]:
    """The dotted names that an import statement brings in; a relative one counts as the app's own."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
    return []
