"""The API describes itself: whole, with examples, as committed, and never taking back what was released."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular import drainage
from drf_spectacular.validation import validate_schema

from emotion_garden import catalogue
from emotion_garden.openapi import serving
from tests.architecture import addresses, house
from tests.emotion_garden.openapi_changes import METHODS, breaking

COMMITTED = house.ROOT / "docs/openapi.yaml"
RELEASED = house.ROOT / "docs/openapi.released.yaml"
WRITE = "manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn"
Tree = dict[str, Any]


@pytest.fixture(scope="module")
def told() -> Tree:
    found: Tree = json.loads(serving.written("json"))
    return found


def operations(tree: Tree) -> Iterator[tuple[str, Tree]]:
    for path, there in tree["paths"].items():
        for method in METHODS:
            if method in there:
                yield f"{method.upper()} {path}", there[method]


def test_it_is_valid_and_made_without_a_warning() -> None:
    drainage.reset_generator_stats()
    validate_schema(serving.described())  # type: ignore[no-untyped-call]
    stats = drainage.GENERATOR_STATS
    assert not stats, "Describe the views that are named above with extend_schema (see emotion_garden/described.py)."


def test_it_is_the_committed_one(told: Tree) -> None:
    committed = yaml.safe_load(COMMITTED.read_text())
    assert committed == yaml.safe_load(serving.written("yaml")), f"The API has changed: run {WRITE}, look at the diff."


def test_it_breaks_no_promise(told: Tree) -> None:
    broken = breaking(yaml.safe_load(RELEASED.read_text()), told)
    assert not broken, "Clients of the last release would fail:\n" + "\n".join(broken)


def test_every_endpoint_is_in_it(told: Tree) -> None:
    there = {address.path for address in addresses.every() if address.path.startswith("api/v1/")}
    described = {path.lstrip("/").replace("{", "%(").replace("}", ")s") for path in told["paths"]}
    assert there == described


def test_every_operation_says_what_it_does_with_examples(told: Tree) -> None:
    found = list(operations(told))
    assert len(found) >= 12
    for where, operation in found:
        assert operation.get("summary"), f"{where} has no summary."
        for kind, body in operation.get("requestBody", {}).get("content", {}).items():
            binary = kind.startswith("image/") or kind == "application/octet-stream"
            form = kind == "application/x-www-form-urlencoded"
            assert binary or form or body.get("examples"), f"{where}: no example of what is sent as {kind}."
        for status, answer in operation["responses"].items():
            for kind, body in answer.get("content", {}).items():
                assert body.get("examples"), f"{where}: no example of {status} as {kind}."


def test_every_problem_that_it_names_is_explained(told: Tree) -> None:
    named = set(told["components"]["examples"])
    assert len(named) > 30
    assert named <= set(catalogue.ALL)
    for name, example in told["components"]["examples"].items():
        assert example["value"]["type"] == f"/api/problems/#{name}"


def test_every_operation_names_what_any_can_answer(told: Tree) -> None:
    for where, operation in operations(told):
        assert {"400", "401", "406", "429", "500"} <= set(operation["responses"]), where
        names = {one.get("name") or one["$ref"] for one in operation.get("parameters", [])}
        takes_key = "#/components/parameters/IdempotencyKey" in names
        assert takes_key == where.startswith("POST"), where


def test_it_is_served_as_yaml_and_as_json(client: Client, told: Tree) -> None:
    plain, asked = client.get("/api/schema/"), client.get("/api/schema/", {"format": "json"})
    assert yaml.safe_load(plain.content)["openapi"].startswith("3.1")
    assert asked.json() == told
    assert client.get("/api/schema/", headers={"Accept": "application/json"}).json() == told
    assert client.get("/api/schema/", headers={"If-None-Match": plain["ETag"]}).status_code == 304


def test_it_is_english_whoever_asks(client: Client) -> None:
    korean = client.get("/api/schema/", headers={"Accept-Language": "ko"})
    assert not any("가" <= letter <= "힣" for letter in korean.content.decode())


def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert "swagger-ui-bundle" in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_page_of_problems_explains_each(client: Client) -> None:
    page = client.get("/api/problems/").content.decode()
    for code in catalogue.ALL:
        assert f'id="{code}"' in page
