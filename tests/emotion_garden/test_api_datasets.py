"""Data sets over HTTP: what goes out is the command's export, what comes in is planted by the command's functions."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from emotion_garden import api_datasets, dataset, roles
from emotion_garden.keys import making
from emotions.models import EmotionReading
from gallery.models import Image, Visitor
from recommendations import interactions, rankings
from recommendations.models import Interaction, Slate
from tests.emotion_garden import gardens
from tests.gallery import factories

pytestmark = pytest.mark.django_db
DATASETS = "/api/v1/datasets/"
THEN = 1_679_314_370
HEAD = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION\n"


@pytest.fixture
def trusted(operator: User) -> User:
    """An operator to whom data sets were given by hand."""
    operator.user_permissions.add(*Permission.objects.filter(codename__in=["export_dataset", "import_dataset"]))
    return User.objects.get(pk=operator.pk)


@pytest.fixture
def program(trusted: User) -> Client:
    secret = making.make(trusted, called="x", scopes=making.offered(trusted)).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def visited() -> None:
    factories.make_images(4, favorite='100% "café"')
    visitor = Visitor.objects.create(age_group="adult", gender="male")
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    for item in offer.items[:2]:
        interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
    EmotionReading.objects.create(visitor=visitor, outcome="read", emotion="happy", confidence=0.7, reader="test")


def forgotten() -> None:
    for model in (Interaction, Slate, EmotionReading, Visitor):
        model.objects.all().delete()
    Image.objects.update(likes=0, showings=0)


def exported(client: Client) -> dict[str, bytes]:
    tables = client.get(DATASETS).json()["tables"]
    return {each["name"]: b"".join(client.get(each["url"]).streaming_content) for each in tables}  # type: ignore[attr-defined]


def send(client: Client, query: str = "", /, **files: Any) -> Any:
    bodies = {name: body.encode() if isinstance(body, str) else body for name, body in files.items()}
    form = {name: SimpleUploadedFile(f"{name}.csv", body, "text/csv") for name, body in bodies.items()}
    return client.post(f"{DATASETS}{query}", form)


def like(image: Image, user: str = "anna", when: Any = THEN) -> str:
    return f"{user},emotions/{image.key_tail},{when},click,\n"


def rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Image, Visitor, Slate, Interaction)]


def test_the_streams_are_the_commands_files_byte_for_byte(program: Client, tmp_path: Path) -> None:
    visited()
    gardens.run("export_dataset", tmp_path)
    assert exported(program) == {path.stem: path.read_bytes() for path in tmp_path.glob("*.csv")}
    answer = program.get(f"{DATASETS}users.csv", headers={"Accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and "no-store" in answer["Cache-Control"]
    assert {each["name"]: each["rows"] for each in program.get(DATASETS).json()["tables"]} == dataset.counts()


def test_a_long_table_is_sent_in_parts_as_it_is_read(program: Client) -> None:
    Visitor.objects.bulk_create(Visitor() for _number in range(3 * api_datasets._TOGETHER))
    parts: Any = program.get(f"{DATASETS}users.csv").streaming_content  # type: ignore[attr-defined]
    assert len(list(parts)) == 4


def test_what_was_exported_comes_back(program: Client) -> None:
    visited()
    before = exported(program)
    forgotten()
    told = send(program, **before)
    assert told.status_code == 200, told.content
    assert told.json() | {"visitors": 1, "likes": 2, "slates": 1, "readings": 1, "written": True} == told.json()
    assert exported(program) == before
    again = send(program, **before).json()
    assert again | {"visitors": 0, "likes": 0, "already_here": 2, "slates": 0} == again


def test_a_dry_run_says_the_same_and_changes_nothing(program: Client) -> None:
    (image,) = factories.make_images(1)
    files = {"interactions": HEAD + like(image), "users": "USER_ID,GENERATION\nanna,adult\n"}
    before = rows()
    told = send(program, "?dry_run=true", **files).json()
    assert rows() == before
    assert told == {**send(program, **files).json(), "written": False}
    assert told["likes"] == 1


def test_the_line_that_does_not_fit_is_named_and_nothing_has_happened(program: Client) -> None:
    (image,) = factories.make_images(1)
    before = rows()
    answer = send(program, interactions=HEAD + like(image) + like(image, when="soon"))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_dataset")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["line"]) == ("#/interactions", 3)
    assert "interactions.csv, line 3" in error["detail"] and "soon" in error["detail"]
    assert rows() == before


@pytest.mark.parametrize(
    ("files", "pointer"),
    [
        ({}, "#/interactions"),
        ({"users": "USER_ID\n"}, "#/interactions"),
        ({"interactions": "", "users": "USER_ID\n"}, "#/interactions"),
        ({"interactions": "WHO,WHAT\na,b\n"}, "#/interactions"),
        ({"interactions": b"\xff\xfe\x00"}, "#/interactions"),
        ({"interactions": HEAD, "users": "NAME\nanna\n"}, "#/users"),
        ({"interactions": HEAD + '"anna'}, "#/interactions"),
    ],
)
def test_a_file_that_is_none_is_said(program: Client, files: dict[str, Any], pointer: str) -> None:
    answer = send(program, **files)
    assert answer.status_code == 400
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert "data-set-" not in answer.content.decode(), "the folder on the server is nobody's business"


def test_what_is_too_long_for_a_request_is_for_the_command(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_datasets, "MOST_LINES", 3)
    for end in ("\n", "\r", "\r\n"):
        answer = send(program, interactions=(HEAD + "a,b,1,click,\n" * 3).replace("\n", end))
        assert (answer.status_code, answer.json()["code"]) == (413, "dataset_too_large")
        assert "import_dataset" in answer.json()["detail"]


def test_the_files_are_gone_afterwards(program: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (image,) = factories.make_images(1)
    assert send(program, interactions=HEAD + like(image)).status_code == 200
    assert send(program, interactions="nonsense").status_code == 400
    assert not list(tmp_path.glob("data-set-*"))


def test_the_same_import_with_the_same_key_is_answered_alike(program: Client) -> None:
    (image,) = factories.make_images(1)
    body = HEAD + like(image)
    program.defaults["HTTP_IDEMPOTENCY_KEY"] = "0d1f3f0e-9f0b-4a3f-8f8e-1d4b6a1f3c55"
    first, second = send(program, interactions=body), send(program, interactions=body)
    assert first.json()["likes"] == second.json()["likes"] == 1
    assert second["Idempotent-Replayed"] == "true"
    assert Interaction.objects.count() == 1


def test_no_role_reads_or_writes_visitors_by_itself(operator: User, operator_client: Client, client: Client) -> None:
    for role in roles.ROLES.values():
        assert not role.permissions & {api_datasets.EXPORT, api_datasets.IMPORT}
    assert not {making.name(row) for row in making.offered(operator)} & {api_datasets.EXPORT, api_datasets.IMPORT}
    for who, status in ((client, 401), (operator_client, 403)):
        for path in ("", "users.csv", "items.csv", "interactions.csv"):
            assert who.get(f"{DATASETS}{path}").status_code == status
        assert send(who, interactions=HEAD).status_code == status


def test_whoever_may_export_may_not_import(operator: User) -> None:
    operator.user_permissions.add(Permission.objects.get(codename="export_dataset"))
    owner = User.objects.get(pk=operator.pk)
    secret = making.make(owner, called="x", scopes=making.offered(owner)).secret
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get(DATASETS).status_code == 200
    assert send(program, interactions=HEAD).status_code == 403


def test_a_refused_table_is_a_problem_also_for_who_accepts_csv(operator_client: Client) -> None:
    answer = operator_client.get(f"{DATASETS}users.csv", headers={"Accept": "text/csv"})
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_allowed"
