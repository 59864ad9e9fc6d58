"""`/api/v1/displays/`: zones made, told what to show, cleared, put back, taken down; who was slower is told."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery import curation, displays
from gallery.models import DisplayChange, DisplayZone, Image, Status
from tests.gallery.factories import make_curator, make_rows
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
DISPLAYS = "/api/v1/displays/"
HALL = f"{DISPLAYS}hall/"


@pytest.fixture
def hall(db: Any) -> DisplayZone:
    return DisplayZone.objects.create(name="hall")


def send(client: Client, method: str, path: str, body: dict[str, Any], **headers: str) -> Any:
    return getattr(client, method)(path, body, content_type="application/json", headers=headers)


def served(count: int, **fields: Any) -> list[Image]:
    return make_rows(count, status=Status.SERVING, **fields)


def codes(images: list[Image]) -> list[str]:
    return [str(image.code) for image in images]


def chosen(response: Any, row: str = "landscape") -> list[str | None]:
    assert response.status_code == 200, response.content
    return [place["picture"] for place in response.json()["places"][row]]


def test_zones_are_made_once_and_listed_by_name(operator_client: Client) -> None:
    for name in ("stairs", "hall", "stairs"):
        made = send(operator_client, "post", DISPLAYS, {"name": name})
        assert (made.status_code, made.json()["name"]) == (201, name)
    seen, address = [], f"{DISPLAYS}?limit=1"
    while address:
        page: Any = operator_client.get(address).json()
        seen += [item["name"] for item in page["items"]]
        address = page["next"]
    assert seen == ["hall", "stairs"]


def test_a_name_that_is_no_part_of_an_address_is_refused(operator_client: Client) -> None:
    assert send(operator_client, "post", DISPLAYS, {"name": "The Hall"}).json()["code"] == "unusable_name"
    assert send(operator_client, "post", DISPLAYS, {}).json()["code"] == "invalid"
    assert not DisplayZone.objects.exists()


def test_what_is_put_is_what_it_shows(senior_client: Client, hall: DisplayZone) -> None:
    lying, standing = served(3), served(1, orientation="portrait")
    told = send(
        senior_client,
        "put",
        HALL,
        {"landscape": [*codes(lying[:2]), None, *codes(lying[2:])], "portrait": codes(standing)},
    )
    assert chosen(told) == [*codes(lying[:2]), None, *codes(lying[2:]), *[None] * 4]
    assert [picture["code"] for picture in told.json()["shows"]["landscape"]] == codes(lying)
    assert [picture["code"] for picture in told.json()["shows"]["portrait"]] == codes(standing)
    changed = send(senior_client, "patch", HALL, {"landscape": codes(lying[2:])})
    assert (chosen(changed)[0], chosen(changed, "portrait")[0]) == (str(lying[2].code), str(standing[0].code))
    cleared = send(senior_client, "put", HALL, {})
    assert chosen(cleared) == chosen(cleared, "portrait") == [None] * 8


def test_it_follows_an_emotion_and_keeps_what_was_chosen(senior_client: Client, hall: DisplayZone) -> None:
    happy, sad = served(1)[0], served(1, emotion="sad")[0]
    send(senior_client, "patch", HALL, {"landscape": codes([happy])})
    told = send(senior_client, "patch", HALL, {"follows": "sad"}).json()
    assert [picture["code"] for picture in told["shows"]["landscape"]] == codes([sad])
    back = send(senior_client, "patch", HALL, {"follows": ""}).json()
    assert [picture["code"] for picture in back["shows"]["landscape"]] == codes([happy])
    assert [change["before"] for change in back["changes"]] == ["sad", "", ""]


@pytest.mark.parametrize("status", [Status.POOL, Status.REJECTED, Status.RETIRED])
def test_what_is_not_served_is_refused_like_what_never_was(
    senior_client: Client, operator_client: Client, hall: DisplayZone, status: str
) -> None:
    code, before = str(make_rows(1, status=status)[0].code), everything()
    for client in (senior_client, operator_client):
        hidden = send(client, "put", HALL, {"landscape": [code]})
        never = send(client, "put", HALL, {"landscape": [other := str(uuid4())]})
        assert hidden.status_code == never.status_code == 409
        assert hidden.json()["code"] == "not_served"
        assert hidden.json()["detail"].replace(code, "") == never.json()["detail"].replace(other, "")
    assert everything() == before


def test_a_picture_that_was_taken_down_is_told_to_those_who_may_see_it(
    senior_client: Client, operator_client: Client, hall: DisplayZone
) -> None:
    images = served(2)
    send(senior_client, "put", HALL, {"landscape": codes(images)})
    curation.retire(Image.objects.filter(pk=images[0].pk), by=make_curator())
    theirs = operator_client.get(HALL).json()["places"]["landscape"]
    assert theirs[0] == {"picture": None, "taken": True, "shown": False}
    told = senior_client.get(HALL)
    assert told.json()["places"]["landscape"][0] == {"picture": str(images[0].code), "taken": True, "shown": False}
    assert [picture["code"] for picture in told.json()["shows"]["landscape"]] == codes(images[1:])
    kept = send(senior_client, "put", HALL, {"landscape": codes(images[::-1])})
    assert chosen(kept)[:2] == codes(images[::-1])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"follows": "hungry"}, "#/follows"),
        ({"landscape": ["nonsense"]}, "#/landscape/0"),
        ({"portrait": "nonsense"}, "#/portrait"),
        ({"landscape": [None] * 9}, "#/landscape"),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    senior_client: Client, hall: DisplayZone, body: dict[str, Any], pointer: str
) -> None:
    for method in ("put", "patch"):
        response = send(senior_client, method, HALL, body)
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, pointer)


def test_who_was_slower_is_told_and_changes_nothing(senior_client: Client, hall: DisplayZone) -> None:
    image = served(1)[0]
    read = senior_client.get(HALL)["ETag"]
    assert senior_client.get(HALL, headers={"If-None-Match": read}).status_code == 304
    first = send(senior_client, "put", HALL, {"landscape": codes([image])}, **{"If-Match": read})
    before = everything()
    for method, body in (("put", {}), ("patch", {"follows": "sad"}), ("delete", {})):
        slower = send(senior_client, method, HALL, body, **{"If-Match": read})
        assert slower.status_code == (403 if method == "delete" else 412)
    assert everything() == before
    assert send(senior_client, "put", HALL, {}, **{"If-Match": first["ETag"]}).status_code == 200


def test_a_zone_is_taken_down_once_and_the_answer_stays(operator_client: Client, hall: DisplayZone) -> None:
    read = operator_client.get(HALL)["ETag"]
    displays.follow(hall, emotion="sad", by=make_curator())
    assert operator_client.delete(HALL, headers={"If-Match": read}).status_code == 412
    assert operator_client.delete(HALL).status_code == 204
    assert not DisplayZone.objects.exists()
    assert operator_client.delete(HALL).status_code == 204
    assert operator_client.get(HALL).status_code == 404
    assert send(operator_client, "put", HALL, {}).status_code == 404


def test_the_newest_change_is_taken_back(senior_client: Client, hall: DisplayZone) -> None:
    image = served(1)[0]
    send(senior_client, "put", HALL, {"landscape": codes([image])})
    first = DisplayChange.objects.get()
    told = send(senior_client, "put", HALL, {"follows": "sad"}).json()
    assert send(senior_client, "post", f"{HALL}undo/", {"change": first.pk}).json()["code"] == "changed"
    back = send(senior_client, "post", f"{HALL}undo/", {"change": told["changes"][0]["id"]})
    assert (chosen(back)[0], back.json()["follows"]) == (str(image.code), "")
    assert send(senior_client, "post", f"{HALL}undo/", {"change": 999}).status_code == 404
    assert send(senior_client, "post", f"{HALL}undo/", {"change": 2**70}).status_code == 400


def test_making_a_zone_twice_with_one_key_is_one_answer(operator_client: Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (send(operator_client, "post", DISPLAYS, {"name": "hall"}, **key) for _ in range(2))
    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"


def test_who_may_do_what(
    client: Client,
    stranger_client: Client,
    curator_client: Client,
    senior_client: Client,
    hall: DisplayZone,
    senior_curator: User,
) -> None:
    before = everything()
    for person, status in ((client, 401), (stranger_client, 403), (curator_client, 403)):
        assert person.get(DISPLAYS).status_code == status
        for method in ("get", "put", "patch", "delete"):
            assert send(person, method, HALL, {}).status_code == status
        assert send(person, "post", DISPLAYS, {"name": "stairs"}).status_code == status
        assert send(person, "post", f"{HALL}undo/", {"change": 1}).status_code == status
    assert send(senior_client, "post", DISPLAYS, {"name": "stairs"}).status_code == 403
    assert send(senior_client, "delete", HALL, {}).status_code == 403
    assert everything() == before
