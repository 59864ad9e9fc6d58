"""However a request with a photo ends, nothing is written, and nobody is called (see test_photo_of_a_client_gone)."""

import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils.log import AdminEmailHandler
from PIL import Image

from emotions import consent
from tests.emotions import photos, tracing

pytestmark = pytest.mark.django_db
URL = "/api/v1/readings/"
KINDS = ["form", "raw"]


def large(image: Image.Image) -> bytes:
    """More than the 2.5 MB from which Django, left alone, puts an upload into a temporary file."""
    photo = photos.encoded(image, "PNG", compress_level=0)
    assert len(photo) > 2_700_000
    return photo


def send(client: Client, photo: bytes, kind: str) -> Any:
    if kind == "raw":
        return client.post(URL, photo, content_type="image/png")
    form = {"photo": SimpleUploadedFile("me.png", photo, "image/png")}
    if kind == "page":
        return client.post("/reading/", form | {"consent": consent.notice().version})
    return client.post(URL, form)


@pytest.fixture
def client() -> Client:
    """A client that gets the page of a 500, and has loaded engines and addresses before one starts to look."""
    client = Client(raise_request_exception=False)
    assert send(client, photos.happy_photo(), "form").status_code == 201
    assert send(client, photos.happy_photo(), "page").status_code == 303
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("photo", "status"),
    [
        (large(photos.webcam()), 201),
        (photos.happy_photo(), 201),
        (large(Image.new("RGB", (1280, 720), photos.WALL)), 422),
        (large(photos.webcam())[:2_700_000], 422),
        (photos.encoded(photos.webcam(size=(640, 480), at=(320, 200)), "TIFF", compression="tiff_lzw"), 201),
        (photos.encoded(photos.webcam(size=(640, 480), at=(320, 200)), "GIF"), 201),
        (b"not a photo" * 1000, 415),
    ],
    ids=["read", "read small", "no face", "truncated", "tiff", "gif", "no photo"],
)
def test_nothing_is_written(client: Client, kind: str, photo: bytes, status: int) -> None:
    with tracing.traced() as seen:
        response = send(client, photo, kind)
    assert response.status_code == status
    assert seen == []


@pytest.mark.parametrize("kind", [*KINDS, "page"])
def test_nothing_is_written_when_the_reader_breaks(
    client: Client, kind: str, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMOTIONS_READER = "tests.emotions.readers.BrokenReader"
    send(client, photos.happy_photo(), kind)
    caplog.clear()
    with tracing.traced() as seen, caplog.at_level(logging.DEBUG):
        response = send(client, photos.happy_photo(), kind)
    assert response.status_code == 500
    assert seen == []
    assert "The reader broke." in caplog.text
    assert "JFIF" not in caplog.text


@pytest.mark.parametrize("kind", [*KINDS, "page"])
def test_the_report_that_operators_get_by_mail_does_not_show_the_photo(
    client: Client, kind: str, settings: LazySettings, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """Such a report prints the variables of every function that was running."""
    settings.ADMINS = [("Operator", "operator@localhost")]
    settings.EMOTIONS_READER = "tests.emotions.readers.BrokenReader"
    logger, handler = logging.getLogger("django.request"), AdminEmailHandler(include_html=True)
    logger.addHandler(handler)
    try:
        send(client, photos.happy_photo(), kind)
    finally:
        logger.removeHandler(handler)
    report = str(mailoutbox[0].body) + str(mailoutbox[0].alternatives)
    assert "The reader broke." in report
    assert "********************" in report, "Variables are not in this report: the test sees nothing."
    assert "JFIF" not in report
    assert "array(" not in report


def test_the_tracer_sees_what_it_is_there_for(tmp_path: Path) -> None:
    ways: list[Any] = [
        lambda: (tmp_path / "a").write_bytes(b"x"),
        lambda: os.close(os.open(tmp_path / "b", os.O_WRONLY | os.O_CREAT)),
        lambda: tempfile.TemporaryFile().close(),
        lambda: tempfile.NamedTemporaryFile().close(),
        lambda: default_storage.save("c", ContentFile(b"x")),
    ]
    for way in ways:
        with tracing.traced() as seen:
            way()
        assert seen, "A write went unseen: the tests above prove nothing."


def test_the_tracer_sees_an_upload_that_is_spooled(client: Client, settings: LazySettings) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    with tracing.traced() as seen:
        send(client, photos.happy_photo(), "form")
    assert seen
