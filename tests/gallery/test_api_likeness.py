"""`/api/v1/look-alikes/`: groups listed and judged, one kept, what was said taken back; nothing of closed rooms."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery import curation
from gallery.models import AlikePair, Image, LikenessVerdict, Status
from tests.gallery.factories import make_rows
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
GROUPS = "/api/v1/look-alikes/"


def alike(*images: Image) -> None:
    for one, other in pairwise(images):
        AlikePair.objects.create(one=one, other=other, distance=3)


def say(client: Client, what: str, images: list[Any], *, query: str = "", **more: Any) -> Any:
    body = {"images": [str(getattr(image, "code", image)) for image in images], **more}
    return client.post(f"{GROUPS}{what}/{query}", body, content_type="application/json")


def groups(response: Any) -> list[list[str]]:
    assert response.status_code == 200, response.content
    return [[image["code"] for image in group["images"]] for group in response.json()["items"]]


def codes(images: list[Image]) -> list[str]:
    return [str(image.code) for image in images]


def outcomes(response: Any) -> list[tuple[str, str, str]]:
    assert response.status_code == 200, response.content
    return [(item["outcome"], item["status"], item["code"]) for item in response.json()["items"]]


def test_groups_are_listed_newest_first_and_walked_while_others_are_judged(curator_client: Client) -> None:
    pairs = [make_rows(2) for _ in range(3)]
    for pair in pairs:
        alike(*pair)
    seen, address = [], f"{GROUPS}?limit=1"
    while address:
        page: Any = curator_client.get(address)
        seen += groups(page)
        address = page.json()["next"]
        if len(seen) == 1:
            say(curator_client, "part", pairs[2])
    assert seen == [codes(pair) for pair in reversed(pairs)]
    assert groups(curator_client.get(GROUPS)) == [codes(pairs[1]), codes(pairs[0])]
    assert curator_client.get(f"{GROUPS}?after=x").json()["code"] == "bad_cursor"
    assert curator_client.get(f"{GROUPS}?limit=0").json()["code"] == "invalid_question"


def test_one_is_kept_and_the_others_leave_as_one_group(senior_client: Client) -> None:
    kept, waiting = make_rows(2)
    served = make_rows(1, status=Status.SERVING)[0]
    before = everything()
    rehearsed = say(senior_client, "keep", [waiting, served], query="?dry_run=true", kept=str(kept.code))
    assert everything() == before
    done = say(senior_client, "keep", [waiting, served], kept=str(kept.code))
    assert outcomes(done) == outcomes(rehearsed)
    assert outcomes(done) == [("changed", "rejected", ""), ("changed", "retired", ""), ("unchanged", "pool", "")]
    back = senior_client.post(f"/api/v1/decisions/{done.json()['group']}/undo/", {}, content_type="application/json")
    assert outcomes(back) == [("changed", "pool", ""), ("changed", "serving", "")]


def test_nothing_is_put_aside_where_one_has_moved_on(curator_client: Client, curator: User) -> None:
    kept, one, gone = make_rows(3)
    curation.reject(Image.objects.filter(pk=gone.pk), by=curator)
    before = everything()
    whole = say(curator_client, "keep", [one, gone], kept=str(kept.code))
    assert [error["code"] for error in whole.json()["errors"]] == ["moved_on"]
    assert say(curator_client, "keep", [one], kept=str(gone.code)).json()["code"] == "moved_on"
    served = make_rows(1, status=Status.SERVING)[0]
    before = everything()
    assert say(curator_client, "keep", [one, served], kept=str(kept.code)).status_code == 403
    assert everything() == before
    partly = say(curator_client, "keep", [one, gone], kept=str(kept.code), partial=True)
    assert outcomes(partly)[:2] == [("changed", "rejected", ""), ("refused", "rejected", "moved_on")]


def test_what_is_said_of_pictures_is_remembered_listed_and_taken_back(curator_client: Client, curator: User) -> None:
    one, other, third = make_rows(3)
    assert say(curator_client, "part", [one, other, third], query="?dry_run=1").json() == {"dry_run": True, "pairs": 3}
    assert not LikenessVerdict.objects.exists()
    assert say(curator_client, "part", [one, other, third], apart=str(third.code)).json()["pairs"] == 2
    judged = curator_client.get(f"{GROUPS}judged/").json()["items"]
    assert {frozenset((pair["one"], pair["other"])) for pair in judged} == {
        frozenset(codes([one, third])),
        frozenset(codes([other, third])),
    }
    assert {pair["by"] for pair in judged} == {curator.username}
    assert say(curator_client, "forget", [one, third]).json()["pairs"] == 1
    assert say(curator_client, "forget", [one, third]).json()["pairs"] == 0


def test_a_picture_of_a_closed_room_is_in_no_group_and_cannot_be_judged(curator_client: Client, curator: User) -> None:
    waiting, served = make_rows(1)[0], make_rows(1, status=Status.SERVING)[0]
    alike(waiting, served)
    say(curator_client, "part", [waiting, make_rows(1, status=Status.SERVING)[0]])
    assert len(groups(curator_client.get(GROUPS))) == 1
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    assert groups(curator_client.get(GROUPS)) == []
    told = curator_client.get(f"{GROUPS}judged/").json()["items"][0]
    assert {told["one"], told["other"]} == {str(waiting.code), None}
    for what, more in (("part", {}), ("forget", {}), ("keep", {"kept": str(waiting.code)})):
        hidden, never = (say(curator_client, what, [waiting, code], **more) for code in (served.code, uuid4()))
        assert hidden.status_code == never.status_code in (404, 409)
        assert hidden.json()["code"] == never.json()["code"]


@pytest.mark.parametrize(
    ("what", "body", "code"),
    [
        ("part", {"images": [str(uuid4())]}, "invalid"),
        ("part", {"images": [str(uuid4()) for _ in range(25)]}, "invalid"),
        ("keep", {"images": [str(uuid4())]}, "invalid"),
        ("keep", {"images": [str(uuid4())], "kept": str(uuid4())}, "not_found"),
        ("forget", {}, "invalid"),
    ],
)
def test_what_does_not_fit_is_named(curator_client: Client, what: str, body: dict[str, Any], code: str) -> None:
    response = curator_client.post(f"{GROUPS}{what}/", body, content_type="application/json")
    assert response.json()["code"] == code


def test_one_that_is_apart_is_among_them(curator_client: Client) -> None:
    one, other, third = make_rows(3)
    assert say(curator_client, "part", [one, other], apart=str(third.code)).json()["code"] == "invalid_question"


def test_the_same_said_twice_with_one_key_is_one_answer(curator_client: Client) -> None:
    body = {"images": codes(make_rows(2))}
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (
        curator_client.post(f"{GROUPS}part/", body, content_type="application/json", headers=key) for _ in range(2)
    )
    assert (first.content, second["Idempotent-Replayed"]) == (second.content, "true")
