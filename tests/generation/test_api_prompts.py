"""Prompts and prompt sets by the API: looked at page by page, imported, ordered from."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.core import serializers
from django.test import Client

from generation.models import Expansion, GenerationBatch, Prompt, PromptLine, PromptSet, Rendering
from generation.prompt_sets import importing, ordering, plans
from tests.generation.orders import order

pytestmark = pytest.mark.django_db
PROMPTS, SETS = "/api/v1/prompts/", "/api/v1/prompt-sets/"
CSV = """emotion,prompt,favorite,count
happy,a $animal in a meadow,$animal,1
*,a $season sky,,2
"""
BAD = CSV + "hungry,a plate,,1\nhappy,a {cat,,1\n"


@pytest.fixture
def spring(db: Any) -> PromptSet:
    found = PromptSet.objects.create(
        slug="spring", name="Spring", variables={"animal": ["cat", "dog"], "season": ["spring", "summer"]}
    )
    importing.take(CSV.encode(), name="spring")
    return found


def everything() -> str:
    kinds: list[Any] = [PromptSet, PromptLine, Prompt, GenerationBatch, Rendering, Expansion]
    return str(serializers.serialize("json", [row for kind in kinds for row in kind.objects.all()]))


def send(client: Client, path: str, body: Any, *, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, body, content_type="application/json", headers=headers)


def take(client: Client, text: str = CSV, *, query: str = "", key: str = "", **more: Any) -> Any:
    return send(client, f"{SETS}{query}", {"name": "fresh", "text": text, **more}, key=key)


def wish(client: Client, *, query: str = "", key: str = "", slug: str = "spring", **asked: Any) -> Any:
    return send(client, f"{SETS}{slug}/order/{query}", asked, key=key)


def walk(client: Client, path: str) -> list[Any]:
    found: list[Any] = []
    following: str | None = path
    while following:
        page = client.get(following).json()
        found += page["items"]
        following = page["next"]
    return found


def test_prompts_are_walked_through_newest_first_and_narrowed(operator_client: Client) -> None:
    for favorite in ("cat", "dog", "owl", "cat"):
        order(favorite=favorite)
    calm = order(emotion="calm").prompt
    found = walk(operator_client, f"{PROMPTS}?limit=2")
    assert [item["fingerprint"] for item in found] == list(Prompt.objects.values_list("fingerprint", flat=True))
    assert [item["batches"] for item in found] == [1, 1, 1, 2]
    assert [item["fingerprint"] for item in walk(operator_client, f"{PROMPTS}?emotion=calm")] == [calm.fingerprint]
    assert [item["words"] for item in walk(operator_client, f"{PROMPTS}?q=OWL")] == [found[1]["words"]]
    assert walk(operator_client, f"{PROMPTS}?q=100%25") == []
    one = operator_client.get(f"{PROMPTS}{calm.fingerprint}/")
    assert one.json() == found[0]
    again = operator_client.get(f"{PROMPTS}{calm.fingerprint}/", headers={"If-None-Match": one["ETag"]})
    assert again.status_code == 304
    assert operator_client.get(PROMPTS, {"emotion": "hungry"}).json()["code"] == "unknown_emotion"


def test_sets_and_their_templates_are_told(operator_client: Client, spring: PromptSet) -> None:
    PromptSet.objects.create(slug="empty", name="Empty")
    sets = walk(operator_client, f"{SETS}?limit=1")
    assert [(item["slug"], item["templates"]) for item in sets] == [("spring", 2), ("empty", 0)]
    one = operator_client.get(f"{SETS}spring/").json()
    assert one | sets[0] == one and one["variables"] == spring.variables
    templates = walk(operator_client, f"{SETS}spring/templates/?limit=1")
    assert [item["template"] for item in templates] == ["a $animal in a meadow", "a $season sky"]
    assert [item["pairs"] for item in templates] == [1, 2]


def test_templates_are_shown_to_those_alone_who_may_see_them(
    operator_client: Client, operator: User, spring: PromptSet
) -> None:
    operator.user_permissions.remove(Permission.objects.get(codename="view_promptline"))
    assert operator_client.get(f"{SETS}spring/").status_code == 200
    assert operator_client.get(f"{SETS}spring/templates/").status_code == 403


@pytest.mark.parametrize("path", [f"{PROMPTS}nothing/", f"{SETS}nothing/", f"{SETS}nothing/templates/"])
def test_what_is_not_there_is_not_found_and_strangers_do_not_learn_what_is(
    operator_client: Client, stranger_client: Client, client: Client, spring: PromptSet, path: str
) -> None:
    answer = operator_client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for there in (path, path.replace("nothing", "spring")):
        assert stranger_client.get(there).status_code == 403
        assert client.get(there).status_code == 401


def test_a_file_is_taken_in_and_the_same_again_changes_nothing(operator_client: Client) -> None:
    told = take(operator_client).json()
    assert told == {
        "dry_run": False, "set": "fresh", "new": 2, "changed": 0, "unchanged": 0, "written": True, "problems": [],
    }  # fmt: skip
    before = everything()
    assert take(operator_client).json() == {**told, "new": 0, "unchanged": 2}
    assert everything() == before


def test_a_dry_run_of_an_import_tells_what_it_would_do_and_writes_nothing(operator_client: Client) -> None:
    before = everything()
    dry = take(operator_client, BAD, query="?dry_run=true").json()
    assert everything() == before
    assert (dry["new"], dry["written"], [problem["line"] for problem in dry["problems"]]) == (2, False, [4, 5])
    taken = take(operator_client, BAD, skip_bad=True).json()
    assert taken == {**dry, "dry_run": False, "written": True}
    assert PromptLine.objects.filter(prompt_set__slug="fresh").count() == dry["new"]


def test_a_file_with_bad_lines_is_refused_and_each_is_named(operator_client: Client) -> None:
    before = everything()
    refused = take(operator_client, BAD)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [("#/text", "bad_line")] * 2
    assert "Line 4: " in refused.json()["errors"][0]["detail"]
    assert everything() == before


def test_an_import_under_one_key_is_done_once(operator_client: Client) -> None:
    key = str(uuid4())
    first = take(operator_client, key=key)
    PromptLine.objects.all().delete()
    assert take(operator_client, key=key).json() == first.json()
    assert not PromptLine.objects.exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"text": ""}, "invalid"),
        ({"text": "no header"}, "unreadable_csv"),
        ({"text": "emotion,prompt\n"}, "unreadable_csv"),
        ({"name": "…"}, "unreadable_csv"),
        ({"name": ""}, "invalid"),
        ({"text": "\ud800"}, "parse_error"),
        ({"text": ["a"]}, "invalid"),
    ],
)
def test_what_is_no_file_is_refused(operator_client: Client, asked: dict[str, Any], code: str) -> None:
    answer = take(operator_client, **{"text": CSV, **asked})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_an_import_asks_for_both_permissions(operator_client: Client, operator: User) -> None:
    for codename in ("add_promptset", "change_promptset"):
        missing = Permission.objects.get(codename=codename)
        operator.user_permissions.remove(missing)
        for query in ("", "?dry_run=true"):
            assert take(operator_client, query=query).status_code == 403
        operator.user_permissions.add(missing)
    assert take(operator_client).status_code == 200


def test_a_dry_run_of_an_order_counts_exactly_and_writes_nothing(operator_client: Client, spring: PromptSet) -> None:
    before = everything()
    dry = wish(operator_client, query="?dry_run=true", emotions=["happy", "sad"]).json()
    assert everything() == before
    placed = wish(operator_client, emotions=["happy", "sad"])
    assert placed.status_code == 202
    assert len(placed.json()["batches"]) == dry["batches"] == GenerationBatch.objects.count()
    assert placed.json()["pictures"] == dry["pictures"] == Rendering.objects.count()
    # Two animals for happy; two skies for each emotion, two pairs of each.
    assert (dry["prompts"], dry["pairs"], dry["dry_run"]) == (6, 10, True)
    assert len(dry["first"]) == 6 and dry["first"][0]["prompt"] == "a cat in a meadow"


def test_an_order_names_where_each_of_its_batches_is(operator_client: Client, spring: PromptSet) -> None:
    placed = wish(operator_client, emotions=["happy"], words={"animal": ["cat", "owl"]})
    told = placed.json()["batches"]
    assert placed["Location"] == told[0]["location"]
    for one in told:
        there = operator_client.get(one["location"]).json()
        assert {name: there[name] for name in ("code", "favorite", "pairs")} == {
            name: one[name] for name in ("code", "favorite", "pairs")
        }
    assert sorted(one["favorite"] for one in told) == ["", "cat", "owl"]


def test_an_order_is_narrowed_as_on_the_form(operator_client: Client, spring: PromptSet) -> None:
    line = PromptLine.objects.get(emotion="happy")
    dry = wish(operator_client, query="?dry_run=true", templates=[str(line.code)], pairs=3, most=1).json()
    assert (dry["prompts"], dry["pairs"]) == (1, 3)
    rolled = [wish(operator_client, query="?dry_run=true", seed=7, most=5).json()["first"] for _ in range(2)]
    assert rolled[0] == rolled[1] and len(rolled[0]) == 5


def test_the_same_key_orders_once(operator_client: Client, spring: PromptSet) -> None:
    key = str(uuid4())
    first, again = (wish(operator_client, key=key, emotions=["happy"]) for _ in range(2))
    assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"
    assert GenerationBatch.objects.count() == 3


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"emotions": ["hungry"]}, "invalid"),
        ({"emotions": []}, "invalid"),
        ({"words": {"colour": ["red"]}}, "unusable_order"),
        ({"words": ["red"]}, "invalid"),
        ({"templates": [str(uuid4())]}, "unusable_order"),
        ({"templates": ["first"]}, "invalid"),
        ({"most": 0}, "invalid"),
        ({"pairs": 10**6}, "unusable_order"),
        ({"pairs": 10**18}, "unusable_order"),
        ({"seed": 1, "most": 10**18}, "unusable_order"),
        ({"words": {"animal": ["a/b"]}, "emotions": ["happy"]}, "unusable_favorite"),
    ],
)
def test_what_cannot_be_made_is_refused_by_a_dry_run_too(
    operator_client: Client, spring: PromptSet, asked: dict[str, Any], code: str, query: str
) -> None:
    answer = wish(operator_client, query=query, **asked)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not GenerationBatch.objects.exists()


def test_a_full_queue_is_told_by_a_dry_run_too(
    operator_client: Client, spring: PromptSet, settings: LazySettings
) -> None:
    # Each batch would fit, all of them do not.
    settings.GENERATION_MOST_WAITING = 11
    for query in ("", "?dry_run=true"):
        answer = wish(operator_client, query=query, emotions=["happy"])
        assert (answer.status_code, answer.json()["code"]) == (429, "queue_full")
    assert not GenerationBatch.objects.exists()


def test_an_order_asks_for_both_permissions(operator_client: Client, operator: User, spring: PromptSet) -> None:
    for codename in ("add_generationbatch", "view_promptset"):
        missing = Permission.objects.get(codename=codename)
        operator.user_permissions.remove(missing)
        for slug in ("spring", "nothing"):
            for query in ("", "?dry_run=true"):
                assert wish(operator_client, slug=slug, query=query).status_code == 403
        operator.user_permissions.add(missing)
    assert wish(operator_client, slug="nothing").status_code == 404


def test_the_shell_and_the_api_count_alike(operator_client: Client, spring: PromptSet) -> None:
    plan = plans.plan(spring, plans.Wish(emotions=("calm",)))
    dry = wish(operator_client, query="?dry_run=true", emotions=["calm"]).json()
    assert (dry["prompts"], dry["pairs"]) == (plan.count, plan.pairs)
    assert len(ordering.order(plan)) == dry["batches"]
