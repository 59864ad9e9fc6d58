"""`/api/v1/pool/` and `/api/v1/corrections/`: rooms listed and walked, pictures read and corrected."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gallery import corrections, curation, tallies
from gallery.models import Decision, Image, Safety, Status
from tests.gallery.factories import make_curator, make_image, make_rows
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
POOL, CORRECTIONS = "/api/v1/pool/", "/api/v1/corrections/"


def codes(response: Any) -> set[str]:
    assert response.status_code == 200, response.content
    return {item["code"] for item in response.json()["items"]}


def code_of(*images: Image) -> set[str]:
    return {str(image.code) for image in images}


def patch(client: Client, image: Any, body: dict[str, Any], **headers: str) -> Any:
    address = f"{POOL}{getattr(image, 'code', image)}/"
    return client.patch(address, body, content_type="application/json", headers=headers)


def correct(client: Client, images: list[Image], *, query: str = "", **more: Any) -> Any:
    body = {"images": [str(image.code) for image in images], **more}
    return client.post(CORRECTIONS + query, body, content_type="application/json")


def outcomes(response: Any) -> list[tuple[str, str]]:
    assert response.status_code == 200, response.content
    return [(item["outcome"], item["code"]) for item in response.json()["items"]]


def test_each_status_is_listed_by_its_name(curator_client: Client) -> None:
    images = {status: make_rows(1, status=status)[0] for status in Status.values}
    assert codes(curator_client.get(POOL)) == code_of(images[Status.POOL])
    for status, image in images.items():
        assert codes(curator_client.get(POOL, {"status": status})) == code_of(image)
    everybody = curator_client.get(POOL, {"status": "all", "count": "1"})
    assert codes(everybody) == code_of(*images.values())
    assert everybody.json()["count"] == 4


def test_the_filters_of_the_sheets_narrow_it(curator_client: Client) -> None:
    batch = uuid4()
    make_rows(1)
    one = make_rows(
        1, emotion="sad", favorite="cat", orientation="portrait", safety=Safety.FLAGGED, model="sd", batch_code=batch
    )[0]
    for asked in (
        {"emotion": "sad"},
        {"favorite": "Cat"},
        {"orientation": "portrait"},
        {"safety": "flagged"},
        {"batch": str(batch)},
        {"model": "sd"},
        {"q": "favorite:cat"},
        {"q": "favorite:cat", "emotion": "sad", "status": "pool"},
    ):
        assert codes(curator_client.get(POOL, asked)) == code_of(one), asked
    assert codes(curator_client.get(POOL, {"favorite": "", "q": "emotion:sad"})) == set()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"status": "lost"}, "invalid_question"),
        ({"emotion": "hungry"}, "unknown_emotion"),
        ({"orientation": "round"}, "invalid_question"),
        ({"safety": "maybe"}, "invalid_question"),
        ({"batch": "nonsense"}, "invalid_question"),
        ({"favorite": "a/b"}, "unusable_favorite"),
        ({"q": "steps:many"}, "bad_search"),
        ({"limit": "201"}, "invalid_question"),
        ({"after": "nonsense"}, "bad_cursor"),
        ({"count": "perhaps"}, "invalid_question"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_problem(curator_client: Client, asked: Any, code: str) -> None:
    assert curator_client.get(POOL, asked).json()["code"] == code


def test_a_closed_room_is_not_listed(
    client: Client, stranger_client: Client, curator: User, curator_client: Client
) -> None:
    waiting, served = make_rows(1)[0], make_rows(1, status=Status.SERVING)[0]
    assert client.get(POOL).status_code == 401
    assert stranger_client.get(POOL).status_code == 403
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="view_servedimage"))
    assert codes(curator_client.get(POOL, {"status": "all"})) == code_of(waiting)
    assert codes(curator_client.get(POOL, {"status": "all", "q": f"code:{served.code}"})) == set()
    assert curator_client.get(POOL, {"status": "serving"}).status_code == 403


def test_a_walk_meets_each_picture_that_was_there_exactly_once(curator_client: Client, curator: User) -> None:
    there = make_rows(9)
    decided, seen, address = there[:2], [], f"{POOL}?limit=2&emotion=happy"
    while address:
        page: Any = curator_client.get(address).json()
        seen += [item["code"] for item in page["items"]]
        address = page["next"]
        make_rows(2)
        curation.reject(Image.objects.filter(pk=decided.pop().pk) if decided else Image.objects.none(), by=curator)
    assert len(seen) == len(set(seen))
    assert set(seen) == code_of(*there[2:])


def test_a_page_costs_the_same_statements_however_long_it_is(curator_client: Client) -> None:
    make_rows(100, status=Status.SERVING)
    costs = []
    for limit in ("2", "100"):
        with CaptureQueriesContext(connection) as statements:
            curator_client.get(POOL, {"limit": limit, "status": "serving"})
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_one_picture_is_told_whole_and_its_file_is_there(curator_client: Client, curator: User) -> None:
    image = make_image(status=Status.POOL, recipe={"prompt": "a quiet pond"}, safety_score=0.5)
    other = make_rows(1, family=image.family)[0]
    corrections.correct(Image.objects.filter(pk=image.pk), by=curator, emotion="sad", reason="it rains")
    told = curator_client.get(f"{POOL}{image.code}/").json()
    assert told["recipe"]["prompt"] == "a quiet pond"
    assert (told["safety"], told["safety_score"], told["version"], told["uploaded"]) == ("exempt", 0.5, 1, False)
    assert told["stack"] == [str(image.code), str(other.code)]
    assert [(line["kind"], line["by"], line["reason"]) for line in told["history"]] == [
        ("correction", "curator", "it rains")
    ]
    file = curator_client.get(told["url"])
    assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("status", Status.values)
def test_a_picture_is_nothing_to_whoever_may_not_see_its_room(
    client: Client, stranger_client: Client, operator_client: Client, status: str
) -> None:
    image = make_rows(1, status=status)[0]
    for person in (client, stranger_client, operator_client):
        for answer in (
            lambda code: person.get(f"{POOL}{code}/"),  # noqa: B023 - called at once
            lambda code: patch(person, code, {"emotion": "sad"}),  # noqa: B023
            lambda code: person.put(f"{POOL}{code}/cover/"),  # noqa: B023
        ):
            hidden, never = answer(image.code), answer(uuid4())
            assert hidden.status_code == never.status_code == 404
            assert {**hidden.json(), "trace_id": ""} == {**never.json(), "trace_id": ""}
    assert not Decision.objects.exists()


def test_a_correction_changes_what_is_given_and_is_told_at_once(curator_client: Client) -> None:
    image = make_rows(1, favorite="cat", caption="a pond")[0]
    told = patch(curator_client, image, {"emotion": "sad", "caption": "", "reason": "it rains"}).json()
    assert (told["emotion"], told["favorite"], told["caption"], told["version"]) == ("sad", "cat", "", 1)
    assert told["key"].startswith("sad/cat/")
    assert Decision.objects.get().reason == "it rains"
    assert patch(curator_client, image, {"emotion": "sad"}).json()["version"] == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "nothing_to_correct"),
        ({"emotion": "hungry"}, 400, "invalid"),
        ({"favorite": "a/b"}, 400, "unusable_favorite"),
        ({"favorite": "x" * 101}, 400, "invalid"),
        ({"caption": "x" * 2001}, 400, "invalid"),
        ({"caption": None}, 400, "invalid"),
    ],
)
def test_a_correction_that_cannot_be_is_a_problem(
    curator_client: Client, body: dict[str, Any], status: int, code: str
) -> None:
    image = make_rows(1)[0]
    response = patch(curator_client, image, body)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_each_room_has_its_own_permission_to_correct(curator_client: Client, senior_client: Client) -> None:
    served = make_rows(1, status=Status.SERVING)[0]
    assert patch(curator_client, served, {"emotion": "sad"}).status_code == 403
    assert not Decision.objects.exists()
    assert patch(senior_client, served, {"emotion": "sad"}).json()["emotion"] == "sad"


def test_who_was_slower_is_told_and_changes_nothing(curator_client: Client, curator: User) -> None:
    image = make_rows(1)[0]
    read = curator_client.get(f"{POOL}{image.code}/")["ETag"]
    corrections.correct(Image.objects.filter(pk=image.pk), by=curator, favorite="cat")
    slower = patch(curator_client, image, {"emotion": "sad"}, **{"If-Match": read})
    assert (slower.status_code, slower.json()["code"]) == (412, "changed_meanwhile")
    image.refresh_from_db()
    assert (image.emotion, image.favorite) == ("happy", "cat")
    again = curator_client.get(f"{POOL}{image.code}/")["ETag"]
    done = patch(curator_client, image, {"emotion": "sad"}, **{"If-Match": again})
    assert done.json()["emotion"] == "sad"
    assert patch(curator_client, image, {"emotion": "calm"}, **{"If-Match": done["ETag"]}).status_code == 200
    assert patch(curator_client, image, {"emotion": "calm"}, **{"If-Match": f"W/{done['ETag']}"}).status_code == 412
    assert patch(curator_client, image, {"emotion": "fear"}, **{"If-Match": "*"}).status_code == 200


def test_a_like_in_between_is_news_to_readers_and_no_reason_to_refuse(senior_client: Client) -> None:
    image = make_rows(1, status=Status.SERVING)[0]
    address = f"{POOL}{image.code}/"
    read = senior_client.get(address)["ETag"]
    assert senior_client.get(address, headers={"If-None-Match": read}).status_code == 304
    tallies.add(likes={image.pk: 1})
    assert senior_client.get(address, headers={"If-None-Match": read}).json()["likes"] == 1
    assert patch(senior_client, image, {"emotion": "sad"}, **{"If-Match": read}).status_code == 200


def test_a_picture_stands_for_its_stack(curator_client: Client) -> None:
    one = make_rows(1)[0]
    other = make_rows(1, family=one.family, is_cover=True)[0]
    told = curator_client.put(f"{POOL}{one.code}/cover/").json()
    assert (told["is_cover"], told["stack"]) == (True, [str(one.code), str(other.code)])
    served = make_rows(1, status=Status.SERVING)[0]
    assert curator_client.put(f"{POOL}{served.code}/cover/").status_code == 403


def test_many_are_corrected_each_with_its_own_line(curator_client: Client) -> None:
    one, same = make_rows(1)[0], make_rows(1, emotion="sad")[0]
    served = make_rows(1, status=Status.SERVING)[0]
    before = everything()
    whole = correct(curator_client, [one, same, served], emotion="sad")
    assert (whole.status_code, whole.json()["errors"][0]["pointer"]) == (409, "#/images/2")
    rehearsed = correct(curator_client, [one, same, served], query="?dry_run=true", emotion="sad", partial=True)
    assert everything() == before
    done = correct(curator_client, [one, same, served], emotion="sad", partial=True)
    assert outcomes(done) == outcomes(rehearsed) == [("changed", ""), ("unchanged", ""), ("refused", "not_allowed")]
    assert list(Image.objects.order_by("pk").values_list("emotion", flat=True)) == ["sad", "sad", "happy"]
    undone = curator_client.post(f"/api/v1/decisions/{done.json()['group']}/undo/", {}, content_type="application/json")
    assert outcomes(undone) == [("changed", "")]
    one.refresh_from_db()
    assert one.emotion == "happy"


def test_a_correction_of_many_that_says_nothing_is_refused(curator_client: Client, operator_client: Client) -> None:
    images = make_rows(2)
    assert correct(curator_client, images).json()["code"] == "nothing_to_correct"
    assert correct(operator_client, images, emotion="sad").status_code == 403
    assert correct(curator_client, images, favorite="a/b").json()["code"] == "unusable_favorite"
    assert correct(curator_client, images, favorite="", reason="none is known").json()["unchanged"] == 2


def test_a_correction_by_somebody_else_is_not_taken_back_by_who_may_not_correct_there(
    curator_client: Client, senior_client: Client
) -> None:
    served = make_rows(1, status=Status.SERVING)[0]
    corrections.correct(Image.objects.filter(pk=served.pk), by=make_curator(), emotion="sad")
    address = f"/api/v1/decisions/{Decision.objects.get().group}/undo/"
    refused = curator_client.post(address, {"partial": True}, content_type="application/json")
    assert outcomes(refused) == [("refused", "not_allowed")]
    assert outcomes(senior_client.post(address, {}, content_type="application/json")) == [("changed", "")]
