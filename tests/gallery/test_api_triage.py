"""`/api/v1/triage/`: two people are never handed the same picture; what is put off waits for somebody else."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery.models import Image, ReviewLease, ReviewSkip, Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db
TRIAGE = "/api/v1/triage/"


def send(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(TRIAGE + path, body, content_type="application/json", headers=headers)


def handed(client: Client, tab: str, *, query: str = "", **more: Any) -> list[str]:
    response = send(client, query, {"tab": tab, **more})
    assert response.status_code == 200, response.content
    return [item["code"] for item in response.json()["items"]]


def codes(images: list[Image]) -> list[str]:
    return [str(image.code) for image in images]


def test_two_people_and_two_tabs_are_handed_different_pictures(curator_client: Client, senior_client: Client) -> None:
    images = make_rows(5)
    tab = str(uuid4())
    assert handed(curator_client, tab, count=2) == codes(images[:2])
    assert handed(senior_client, str(uuid4())) == codes(images[2:3])
    assert handed(curator_client, str(uuid4())) == codes(images[3:4])
    assert handed(curator_client, tab, count=3) == codes([*images[:2], images[4]])


def test_the_filters_narrow_what_is_handed_out_and_counted(curator_client: Client) -> None:
    make_rows(1)
    sad = make_rows(1, emotion="sad", favorite="cat")
    make_rows(1, emotion="sad", status=Status.SERVING)
    told = send(curator_client, "?emotion=sad&q=favorite:cat", {"tab": str(uuid4()), "count": 9}).json()
    assert [item["code"] for item in told["items"]] == codes(sad)
    assert (told["left"], told["skipped"], told["done"]) == (1, 0, 0)
    wrong = send(curator_client, "?emotion=hungry", {"tab": str(uuid4())})
    assert wrong.json()["code"] == "unknown_emotion"


def test_what_is_put_off_waits_for_somebody_else_and_comes_back(curator_client: Client, senior_client: Client) -> None:
    one, other = make_rows(2)
    tab = str(uuid4())
    assert handed(curator_client, tab) == codes([one])
    put_off = send(curator_client, "skip/", {"images": codes([one])})
    assert put_off.json() == {"left": 1, "skipped": 1, "done": 0}
    assert send(curator_client, "skip/", {"images": codes([one])}).json() == put_off.json()
    assert handed(curator_client, tab, count=2) == codes([other])
    assert handed(senior_client, str(uuid4()), count=2) == codes([one])
    send(senior_client, "leave/", {"tab": str(ReviewLease.objects.get(image=one).tab)})
    assert send(curator_client, "skip/", {"images": codes([one]), "back": True}).json()["skipped"] == 0
    assert handed(curator_client, tab, count=2) == codes([one, other])


def test_all_that_was_put_off_comes_again_when_asked(curator_client: Client) -> None:
    image, tab = make_rows(1)[0], str(uuid4())
    send(curator_client, "skip/", {"images": codes([image])})
    assert handed(curator_client, tab) == []
    assert handed(curator_client, tab, again=True) == codes([image])


def test_a_tab_that_leaves_gives_back_its_own_alone(curator_client: Client, senior_client: Client) -> None:
    make_rows(2)
    mine, theirs = str(uuid4()), str(uuid4())
    handed(curator_client, mine)
    handed(senior_client, theirs)
    for tab in (mine, mine, theirs):
        assert send(curator_client, "leave/", {"tab": tab}).status_code == 204
    assert [str(lease.tab) for lease in ReviewLease.objects.all()] == [theirs]


def test_a_decision_rests_on_the_version_that_was_handed_out(curator_client: Client, senior_client: Client) -> None:
    make_rows(1)
    item = send(curator_client, "", {"tab": str(uuid4())}).json()["items"][0]
    body = {"decision": "reject", "images": [item["code"]], "versions": {item["code"]: item["version"]}}
    senior_client.patch(f"/api/v1/pool/{item['code']}/", {"emotion": "sad"}, content_type="application/json")
    refused = curator_client.post("/api/v1/decisions/", body, content_type="application/json")
    assert refused.json()["errors"][0]["code"] == "stale"
    assert ReviewLease.objects.exists()


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("", {}, "#/tab"),
        ("", {"tab": "nonsense"}, "#/tab"),
        ("", {"tab": str(uuid4()), "count": 41}, "#/count"),
        ("skip/", {"images": []}, "#/images"),
        ("skip/", {"images": [str(uuid4()) for _ in range(41)]}, "#/images"),
        ("leave/", {}, "#/tab"),
    ],
)
def test_what_does_not_fit_is_named(curator_client: Client, path: str, body: dict[str, Any], pointer: str) -> None:
    assert send(curator_client, path, body).json()["errors"][0]["pointer"] == pointer


def test_a_picture_of_a_closed_room_cannot_be_put_off(curator_client: Client, curator: User) -> None:
    served = make_rows(1, status=Status.SERVING)[0]
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    hidden, never = (send(curator_client, "skip/", {"images": [str(code)]}) for code in (served.code, uuid4()))
    assert hidden.status_code == never.status_code == 404
    assert not ReviewSkip.objects.exists()


def test_only_who_may_decide_in_the_pool_is_handed_anything(
    client: Client, stranger_client: Client, operator_client: Client, curator: User, curator_client: Client
) -> None:
    make_rows(1)
    curator.user_permissions.remove(*curator.user_permissions.filter(codename__in=["approve_poolimage"]))
    assert len(handed(curator_client, str(uuid4()))) == 1
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="reject_poolimage"))
    ReviewLease.objects.all().delete()
    bodies: dict[str, dict[str, Any]] = {
        "": {"tab": str(uuid4())},
        "skip/": {"images": [str(uuid4())]},
        "leave/": {"tab": str(uuid4())},
    }
    for person, status in ((client, 401), (stranger_client, 403), (operator_client, 403), (curator_client, 403)):
        for path, body in bodies.items():
            assert send(person, path, body).status_code == status
    assert not ReviewLease.objects.exists()


def test_the_same_request_with_one_key_is_answered_alike(curator_client: Client) -> None:
    make_rows(3)
    body, key = {"tab": str(uuid4())}, {"Idempotency-Key": str(uuid4())}
    first, second = (send(curator_client, "", body, **key) for _ in range(2))
    assert (first.content, second["Idempotent-Replayed"]) == (second.content, "true")
