"""`/api/v1/searches/`: kept, seen by whom they are shared with, changed and dropped by whoever keeps them."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery.models import Room, SavedSearch

pytestmark = pytest.mark.django_db
SEARCHES = "/api/v1/searches/"
CATS = {"name": "sad cats", "room": "pool", "query": "emotion:sad favorite:cat"}


def keep(client: Client, **more: Any) -> Any:
    return client.post(SEARCHES, {**CATS, **more}, content_type="application/json")


def names(client: Client, **asked: str) -> list[str]:
    return [item["name"] for item in client.get(SEARCHES, asked).json()["items"]]


def test_ones_own_and_shared_ones_are_seen(curator_client: Client, senior_client: Client) -> None:
    made = keep(curator_client)
    assert (made.status_code, made.json()["by"], made.json()["shared"]) == (201, "curator", False)
    keep(curator_client, name="served cats", room="serving", shared=True)
    assert names(curator_client) == ["served cats", "sad cats"]
    assert names(senior_client) == ["served cats"]
    assert names(curator_client, room="pool") == ["sad cats"]
    assert curator_client.get(SEARCHES, {"room": "lost"}).json()["code"] == "invalid_question"


def test_the_pages_follow_one_another(curator_client: Client) -> None:
    for number in range(3):
        keep(curator_client, name=f"cats {number}")
    seen, address = [], f"{SEARCHES}?limit=1"
    while address:
        page: Any = curator_client.get(address).json()
        seen += [item["name"] for item in page["items"]]
        address = page["next"]
    assert seen == ["cats 2", "cats 1", "cats 0"]


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"name": ""}, 400, "invalid"),
        ({"room": "lost"}, 400, "invalid"),
        ({"query": '"open'}, 422, "bad_search"),
        ({"query": "()"}, 422, "bad_search"),
        ({"query": "x" * 501}, 400, "invalid"),
    ],
)
def test_what_cannot_be_kept_is_a_problem(curator_client: Client, more: dict[str, str], status: int, code: str) -> None:
    response = keep(curator_client, **more)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not SavedSearch.objects.exists()


def test_a_name_is_kept_once_and_a_repeat_with_its_key_is_no_second(curator_client: Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (
        curator_client.post(SEARCHES, CATS, content_type="application/json", headers=key) for _ in range(2)
    )
    assert (first.content, second["Idempotent-Replayed"]) == (second.content, "true")
    assert keep(curator_client).json()["code"] == "unusable_name"
    assert SavedSearch.objects.count() == 1


def test_only_who_keeps_it_changes_and_drops_it(curator_client: Client, senior_client: Client) -> None:
    address = f"{SEARCHES}{keep(curator_client, shared=True).json()['id']}/"
    body = {"name": "cats", "shared": False}
    assert senior_client.patch(address, body, content_type="application/json").status_code == 404
    assert senior_client.delete(address).status_code == 204
    told = curator_client.patch(address, {"name": "cats"}, content_type="application/json").json()
    assert (told["name"], told["shared"]) == ("cats", True)
    assert [curator_client.delete(address).status_code for _ in range(2)] == [204, 204]
    assert not SavedSearch.objects.exists()


def test_searches_of_a_closed_room_are_neither_seen_nor_kept(
    client: Client, stranger_client: Client, curator: User, curator_client: Client
) -> None:
    keep(curator_client, name="served cats", room="serving")
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    assert names(curator_client) == names(curator_client, room=Room.SERVING) == []
    assert keep(curator_client, room="serving").status_code == 403
    for person, status in ((client, 401), (stranger_client, 403)):
        assert person.get(SEARCHES).status_code == status
        assert keep(person).status_code == status
