"""Prompt sets and templates by the API: written, changed, removed, each only if it is understood."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.core import serializers
from django.test import Client

from generation.models import PromptLine, PromptSet
from tests.generation.orders import order

pytestmark = pytest.mark.django_db
SETS = "/api/v1/prompt-sets/"
DRY = "?dry_run=true"
WORDS: dict[str, Any] = {"name": "Spring", "variables": {"animal": ["cat", "dog"]}, "negative": "text"}
TEMPLATE: dict[str, Any] = {"template": "a $animal in a meadow", "emotion": "happy", "favorite": "$animal", "pairs": 2}


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client, method)(f"{SETS}{path}", body, content_type="application/json", headers=named)


def everything() -> str:
    return str(serializers.serialize("json", [*PromptSet.objects.all(), *PromptLine.objects.all()]))


@pytest.fixture
def spring(operator_client: Client) -> str:
    """The address of a template in a set."""
    assert send(operator_client, "put", "spring/", WORDS).status_code == 201
    return str(send(operator_client, "post", "spring/templates/", TEMPLATE)["Location"].removeprefix(SETS))


def test_a_set_is_written_and_written_again_without_a_second(operator_client: Client) -> None:
    first = send(operator_client, "put", "spring/", WORDS)
    again = send(operator_client, "put", "spring/", WORDS | {"takes_turns": True})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == operator_client.get(f"{SETS}spring/").json()
    assert (again.json()["takes_turns"], again.json()["variables"]) == (True, WORDS["variables"])
    assert PromptSet.objects.count() == 1


def test_a_template_is_added_at_its_location_and_changed_in_part(operator_client: Client, spring: str) -> None:
    there = operator_client.get(f"{SETS}{spring}").json()
    assert there | TEMPLATE == there
    changed = send(operator_client, "patch", spring, {"pairs": 3, "title": "Pets"}).json()
    assert changed == there | {"pairs": 3, "title": "Pets"}
    kept = PromptLine.objects.get()
    assert (kept.pairs, kept.title, kept.template) == (3, "Pets", TEMPLATE["template"])


def test_the_same_template_is_not_there_twice(operator_client: Client, spring: str) -> None:
    key = str(uuid4())
    for body in (TEMPLATE, TEMPLATE | {"pairs": 5}):
        refused = send(operator_client, "post", "spring/templates/", body)
        assert (refused.status_code, refused.json()["code"]) == (409, "same_template")
    other = TEMPLATE | {"emotion": "calm"}
    first, again = (send(operator_client, "post", "spring/templates/", other, Idempotency_Key=key) for _ in range(2))
    assert first.json() == again.json() and first.status_code == again.status_code == 201
    refused = send(operator_client, "patch", spring, {"emotion": "calm"})
    assert (refused.status_code, refused.json()["code"]) == (409, "same_template")
    assert PromptLine.objects.count() == 2


def test_what_is_removed_is_gone_and_batches_stay(operator_client: Client, spring: str) -> None:
    batch = order()
    for n in (1, 0):
        assert send(operator_client, "delete", spring).json() == {"dry_run": False, "sets": 0, "templates": n}
    assert operator_client.get(f"{SETS}{spring}").status_code == 404
    send(operator_client, "post", "spring/templates/", TEMPLATE)
    assert send(operator_client, "delete", "spring/").json() == {"dry_run": False, "sets": 1, "templates": 1}
    assert send(operator_client, "delete", "spring/").json() == {"dry_run": False, "sets": 0, "templates": 0}
    batch.refresh_from_db()


def test_a_dry_run_answers_the_same_and_writes_nothing(operator_client: Client, spring: str) -> None:
    before = everything()
    acts: list[tuple[str, str, Any]] = [
        ("put", "spring/", WORDS | {"name": "May"}),
        ("put", "autumn/", WORDS),
        ("post", "spring/templates/", TEMPLATE | {"emotion": "sad"}),
        ("patch", spring, {"pairs": 9}),
        ("delete", spring, None),
        ("delete", "spring/", None),
    ]
    moving = {"changed", "code", "dry_run"}
    for method, path, body in acts:
        dry = send(operator_client, method, path + DRY, body)
        assert everything() == before
        done = send(operator_client, method, path, body)
        assert dry.status_code == done.status_code < 300
        assert {name: told for name, told in dry.json().items() if name not in moving} == {
            name: told for name, told in done.json().items() if name not in moving
        }
        before = everything()


def test_if_match_does_nothing_to_what_has_changed(operator_client: Client, spring: str) -> None:
    for path, method, body, other in (
        ("spring/", "put", WORDS | {"name": "May"}, WORDS | {"name": "June"}),
        (spring, "patch", {"pairs": 4}, {"pairs": 5}),
    ):
        seen = operator_client.get(f"{SETS}{path}")["ETag"]
        assert operator_client.get(f"{SETS}{path}", headers={"If-None-Match": seen}).status_code == 304
        changed = send(operator_client, method, path, body, If_Match=seen)
        assert changed.status_code == 200
        before = everything()
        for verb, what in ((method, other), ("delete", None)):
            refused = send(operator_client, verb, path, what, If_Match=seen)
            assert (refused.status_code, refused.json()["code"]) == (412, "changed_meanwhile")
        assert everything() == before
        assert changed["ETag"] == operator_client.get(f"{SETS}{path}")["ETag"]


@pytest.mark.parametrize("dry", ["", DRY])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"variables": {"a b": ["x"]}}, "unreadable_prompt"),
        ({"variables": {"animal": []}}, "unreadable_prompt"),
        ({"variables": {"other": ["x"]}}, "unreadable_prompt"),
        ({"variables": {"animal": "cat"}}, "invalid"),
        ({"variables": []}, "invalid"),
        ({"negative": "(x"}, "unreadable_prompt"),
        ({"name": ""}, "invalid"),
    ],
)
def test_words_that_the_templates_do_not_understand_are_refused(
    operator_client: Client, spring: str, body: dict[str, Any], code: str, dry: str
) -> None:
    before = everything()
    refused = send(operator_client, "put", f"spring/{dry}", WORDS | body)
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert everything() == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"template": ""}, "invalid"),
        ({"template": "a {cat"}, "unreadable_prompt"),
        ({"template": "a $colour cat"}, "unreadable_prompt"),
        ({"favorite": "a/b"}, "unusable_favorite"),
        ({"emotion": "hungry"}, "invalid"),
        ({"pairs": 0}, "invalid"),
        ({"pairs": 10**6}, "invalid"),
        ({"title": "x" * 101}, "invalid"),
    ],
)
def test_a_template_that_cannot_be_understood_is_refused(
    operator_client: Client, spring: str, body: dict[str, Any], code: str
) -> None:
    before = everything()
    for method, path, whole in (("post", "spring/templates/", TEMPLATE | body), ("patch", spring, body)):
        refused = send(operator_client, method, path, whole)
        assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert everything() == before


def test_a_short_name_has_its_length(operator_client: Client) -> None:
    assert send(operator_client, "put", f"{'x' * 61}/", WORDS).json()["code"] == "unreadable_prompt"
    assert send(operator_client, "put", f"{'x' * 60}/", WORDS).status_code == 201


def test_each_act_asks_its_own_permission(operator_client: Client, operator: User, spring: str) -> None:
    acts: list[tuple[str, str, str, Any]] = [
        ("add_promptset", "put", "autumn/", WORDS),
        ("change_promptset", "put", "spring/", WORDS),
        ("add_promptline", "post", "spring/templates/", TEMPLATE | {"emotion": "sad"}),
        ("change_promptline", "patch", spring, {"pairs": 9}),
        ("delete_promptline", "delete", spring, None),
        ("delete_promptline", "delete", "spring/", None),
        ("delete_promptset", "delete", "spring/", None),
        ("view_promptset", "delete", "spring/", None),
    ]
    before = everything()
    for codename, method, path, body in acts:
        missing = Permission.objects.get(codename=codename)
        operator.user_permissions.remove(missing)
        for there in (path, path + DRY):
            refused = send(operator_client, method, there, body)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed"), (codename, there)
        operator.user_permissions.add(missing)
    assert everything() == before
