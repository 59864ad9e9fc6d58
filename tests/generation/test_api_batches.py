"""`/api/v1/batches/`: submitted once however often it is sent, listed page by page, looked at, refused kindly."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.core import serializers
from django.test import Client

from emotion_garden.env import Rate
from emotion_garden.keys import making
from generation import rendering
from generation.models import Attempt, GenerationBatch, Prompt, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, order, pictures, states

pytestmark = pytest.mark.django_db
BATCHES = "/api/v1/batches/"
ASKED: dict[str, Any] = {"emotion": "happy", "pairs": 2, "favorite": "cat", "width": 64, "height": 40}


def submit(client: Client, *, to: str = BATCHES, key: str = "", **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(to, {**ASKED, **more}, content_type="application/json", headers=headers)


def rows() -> str:
    """All that an order could have written."""
    everything = [*Prompt.objects.all(), *GenerationBatch.objects.all(), *Rendering.objects.all()]
    return str(serializers.serialize("json", everything))


def address(batch: GenerationBatch, more: str = "") -> str:
    return f"{BATCHES}{batch.code}/{more}"


def walk(client: Client, path: str) -> list[Any]:
    """Every item, page by page."""
    found: list[Any] = []
    following: str | None = path
    while following:
        page = client.get(following).json()
        found += page["items"]
        following = page["next"]
    return found


def test_an_order_is_accepted_and_its_location_is_the_batch(operator_client: Client, operator: User) -> None:
    answer = submit(operator_client, seed=7, lane="interactive")
    batch = GenerationBatch.objects.get()
    assert answer.status_code == 202
    assert answer["Location"] == f"/api/v1/batches/{batch.code}/"
    there = operator_client.get(answer["Location"]).json()
    assert there | answer.json() == there
    assert (there["total"], there["queued"], there["pairs"], there["size"]) == (4, 4, 2, [64, 40])
    assert (there["state"], there["lane"], there["emotion"], there["seed"]) == ("running", "interactive", "happy", 7)
    assert there["by"] == operator.username == batch.ordered_by.username  # type: ignore[union-attr]
    assert there["words"].startswith("happy, cat, flowers")


def test_a_whole_prompt_stands_instead_of_its_parts(operator_client: Client) -> None:
    assert submit(operator_client, prompt=" a lake,  in fog ", negative="boats", steps=9).status_code == 202
    batch = GenerationBatch.objects.get()
    assert set(batch.renderings.values_list("caption", flat=True)) == {"a lake, in fog"}
    assert (batch.prompt.negative, batch.recipe["steps"]) == ("boats", 9)
    refused = submit(operator_client, prompt="a lake", others="flowers")
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/others"]


def test_the_same_key_orders_once_and_another_order_under_it_is_refused(operator_client: Client) -> None:
    key = str(uuid4())
    first, again = submit(operator_client, key=key), submit(operator_client, key=key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json() and first["Location"] == again["Location"]
    assert again["Idempotent-Replayed"] == "true"
    assert GenerationBatch.objects.count() == 1
    other = submit(operator_client, key=key, pairs=3)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert submit(operator_client).json()["code"] != first.json()["code"]


def test_a_key_that_the_garden_has_forgotten_still_orders_once(operator_client: Client) -> None:
    from emotion_garden.models import IdempotencyKey

    key = str(uuid4())
    first = submit(operator_client, key=key)
    IdempotencyKey.objects.all().delete()
    assert submit(operator_client, key=key)["Location"] == first["Location"]
    IdempotencyKey.objects.all().delete()
    other = submit(operator_client, key=key, pairs=3)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert GenerationBatch.objects.count() == 1


def test_a_dry_run_counts_exactly_and_writes_nothing(operator_client: Client) -> None:
    order()
    before = rows()
    dry = submit(operator_client, to=f"{BATCHES}?dry_run=true", steps=9)
    assert rows() == before
    assert dry.status_code == 200
    assert dry.json() == {
        "dry_run": True, "batches": 1, "prompts": 1, "pairs": 2, "pictures": 4, "image_steps": 36, "minutes": None,
    }  # fmt: skip
    batch = GenerationBatch.objects.get(code=submit(operator_client, steps=9).json()["code"])
    assert batch.renderings.count() == dry.json()["pictures"]


@pytest.mark.parametrize("dry", ["", "?dry_run=true"])
@pytest.mark.parametrize(
    ("wrong", "status", "code", "pointer"),
    [
        ({"emotion": "hungry"}, 400, "invalid", "#/emotion"),
        ({"pairs": 0}, 400, "invalid", "#/pairs"),
        ({"pairs": "many"}, 400, "invalid", "#/pairs"),
        ({"seed": -1}, 400, "invalid", "#/seed"),
        ({"seed": 2**63 - 1}, 400, "unusable_order", ""),
        ({"steps": 151}, 400, "invalid", "#/steps"),
        ({"lane": "fast"}, 400, "invalid", "#/lane"),
        ({"width": 65}, 400, "unusable_order", ""),
        ({"pairs": 10_001}, 400, "unusable_order", ""),
        ({"favorite": "a/b"}, 400, "unusable_favorite", ""),
        ({"favorite": ["cat"]}, 400, "invalid", "#/favorite"),
        ({"prompt": "a (cat"}, 400, "unreadable_prompt", ""),
        ({"prompt": "x" * 3000}, 400, "unusable_order", ""),
        ({"emotion_text": "", "others": "", "favorite": ""}, 400, "unusable_order", ""),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence_by_a_dry_run_too(
    operator_client: Client, wrong: dict[str, Any], status: int, code: str, pointer: str, dry: str
) -> None:
    answer = submit(operator_client, to=f"{BATCHES}{dry}", **wrong)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not pointer or answer.json()["errors"][0]["pointer"] == pointer
    assert not GenerationBatch.objects.exists()


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", "[[" * 5000])
def test_a_body_that_is_no_order_is_refused(operator_client: Client, body: str) -> None:
    answer = operator_client.post(BATCHES, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid", "parse_error"}


def test_a_full_queue_says_when_to_come_again(operator_client: Client, settings: LazySettings) -> None:
    settings.GENERATION_MOST_WAITING = 3
    for to in (BATCHES, f"{BATCHES}?dry_run=true"):
        answer = submit(operator_client, to=to)
        assert (answer.status_code, answer.json()["code"]) == (429, "queue_full")
        assert int(answer["Retry-After"]) >= 10


def test_orders_are_counted_in_pictures_and_questions_as_one(
    operator_client: Client, settings: LazySettings, tmp_path: Any
) -> None:
    settings.GARDEN_LIMITS = {**settings.GARDEN_LIMITS, "orders": Rate(9, 60)}
    settings.GARDEN_LIMITS_FILE = tmp_path / "limits"
    assert submit(operator_client).status_code == 202
    assert submit(operator_client, to=f"{BATCHES}?dry_run=true").status_code == 200
    assert submit(operator_client)["RateLimit"].startswith('"orders";r=0')
    assert submit(operator_client).json()["code"] == "throttled"
    assert GenerationBatch.objects.count() == 2


def test_a_walk_meets_every_batch_once_whatever_is_ordered_meanwhile(operator_client: Client) -> None:
    made = [str(order().code) for _ in range(7)]
    first = operator_client.get(BATCHES, {"limit": "3"}).json()
    order()
    rest = walk(operator_client, first["next"])
    assert [item["code"] for item in [*first["items"], *rest]] == made[::-1]


def test_the_list_asks_the_database_as_often_for_ten_batches_as_for_one(
    operator_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        order()
    with django_assert_max_num_queries(7):
        assert len(operator_client.get(BATCHES).json()["items"]) == 10


def test_the_list_is_narrowed_and_says_how_far_each_has_come(operator_client: Client, use: Use) -> None:
    happy, calm = order(), order(emotion="calm", lane="interactive")
    rendering.work(batch=happy)
    GenerationBatch.objects.filter(pk=calm.pk).update(state="paused")

    def listed(**asked: str) -> list[str]:
        return [item["code"] for item in operator_client.get(BATCHES, asked).json()["items"]]

    assert listed(state="done") == listed(emotion="happy") == listed(lane="bulk") == [str(happy.code)]
    assert listed(state="paused") == listed(prompt=calm.prompt.fingerprint) == [str(calm.code)]
    assert listed(state="cancelled") == listed(prompt="none") == listed(prompt="\0none") == []
    done = operator_client.get(BATCHES, {"state": "done"}).json()["items"][0]
    assert (done["total"], done["done"], done["queued"]) == (2, 2, 0)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"state": "asleep"}, 400, "invalid_question"),
        ({"limit": "0"}, 400, "invalid_question"),
        ({"limit": "101"}, 400, "invalid_question"),
        ({"after": "nowhere"}, 422, "bad_cursor"),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    operator_client: Client, asked: dict[str, str], status: int, code: str
) -> None:
    answer = operator_client.get(BATCHES, asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_unchanged_batch_is_told_by_its_tag_alone(operator_client: Client) -> None:
    batch = order()
    first = operator_client.get(address(batch))
    assert operator_client.get(address(batch), headers={"If-None-Match": first["ETag"]}).status_code == 304
    rendering.work(most=1)
    second = operator_client.get(address(batch), headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.json()["done"]) == (200, 1)
    assert second["ETag"] != first["ETag"]
    assert second["Cache-Control"] == "private, no-cache"


def test_each_rendering_says_where_it_stands_and_what_was_tried(operator_client: Client, use: Use) -> None:
    batch = order(count=2)
    rendering.work(most=1)
    use(renderers.Blank)
    rendering.work(most=1)
    claimed()
    items = walk(operator_client, address(batch, "renderings/?limit=3"))
    assert [(item["ordinal"], item["orientation"]) for item in items] == [
        (1, "landscape"), (1, "portrait"), (2, "landscape"), (2, "portrait"),
    ]  # fmt: skip
    assert [item["state"] for item in items] == ["done", "failed", "rendering", "queued"]
    failed = items[1]
    assert failed["error_class"] == "blank" and failed["error"] == failed["tried"][0]["error"] != ""
    assert [len(item["tried"]) for item in items] == [1, 1, 1, 0]
    assert walk(operator_client, address(batch, "renderings/?state=failed")) == [failed]


def test_pictures_that_wait_are_named_to_those_alone_who_may_see_the_pool(
    operator_client: Client, operator: User
) -> None:
    batch = order()
    rendering.work()
    told = walk(operator_client, address(batch, "renderings/"))
    assert [item["picture"] for item in told] == [None, None]
    operator.user_permissions.add(Permission.objects.get(codename="view_poolimage"))
    told = walk(operator_client, address(batch, "renderings/"))
    assert [item["picture"] for item in told] == [str(picture.code) for picture in pictures(batch)]


def test_renderings_ask_the_database_as_often_for_many_as_for_one(
    operator_client: Client, django_assert_max_num_queries: Any
) -> None:
    batch = order(count=5)
    rendering.work()
    with django_assert_max_num_queries(8):
        operator_client.get(address(batch, "renderings/"))


@pytest.mark.parametrize("more", ["", "renderings/", "events/"])
def test_what_is_not_there_is_not_found_and_strangers_do_not_learn_what_is(
    operator_client: Client, stranger_client: Client, client: Client, more: str
) -> None:
    batch = order()
    for path in (address(batch, more), f"{BATCHES}{uuid4()}/{more}"):
        for who, status, code in ((stranger_client, 403, "not_allowed"), (client, 401, "not_authenticated")):
            answer = who.get(path)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
    answer = operator_client.get(f"{BATCHES}{uuid4()}/{more}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_key_orders_in_its_owners_name_and_only_with_the_scope(operator: User) -> None:
    def program(*names: str) -> Client:
        scopes = Permission.objects.filter(content_type__app_label="generation", codename__in=names)
        made = making.make(operator, called="a program", scopes=scopes)
        return Client(headers={"Authorization": f"Bearer {made.secret}"})

    assert submit(program("view_generationbatch")).status_code == 403
    placed = submit(program("add_generationbatch"))
    assert placed.status_code == 202
    assert GenerationBatch.objects.get().ordered_by == operator
    assert program("add_generationbatch").get(placed["Location"]).status_code == 403
    assert program("view_generationbatch").get(placed["Location"]).status_code == 200


def test_what_was_ordered_here_is_made_as_any_other(operator_client: Client) -> None:
    submit(operator_client)
    rendering.work()
    assert states(GenerationBatch.objects.get()) == {"done": 4}
    assert Attempt.objects.count() == 4
