"""Steering batches by the API: each verb does what the admin's button does, twice is once, a dry run does nothing."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.core import serializers
from django.test import Client

from generation import batches, rendering
from generation.models import BatchState, GenerationBatch, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, order, states

pytestmark = pytest.mark.django_db
BATCHES = "/api/v1/batches/"
VERBS = ("pause", "resume", "cancel", "retry")
PERMISSIONS = {"pause": "pause", "resume": "pause", "cancel": "cancel", "retry": "retry"}


def press(client: Client, batch: GenerationBatch, verb: str, *, dry: bool = False, **headers: str) -> Any:
    path = f"{BATCHES}{batch.code}/{verb}/" + "?dry_run=true" * dry
    return client.post(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def weigh(client: Client, batch: GenerationBatch, weight: Any, *, dry: bool = False, **headers: str) -> Any:
    path = f"{BATCHES}{batch.code}/weight/" + "?dry_run=true" * dry
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.put(path, {"weight": weight}, content_type="application/json", headers=named)


def many(client: Client, verb: str, *codes: Any, query: str = "", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"verb": verb, "batches": [str(code) for code in codes]}
    return client.post(f"{BATCHES}steer/{query}", body, content_type="application/json", headers=named)


def rows() -> str:
    return str(serializers.serialize("json", [*GenerationBatch.objects.all(), *Rendering.objects.all()]))


@pytest.fixture
def furnish(use: Use) -> Callable[[str], GenerationBatch]:
    """A batch that stands so, with a picture that is done, one that failed, and where it can be some that wait."""

    def made(state: str) -> GenerationBatch:
        batch = order(count=2)
        rendering.work(most=1, batch=batch)
        use(renderers.Blank)
        rendering.work(most=1 if state != BatchState.DONE else 3, batch=batch)
        use(renderers.Blotches)
        if state in (BatchState.PAUSED, BatchState.CANCELLED):
            (batches.pause if state == BatchState.PAUSED else batches.cancel)(batch)
        batch.refresh_from_db()
        assert batch.state == state
        return batch

    return made


@pytest.mark.parametrize("state", BatchState.values)
@pytest.mark.parametrize("verb", VERBS)
def test_a_dry_run_says_exactly_what_the_verb_then_does_and_writes_nothing(
    operator_client: Client, furnish: Callable[[str], GenerationBatch], verb: str, state: str
) -> None:
    batch = furnish(state)
    before = rows()
    dry = press(operator_client, batch, verb, dry=True)
    assert rows() == before
    assert (dry.status_code, dry.json()["dry_run"], dry.json()["batch"]["state"]) == (200, True, state)
    done = press(operator_client, batch, verb)
    assert (done.status_code, done.json()["dry_run"]) == (200, False)
    assert done.json()["moved"] == dry.json()["moved"]
    assert (rows() != before) == bool(dry.json()["moved"])


@pytest.mark.parametrize(
    ("verb", "state", "moved", "after"),
    [
        ("pause", "running", 1, "paused"),
        ("resume", "paused", 1, "running"),
        ("cancel", "running", 1, "cancelled"),
        ("cancel", "paused", 1, "cancelled"),
        ("retry", "done", 3, "running"),
        ("retry", "paused", 1, "paused"),
        ("retry", "cancelled", 0, "cancelled"),
        ("pause", "done", 0, "done"),
    ],
)
def test_a_verb_moves_the_batch_once_however_often_it_is_said(
    operator_client: Client, furnish: Callable[[str], GenerationBatch], verb: str, state: str, moved: int, after: str
) -> None:
    batch = furnish(state)
    first, again = (press(operator_client, batch, verb).json() for _ in range(2))
    assert (first["moved"], again["moved"]) == (moved, 0)
    assert first["batch"]["state"] == again["batch"]["state"] == after
    if after == "cancelled" and moved:
        assert states(batch) == {"done": 1, "failed": 1, "cancelled": 2}


def test_the_same_key_gets_the_first_answer_again(operator_client: Client) -> None:
    batch, key = order(), str(uuid4())
    first = press(operator_client, batch, "pause", Idempotency_Key=key)
    batches.resume(batch)
    again = press(operator_client, batch, "pause", Idempotency_Key=key)
    assert again.json() == first.json() and again["Idempotent-Replayed"] == "true"
    batch.refresh_from_db()
    assert batch.state == "running"


@pytest.mark.parametrize("verb", [*VERBS, "weight"])
def test_if_match_does_nothing_to_a_batch_that_has_moved_on(operator_client: Client, verb: str) -> None:
    def act(tag: str) -> Any:
        if verb == "weight":
            return weigh(operator_client, batch, 5, If_Match=tag)
        return press(operator_client, batch, verb, If_Match=tag)

    batch = order()
    seen = operator_client.get(f"{BATCHES}{batch.code}/")["ETag"]
    rendering.work(most=1)
    before = rows()
    refused = act(seen)
    assert (refused.status_code, refused.json()["code"]) == (412, "changed_meanwhile")
    assert rows() == before
    done = act(operator_client.get(f"{BATCHES}{batch.code}/")["ETag"])
    assert done.status_code == 200
    # What the answer shows is what the next If-Match may say.
    assert done["ETag"] == operator_client.get(f"{BATCHES}{batch.code}/")["ETag"]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_asks_its_own_permission_and_the_right_to_look(
    operator_client: Client, operator: User, verb: str
) -> None:
    batch = order()
    own = Permission.objects.get(codename=f"{PERMISSIONS[verb]}_generationbatch")
    for missing in (own, Permission.objects.get(codename="view_generationbatch")):
        operator.user_permissions.remove(missing)
        for there in (batch, GenerationBatch(code=uuid4())):
            for dry in (False, True):
                answer = press(operator_client, there, verb, dry=dry)
                assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert many(operator_client, verb, batch.code).status_code == 403
        operator.user_permissions.add(missing)
    assert press(operator_client, batch, verb).status_code == 200


def test_nobody_steers_what_is_not_there(operator_client: Client) -> None:
    for verb in VERBS:
        answer = press(operator_client, GenerationBatch(code=uuid4()), verb)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_cancel_stops_what_is_being_made_at_its_next_step(operator_client: Client) -> None:
    batch = order()
    claimed()
    told = press(operator_client, batch, "cancel").json()["batch"]
    assert (told["cancelled"], told["rendering"], told["state"]) == (1, 1, "cancelled")


def test_a_weight_is_set_and_not_added_to(operator_client: Client) -> None:
    batch = order()
    assert weigh(operator_client, batch, 5, dry=True).json()["batch"]["weight"] == 0
    for _ in range(2):
        told = weigh(operator_client, batch, 5).json()
        assert (told["moved"], told["batch"]["weight"]) == (1, 5)
    batches.cancel(batch)
    assert weigh(operator_client, batch, 7, dry=True).json()["moved"] == 0
    assert weigh(operator_client, batch, 7).json()["batch"]["weight"] == 5


@pytest.mark.parametrize("weight", [101, -101, "heavy", None])
def test_a_weight_that_cannot_be_is_refused(operator_client: Client, weight: Any) -> None:
    answer = weigh(operator_client, order(), weight)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/weight")


def test_several_are_steered_at_once_and_each_has_its_own_answer(operator_client: Client) -> None:
    running, paused, nobody = order(), order(), uuid4()
    batches.pause(paused)
    before = rows()
    asked = (running.code, nobody, paused.code, running.code)
    dry = many(operator_client, "pause", *asked, query="?dry_run=true").json()
    assert rows() == before
    done = many(operator_client, "pause", *asked).json()
    assert dry["moved"] == done["moved"] == 1
    assert [item["moved"] for item in dry["items"]] == [1, 0, 0]
    assert done["items"] == [
        {"code": str(running.code), "moved": 1, "state": "paused", "problem": None},
        {"code": str(nobody), "moved": 0, "state": None, "problem": "not_found"},
        {"code": str(paused.code), "moved": 0, "state": "paused", "problem": None},
    ]
    assert many(operator_client, "pause", *asked).json()["moved"] == 0


def test_several_under_one_key_are_steered_once(operator_client: Client) -> None:
    batch, key = order(), str(uuid4())
    first = many(operator_client, "pause", batch.code, Idempotency_Key=key)
    again = many(operator_client, "pause", batch.code, Idempotency_Key=key)
    assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"verb": "sooner", "batches": [str(uuid4())]}, "#/verb"),
        ({"verb": "pause", "batches": []}, "#/batches"),
        ({"verb": "pause", "batches": ["all"]}, "#/batches/0"),
        ({"verb": "pause", "batches": [str(uuid4())] * 101}, "#/batches"),
        ({"verb": "pause"}, "#/batches"),
    ],
)
def test_what_names_no_verb_or_no_batches_is_refused(
    operator_client: Client, body: dict[str, Any], pointer: str
) -> None:
    answer = operator_client.post(f"{BATCHES}steer/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["errors"][0]["pointer"] == pointer
