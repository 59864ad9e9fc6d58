"""The comparer of descriptions sees what would break a client, and lets additions pass."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.architecture import house
from tests.emotion_garden.openapi_changes import breaking

Tree = dict[str, Any]


@pytest.fixture
def tree() -> Tree:
    found: Tree = yaml.safe_load((house.ROOT / "docs/openapi.yaml").read_text())
    return found


def _garden(tree: Tree) -> Tree:
    found: Tree = tree["paths"]["/api/v1/garden/"]["get"]
    return found


def _problems(tree: Tree, status: str) -> Tree:
    found: Tree = _garden(tree)["responses"][status]["content"]["application/problem+json"]["examples"]
    return found


def _schema(tree: Tree, name: str) -> Tree:
    found: Tree = tree["components"]["schemas"][name]
    return found


def _limit(tree: Tree) -> Tree:
    (found,) = [one for one in _garden(tree)["parameters"] if one.get("name") == "limit"]
    schema: Tree = found["schema"]
    return schema


BREAKS: dict[str, tuple[Callable[[Tree], Any], str]] = {
    "an address": (lambda t: t["paths"].pop("/api/v1/garden/"), "GET /api/v1/garden/ is gone."),
    "a method": (lambda t: t["paths"]["/api/v1/visitors/me/"].pop("patch"), "PATCH /api/v1/visitors/me/ is gone."),
    "a parameter": (lambda t: _garden(t)["parameters"].clear(), "no longer takes the parameter emotion"),
    "a demanded parameter": (
        lambda t: _garden(t)["parameters"].append({"in": "query", "name": "why", "required": True, "schema": {}}),
        "now demands the parameter why",
    ),
    "a stricter bound": (lambda t: _limit(t).update(maximum=12), "is stricter: maximum 12"),
    "a field of the answer": (lambda t: _schema(t, "OfferedTold")["properties"].pop("url"), "no longer has the field"),
    "a field that may miss": (lambda t: _schema(t, "OfferedTold")["required"].remove("url"), "no longer always has"),
    "a field that may be null": (
        lambda t: _schema(t, "OfferedTold")["properties"]["url"].update(type=["string", "null"]),
        "may now be null",
    ),
    "a value that is taken": (lambda t: _schema(t, "AgeGroup")["enum"].remove("elder"), "no longer takes elder"),
    "a field that is demanded": (
        lambda t: _schema(t, "VisitorAskedRequest").update(required=["gender"]),
        "now demands the field gender",
    ),
    "a status": (lambda t: _garden(t)["responses"].pop("200"), "no longer answers 200"),
    "a problem": (
        lambda t: _problems(t, "400").pop("unknown_emotion"),
        "no longer tells these problems apart: unknown_emotion",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_taken_back_is_said(tree: Tree, name: str) -> None:
    later = copy.deepcopy(tree)
    change, sentence = BREAKS[name]
    change(later)
    assert any(sentence in line for line in breaking(tree, later)), breaking(tree, later)


def test_what_is_added_breaks_nothing(tree: Tree) -> None:
    later = copy.deepcopy(tree)
    later["paths"]["/api/v1/new/"] = _garden(tree)
    _garden(later)["parameters"].append({"in": "query", "name": "why", "schema": {"type": "string"}})
    _schema(later, "OfferedTold")["properties"]["more"] = {"type": "string"}
    _schema(later, "OfferedTold")["required"].append("more")
    _limit(later)["maximum"] = 48
    assert breaking(tree, later) == []
    assert breaking(tree, tree) == []
