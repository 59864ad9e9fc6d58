"""`POST /api/v1/decisions/`: what came of each picture, all or in part, rehearsed, repeated."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from emotion_garden.keys import making
from gallery import bulk, corrections, pruning
from gallery.models import Decision, Image, Safety, Status
from tests.gallery.factories import make_image, make_rows
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
DECISIONS = "/api/v1/decisions/"


def send(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)


def decide(client: Client, decision: str, images: Sequence[Any], *, query: str = "", **more: Any) -> Any:
    codes = [str(getattr(image, "code", image)) for image in images]
    return send(client, DECISIONS + query, {"decision": decision, "images": codes, **more})


def outcomes(response: Any) -> list[tuple[str, str, str]]:
    assert response.status_code == 200, response.content
    return [(item["outcome"], item["status"], item["code"]) for item in response.json()["items"]]


def statuses(images: Sequence[Image]) -> list[str]:
    found = dict(Image.objects.values_list("pk", "status"))
    return [found[image.pk] for image in images]


@pytest.fixture
def mixed() -> list[Image]:
    """One of each fate that an approval can meet."""
    pruned = make_rows(1, status=Status.REJECTED)[0]
    return [
        *make_rows(1),
        *make_rows(1, status=Status.SERVING),
        *make_rows(1, status=Status.RETIRED),
        *make_rows(1, safety=Safety.FLAGGED),
        pruned,
    ]


def test_each_picture_has_its_own_line_in_the_order_of_the_request(curator_client: Client, mixed: list[Image]) -> None:
    never = uuid4()
    response = decide(curator_client, "approve", [never, *mixed], partial=True, reason="for spring")
    assert outcomes(response) == [
        ("refused", "", "not_found"),
        ("changed", "serving", ""),
        ("unchanged", "serving", ""),
        ("refused", "retired", "elsewhere"),
        ("refused", "pool", "unchecked"),
        ("refused", "rejected", "elsewhere"),
    ]
    told = response.json()
    assert [item["image"] for item in told["items"]] == [str(never), *(str(image.code) for image in mixed)]
    assert (told["changed"], told["unchanged"], told["refused"], told["dry_run"]) == (1, 1, 4, False)
    assert all(item["detail"] for item in told["items"] if item["outcome"] == "refused")
    written = Decision.objects.get(group=told["group"])
    assert (written.image, written.by.username, written.reason) == (mixed[0], "curator", "for spring")


@pytest.mark.parametrize("query", ["?dryrun=true", "?dry-run=1", "?dryRun=true"])
def test_a_rehearsal_by_another_spelling_is_not_the_act_itself(curator_client: Client, query: str) -> None:
    images = make_rows(1)
    response = decide(curator_client, "approve", images, query=query)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_question")
    assert "dry_run" in response.json()["detail"] and statuses(images) == ["pool"]


def test_one_that_is_refused_refuses_all_and_nothing_is_changed(curator_client: Client, mixed: list[Image]) -> None:
    before = everything()
    response = decide(curator_client, "approve", mixed)
    assert (response.status_code, response.json()["code"]) == (409, "items_refused")
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [
        ("#/images/2", "elsewhere"),
        ("#/images/3", "unchecked"),
        ("#/images/4", "elsewhere"),
    ]
    assert everything() == before


def test_what_is_so_already_refuses_nobody(curator_client: Client, mixed: list[Image]) -> None:
    assert outcomes(decide(curator_client, "approve", mixed[:2])) == [
        ("changed", "serving", ""),
        ("unchanged", "serving", ""),
    ]
    assert decide(curator_client, "approve", mixed[:2]).json()["group"] is None


@pytest.mark.parametrize("partial", [True, False])
def test_a_rehearsal_tells_exactly_what_then_comes_and_writes_nothing(
    senior_client: Client, mixed: list[Image], partial: bool
) -> None:
    images = mixed if partial else mixed[:2]
    before = everything()
    rehearsed = decide(senior_client, "approve", images, query="?dry_run=true", partial=partial)
    assert everything() == before
    done = decide(senior_client, "approve", images, partial=partial)
    assert outcomes(rehearsed) == outcomes(done)
    assert rehearsed.json() == {**done.json(), "dry_run": True, "group": None}
    assert everything() != before


def test_a_rehearsal_refuses_what_the_act_would_refuse(curator_client: Client, mixed: list[Image]) -> None:
    before = everything()
    rehearsed = decide(curator_client, "approve", mixed, query="?dry_run=1")
    assert rehearsed.json()["code"] == "items_refused"
    assert decide(curator_client, "retire", mixed, query="?dry_run=1", partial=True).status_code == 403
    assert decide(curator_client, "approve", mixed, query="?dry_run=perhaps").json()["code"] == "invalid_question"
    assert everything() == before


@pytest.mark.parametrize(
    ("decision", "was", "becomes"),
    [
        ("approve", Status.POOL, Status.SERVING),
        ("reject", Status.POOL, Status.REJECTED),
        ("retire", Status.SERVING, Status.RETIRED),
        ("restore", Status.RETIRED, Status.SERVING),
        ("restore", Status.REJECTED, Status.POOL),
    ],
)
def test_every_decision_moves_and_is_taken_back(
    senior_client: Client, decision: str, was: Status, becomes: Status
) -> None:
    images = make_rows(3, status=was)
    told = decide(senior_client, decision, images).json()
    assert statuses(images) == [becomes] * 3
    back = send(senior_client, f"{DECISIONS}{told['group']}/undo/", {})
    assert outcomes(back) == [("changed", was, "")] * 3
    assert statuses(images) == [was] * 3


def test_a_picture_that_no_checker_has_passed_is_approved_by_itself_with_a_reason(
    senior_client: Client, curator_client: Client
) -> None:
    images = make_rows(2, safety=Safety.UNCHECKED)
    together = decide(senior_client, "approve_unchecked", images, reason="only petals")
    assert (together.status_code, together.json()["code"]) == (422, "one_at_a_time")
    assert decide(senior_client, "approve_unchecked", images[:1]).json()["code"] == "reason_missing"
    assert decide(curator_client, "approve_unchecked", images[:1], reason="only petals").status_code == 403
    assert decide(curator_client, "approve_unchecked", [uuid4()], reason="only petals").status_code == 403
    assert statuses(images) == [Status.POOL] * 2
    assert outcomes(decide(senior_client, "approve_unchecked", images[:1], reason="only petals")) == [
        ("changed", "serving", "")
    ]


def test_one_that_was_changed_since_it_was_seen_is_left_alone(curator_client: Client, curator: User) -> None:
    one, other = make_rows(2)
    corrections.correct(Image.objects.filter(pk=one.pk), by=curator, emotion="sad")
    seen = {str(one.code): one.version, str(other.code): other.version}
    refused = decide(curator_client, "reject", [one, other], versions=seen)
    assert [error["code"] for error in refused.json()["errors"]] == ["stale"]
    assert statuses([one, other]) == [Status.POOL] * 2
    assert outcomes(decide(curator_client, "reject", [one, other], versions=seen, partial=True)) == [
        ("refused", "pool", "stale"),
        ("changed", "rejected", ""),
    ]


def test_a_pruned_picture_is_not_restored(senior_client: Client) -> None:
    image = make_image(status=Status.REJECTED)
    pruning.prune(Image.objects.filter(pk=image.pk), on_step=lambda _name, _count: None)
    assert outcomes(decide(senior_client, "restore", [image], partial=True)) == [("refused", "rejected", "pruned")]
    group = Decision.objects.get(image=image).group
    back = send(senior_client, f"{DECISIONS}{group}/undo/", {"partial": True})
    assert outcomes(back) == [("refused", "rejected", "pruned")]


def test_a_picture_of_a_closed_room_is_like_one_that_never_was(curator_client: Client, curator: User) -> None:
    served = make_rows(1, status=Status.SERVING)[0]
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    hidden = decide(curator_client, "approve", [served], partial=True).json()["items"][0]
    never = decide(curator_client, "approve", [code := uuid4()], partial=True).json()["items"][0]
    assert {**hidden, "image": ""} == {**never, "image": ""}
    assert never["image"] == str(code)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"decision": "approve"}, "#/images"),
        ({"decision": "approve", "images": []}, "#/images"),
        ({"decision": "approve", "images": ["nonsense"]}, "#/images/0"),
        ({"decision": "approve", "images": "nonsense"}, "#/images"),
        ({"decision": "adore", "images": [str(uuid4())]}, "#/decision"),
        ({"decision": "approve", "images": [str(uuid4())], "reason": "x" * 201}, "#/reason"),
        ({"decision": "approve", "images": [str(uuid4())], "versions": {"nonsense": 1}}, "#/versions"),
        ({"decision": "approve", "images": [str(uuid4())], "versions": {str(uuid4()): -1}}, "#/versions"),
        ({"decision": "approve", "images": [str(uuid4())], "partial": "perhaps"}, "#/partial"),
        ({"decision": "approve", "images": [str(uuid4()) for _ in range(bulk.MOST + 1)]}, "#/images"),
    ],
)
def test_a_field_that_does_not_fit_is_named(curator_client: Client, body: dict[str, Any], pointer: str) -> None:
    response = send(curator_client, DECISIONS, body)
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert response.json()["errors"][0]["pointer"].startswith(pointer), response.json()


def test_five_hundred_are_decided_at_once_and_one_named_twice_is_one(curator_client: Client) -> None:
    images = make_rows(bulk.MOST - 1)
    told = decide(curator_client, "approve", [*images, images[0]]).json()
    assert (told["changed"], len(told["items"])) == (bulk.MOST - 1, bulk.MOST - 1)


def test_the_same_request_sent_again_is_done_once_and_answered_alike(curator_client: Client) -> None:
    image, key = make_rows(1)[0], str(uuid4())
    body = {"decision": "approve", "images": [str(image.code)]}
    first = send(curator_client, DECISIONS, body, **{"Idempotency-Key": key})
    second = send(curator_client, DECISIONS, body, **{"Idempotency-Key": key})
    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"
    assert first.json()["changed"] == Decision.objects.count() == 1
    other = send(curator_client, DECISIONS, {**body, "decision": "reject"}, **{"Idempotency-Key": key})
    assert other.json()["code"] == "idempotency_mismatch"


def test_what_was_refused_leaves_its_key_free(curator_client: Client) -> None:
    image, key = make_rows(1, safety=Safety.UNCHECKED)[0], str(uuid4())
    body = {"decision": "approve", "images": [str(image.code)]}
    assert send(curator_client, DECISIONS, body, **{"Idempotency-Key": key}).status_code == 409
    Image.objects.filter(pk=image.pk).update(safety=Safety.PASSED)
    assert outcomes(send(curator_client, DECISIONS, body, **{"Idempotency-Key": key}))[0][0] == "changed"


def test_a_key_decides_in_its_owners_name_and_no_more_than_its_scopes(curator: User) -> None:
    scopes = {making.name(row): row for row in making.offered(curator)}
    kept = [scopes[name] for name in ("gallery.view_poolimage", "gallery.reject_poolimage")]
    secret = making.make(curator, called="a program", scopes=kept).secret
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    image = make_rows(1)[0]
    assert decide(program, "approve", [image]).status_code == 403
    assert outcomes(decide(program, "reject", [image])) == [("changed", "rejected", "")]
    assert Decision.objects.get().by == curator
    blind = making.make(curator, called="blind", scopes=[scopes["gallery.reject_poolimage"]]).secret
    unseen = decide(Client(headers={"Authorization": f"Bearer {blind}"}), "reject", make_rows(1), partial=True)
    assert unseen.status_code == 403


def test_who_is_nobody_here_is_told_so(client: Client, stranger_client: Client) -> None:
    image = make_rows(1)[0]
    for method, status in ((client, 401), (stranger_client, 403)):
        assert decide(method, "approve", [image]).status_code == status
        assert method.get(DECISIONS).status_code == status
    assert statuses([image]) == [Status.POOL]
