"""S3 by one setting, over the wire: a picture is received, lies in the bucket, and is served from there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from emotion_garden import env
from tests.gallery import factories


@pytest.fixture
def server() -> Iterator[ThreadedMotoServer]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bucket(server: ThreadedMotoServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    address = "http://{}:{}".format(*server.get_host_and_port())
    resource = boto3.resource(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    made = resource.create_bucket(Bucket="garden")
    # What other tests of this process have put into a bucket of this name is still there: moto forgets nothing.
    made.objects.all().delete()
    monkeypatch.setenv("STORAGE_URL", f"s3://key:secret@garden/pictures?region_name=us-east-1&endpoint_url={address}")
    settings.STORAGES = {**settings.STORAGES, "default": env.storage("STORAGE_URL", tmp_path)}
    return made


@pytest.mark.django_db
def test_a_picture_lives_in_the_bucket_and_is_served_from_it(client: Client, bucket: Any, tmp_path: Path) -> None:
    image = factories.make_image()
    names = [item.key for item in bucket.objects.all()]
    assert f"pictures/{image.file}" in names
    assert len(names) == 1 + len(
        {str(file) for file in image.renditions.values_list("file", flat=True)} - {str(image.file)}
    )
    assert not list(tmp_path.rglob("*.jpeg")), "nothing is kept beside the bucket"
    address = f"/pictures/{image.code}/{image.width}.webp"
    answer: Any = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert body[8:12] == b"WEBP"
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_the_bucket_is_private_and_no_visitor_gets_an_address_of_it(client: Client, bucket: Any) -> None:
    image = factories.make_image()
    for item in bucket.objects.all():
        assert not [grant for grant in item.Acl().grants if grant["Grantee"]["Type"] == "Group"], item.key
    file = f"/pictures/{image.code}/{image.width}"
    pages = ["/", "/garden/happy/", "/api/v1/garden/?emotion=happy", f"/pictures/{image.code}/"]
    for address in [*pages, f"{file}.webp", f"{file}.jpeg"]:
        answer = client.get(address)
        assert answer.status_code == 200, "no redirect to the bucket"
        said = answer.content.decode("latin-1") + str(dict(answer.headers))
        for word in ("Signature=", "X-Amz", "127.0.0.1", str(image.file.name), f"{bucket.name}/pictures"):
            assert word not in said, f"{address} tells {word}"


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_is_a_fault(client: Client, bucket: Any, server: ThreadedMotoServer) -> None:
    factories.make_image()
    assert client.get("/healthz/ready").status_code == 200
    server.stop()
    answer = client.get("/healthz/ready")
    assert answer.status_code == 503
    assert [fault["id"] for fault in answer.json()["faults"]] == ["storage"]


@pytest.mark.django_db
def test_an_empty_garden_asks_its_bucket_too(client: Client, bucket: Any) -> None:
    assert client.get("/healthz/ready").status_code == 200
    bucket.objects.all().delete()
    bucket.delete()
    answer = client.get("/healthz/ready")
    assert answer.status_code == 503
    assert [fault["id"] for fault in answer.json()["faults"]] == ["storage"]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "status"), [("AccessDenied", 200), ("InvalidAccessKeyId", 503)])
def test_a_missing_key_that_may_not_be_listed_is_no_fault(client: Client, bucket: Any, code: str, status: int) -> None:
    """moto lets everybody in, so the refusals are put in where botocore reads them off the wire."""

    def refuse(model: Any, **_: Any) -> tuple[Any, dict[str, Any]]:
        said = code if model.name == "GetObject" else "403"
        answer = type("Answer", (), {"status_code": 403})()
        return answer, {"Error": {"Code": said}, "ResponseMetadata": {"HTTPStatusCode": 403}}

    client_of_s3 = default_storage.connection.meta.client  # type: ignore[attr-defined]
    client_of_s3.meta.events.register("before-call.s3", refuse)
    assert client.get("/healthz/ready").status_code == status
