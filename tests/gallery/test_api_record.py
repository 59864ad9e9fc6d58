"""`/api/v1/decisions/`: groups are taken back, whole or in part; the record is looked up and walked through."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery import acts, corrections, curation
from gallery.models import Decision, Image, Safety, Status
from tests.gallery.factories import make_curator, make_rows
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
DECISIONS = "/api/v1/decisions/"


def send(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json")


def outcomes(response: Any) -> list[tuple[str, str, str]]:
    assert response.status_code == 200, response.content
    return [(item["outcome"], item["status"], item["code"]) for item in response.json()["items"]]


def statuses(images: list[Image]) -> list[str]:
    found = dict(Image.objects.values_list("pk", "status"))
    return [found[image.pk] for image in images]


def test_a_group_is_taken_back_whole_or_in_part(curator_client: Client, curator: User) -> None:
    images = make_rows(3)
    group = curation.approve(Image.objects.filter(pk__in=[image.pk for image in images]), by=curator).group
    curation.retire(Image.objects.filter(pk=images[1].pk), by=make_curator())
    address, before = f"{DECISIONS}{group}/undo/", everything()
    whole = send(curator_client, address, {})
    assert (whole.status_code, whole.json()["code"]) == (409, "items_refused")
    assert [(error["field"], error["code"]) for error in whole.json()["errors"]] == [(str(images[1].code), "moved_on")]
    rehearsed = send(curator_client, f"{address}?dry_run=true", {"partial": True})
    assert everything() == before
    done = send(curator_client, address, {"partial": True})
    assert outcomes(done) == outcomes(rehearsed)
    assert outcomes(done) == [("changed", "pool", ""), ("refused", "retired", "moved_on"), ("changed", "pool", "")]
    again = send(curator_client, address, {"partial": True})
    assert [outcome for outcome, *_ in outcomes(again)] == ["unchanged", "refused", "unchanged"]


def test_the_way_back_to_visitors_leads_past_no_safety_check(senior_client: Client, senior_curator: User) -> None:
    image = make_rows(1, safety=Safety.FLAGGED)[0]
    group = curation.approve_unchecked(image, by=senior_curator, reason="only petals").group
    back = send(senior_client, f"{DECISIONS}{group}/undo/", {})
    again = send(senior_client, f"{DECISIONS}{back.json()['group']}/undo/", {"partial": True})
    assert outcomes(again) == [("refused", "pool", "unchecked")]


def test_a_large_group_is_not_held_whole(
    curator_client: Client, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_TOGETHER", 2)
    images = make_rows(3)
    group = curation.approve(Image.objects.all(), by=curator).group
    for query, body in (("", {}), ("?dry_run=1", {"partial": True})):
        response = send(curator_client, f"{DECISIONS}{group}/undo/{query}", body)
        assert (response.status_code, response.json()["code"]) == (422, "large_group")
    assert statuses(images) == [Status.SERVING] * 3
    assert send(curator_client, f"{DECISIONS}{group}/undo/", {"partial": True}).json()["changed"] == 3


def test_a_group_about_closed_rooms_is_like_one_that_never_was(curator_client: Client, curator: User) -> None:
    make_rows(1)
    group = curation.approve(Image.objects.all(), by=make_curator()).group
    assert send(curator_client, f"{DECISIONS}{group}/undo/?dry_run=1", {}).status_code == 200
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    hidden = send(curator_client, f"{DECISIONS}{group}/undo/", {})
    never = send(curator_client, f"{DECISIONS}{uuid4()}/undo/", {})
    assert hidden.status_code == never.status_code == 404
    assert {**hidden.json(), "trace_id": ""} == {**never.json(), "trace_id": ""}
    assert curator_client.get(f"{DECISIONS}?group={group}").json()["items"] == []


def test_the_record_is_read_by_picture_person_group_and_kind(curator_client: Client, curator: User) -> None:
    one, other = make_rows(2)
    first = curation.approve(Image.objects.filter(pk=one.pk), by=curator, reason="for spring").group
    corrections.correct(Image.objects.filter(pk=other.pk), by=make_curator("anna"), emotion="sad")
    curation.undo(first, by=curator)

    def found(**asked: str) -> list[tuple[str, str, str]]:
        items = curator_client.get(DECISIONS, asked).json()["items"]
        return [(item["image"], item["became"], item["by"]) for item in items]

    moves = [(str(one.code), "pool", "curator"), (str(one.code), "serving", "curator")]
    assert found(image=str(one.code)) == moves
    assert found(by="curator") == found(kind="move") == moves
    assert found(group=str(first)) == moves[1:]
    line = curator_client.get(DECISIONS, {"kind": "correction"}).json()["items"][0]
    assert (line["before"]["emotion"], line["after"]["emotion"], line["undone"]) == ("happy", "sad", False)
    assert curator_client.get(DECISIONS, {"group": str(first)}).json()["items"][0]["undone"] is True
    for asked in ({"image": "nonsense"}, {"group": "x"}, {"kind": "whim"}, {"limit": "0"}):
        assert curator_client.get(DECISIONS, asked).json()["code"] == "invalid_question"
    assert curator_client.get(DECISIONS, {"after": "x"}).json()["code"] == "bad_cursor"


def test_a_walk_through_the_record_meets_each_that_was_there_once(curator_client: Client, curator: User) -> None:
    make_rows(7)
    curation.approve(Image.objects.all(), by=curator)
    there = set(Decision.objects.values_list("pk", flat=True))
    seen, address = [], f"{DECISIONS}?limit=2"
    while address:
        page: Any = curator_client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
        curation.reject(Image.objects.filter(pk=make_rows(1)[0].pk), by=curator)
    assert seen == sorted(there, reverse=True)


@pytest.mark.parametrize("partial", [True, False])
def test_an_undo_sent_again_with_its_key_is_done_once(curator_client: Client, curator: User, partial: bool) -> None:
    images = make_rows(2)
    group = curation.approve(Image.objects.all(), by=curator).group
    address, key = f"{DECISIONS}{group}/undo/", {"Idempotency-Key": str(uuid4())}
    first, second = (
        curator_client.post(address, {"partial": partial}, content_type="application/json", headers=key)
        for _ in range(2)
    )
    assert (first.content, second["Idempotent-Replayed"]) == (second.content, "true")
    assert outcomes(first) == [("changed", "pool", "")] * 2
    # Without a key it is no less safe: what is back is left where it is.
    assert outcomes(send(curator_client, address, {"partial": partial})) == [("unchanged", "pool", "")] * 2
    assert statuses(images) == [Status.POOL] * 2
    assert Decision.objects.count() == 4


def test_a_correction_sent_again_with_its_key_is_done_once(curator_client: Client) -> None:
    body = {"images": [str(image.code) for image in make_rows(2)], "emotion": "sad"}
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (
        curator_client.post("/api/v1/corrections/", body, content_type="application/json", headers=key)
        for _ in range(2)
    )
    assert (first.content, second["Idempotent-Replayed"]) == (second.content, "true")
    assert Decision.objects.count() == 2
