"""`POST /api/v1/images/`: several files, what came of each, and the same file sent again."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gallery import pool
from gallery.models import Decision, Image, Kind, Safety, Status
from tests.gallery.factories import make_jpeg
from tests.gallery.rows import everything

pytestmark = pytest.mark.django_db
IMAGES = "/api/v1/images/"


def file(name: str = "meadow.jpeg", data: bytes | None = None, *, number: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make_jpeg(number, size=(64, 40)) if data is None else data, "image/jpeg")


def send(client: Client, files: list[SimpleUploadedFile], *, query: str = "", **more: Any) -> Any:
    headers = more.pop("headers", None)
    return client.post(IMAGES + query, {"files": files, "emotion": "happy", **more}, headers=headers)


def outcomes(response: Any) -> list[tuple[str, str]]:
    assert response.status_code in (200, 201), response.content
    return [(item["outcome"], item["code"]) for item in response.json()["items"]]


def test_a_bad_file_never_loses_the_others(curator_client: Client, curator: User) -> None:
    files = [file(), file("notes.pdf", b"%PDF-1.7"), file("empty.jpeg", b""), file("two.jpeg", number=2)]
    told = send(curator_client, files, favorite="Cat", caption="a  meadow")
    assert outcomes(told) == [
        ("received", ""), ("refused", "unsupported_file"), ("refused", "empty_file"), ("received", ""),
    ]  # fmt: skip
    assert (told.status_code, told.json()["received"], told.json()["refused"]) == (201, 2, 2)
    image = Image.objects.get(code=told.json()["items"][0]["image"])
    assert (image.status, image.safety) == (Status.POOL, Safety.UNCHECKED)
    assert (image.emotion, image.favorite, image.caption) == ("happy", "cat", "a meadow")
    lines = Decision.objects.filter(kind=Kind.UPLOAD)
    assert {(line.by, line.after["name"]) for line in lines} == {(curator, "meadow.jpeg"), (curator, "two.jpeg")}
    assert len({line.group for line in lines}) == 1


def test_the_same_file_again_is_the_same_picture(curator_client: Client) -> None:
    first = send(curator_client, [file()]).json()["items"][0]
    known = curator_client.get(f"/pictures/{first['image']}/64.jpeg").content
    second = send(curator_client, [file("again.jpeg", known)])
    assert (second.status_code, outcomes(second)) == (200, [("known", "")])
    assert second.json()["items"][0]["image"] == first["image"]
    assert Image.objects.count() == 1


def test_one_key_receives_once(curator_client: Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (send(curator_client, [file()], headers=key) for _ in range(2))
    assert first.content == second.content
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"emotion": "hungry"}, "invalid"),
        ({"favorite": "a/b"}, "unusable_favorite"),
        ({"caption": "x" * 2001}, "invalid"),
        ({"query": "?dry_run=true"}, "invalid_question"),
    ],
)
def test_what_is_said_of_all_is_looked_at_before_any_is_received(
    curator_client: Client, more: dict[str, str], code: str
) -> None:
    before = everything()
    assert send(curator_client, [file()], **more).json()["code"] == code
    assert everything() == before


def test_no_file_and_too_many_are_refused(curator_client: Client) -> None:
    assert send(curator_client, []).json()["errors"][0]["pointer"] == "#/files"
    assert send(curator_client, [file() for _ in range(21)]).json()["errors"][0]["pointer"] == "#/files"
    assert curator_client.post(IMAGES, {"files": ["x"]}, content_type="application/json").status_code == 415


def test_a_store_that_is_down_is_the_files_own_line(curator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_more: Any) -> Any:
        raise OSError("no space left")

    monkeypatch.setattr(pool, "receive", broken)
    assert outcomes(send(curator_client, [file()])) == [("refused", "server_error")]


def test_only_curators_bring_pictures(
    client: Client, stranger_client: Client, operator_client: Client, curator: User, curator_client: Client
) -> None:
    for person, status in ((client, 401), (stranger_client, 403), (operator_client, 403)):
        assert send(person, [file()]).status_code == status
    curator.user_permissions.remove(*curator.user_permissions.filter(codename="upload_poolimage"))
    assert send(curator_client, [file()]).status_code == 403
    assert not Image.objects.exists()
