"""POST /api/v1/readings/ and PATCH /api/v1/readings/<code>/, as a program or a page uses them."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from emotions.models import EmotionReading
from gallery.models import Emotion, Visitor
from tests.emotions import photos

pytestmark = pytest.mark.django_db
URL = "/api/v1/readings/"


def form(client: Client, photo: bytes, *, field: str = "photo", **headers: str) -> Any:
    return client.post(URL, {field: SimpleUploadedFile("me.jpg", photo, "image/jpeg")}, headers=headers)


def raw(client: Client, photo: bytes, kind: str = "image/jpeg") -> Any:
    return client.post(URL, photo, content_type=kind)


def problem(response: Any, status: int, code: str) -> str:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    told = response.json()
    assert (told["status"], told["code"]) == (status, code)
    return str(told["detail"])


@pytest.fixture
def token(client: Client) -> str:
    return str(client.post("/api/v1/visitors/", {}, content_type="application/json").json()["token"])


@pytest.mark.parametrize("send", [form, raw, lambda client, photo: raw(client, photo, "application/octet-stream")])
def test_a_photo_becomes_a_reading(client: Client, send: Any) -> None:
    response = send(client, photos.happy_photo())
    assert response.status_code == 201
    assert response["Cache-Control"] == "private, no-store"
    told = response.json()
    assert (told["outcome"], told["emotion"], told["correction"]) == ("read", "happy", None)
    assert set(told["scores"]) == set(Emotion.values)
    assert told["confidence"] == told["scores"]["happy"] > 0.8
    (face,) = told["faces"]
    assert set(face) == {"box", "emotion", "scores", "features", "ages", "gender"}
    assert set(face["box"]) == {"x", "y", "width", "height"}
    assert told["boxes"] == [face["box"]]
    assert told["garden"] == "/api/v1/garden/?emotion=happy"
    assert told["reader"] == "fer"
    assert EmotionReading.objects.get().code.hex == told["code"].replace("-", "")


def test_the_visitor_is_made_by_the_first_reading_and_kept_by_a_cookie(client: Client) -> None:
    form(client, photos.empty_photo())
    assert not Visitor.objects.exists()
    form(client, photos.happy_photo())
    assert EmotionReading.objects.get(outcome="read").visitor == Visitor.objects.get()
    assert client.cookies["garden_visitor"].value


def test_a_visitor_with_a_token_keeps_their_readings(client: Client, token: str) -> None:
    assert form(Client(), photos.happy_photo(), **{"X-Visitor": token}).status_code == 201
    assert EmotionReading.objects.get().visitor == Visitor.objects.get()


def test_a_browser_that_is_known_must_prove_that_our_page_asked() -> None:
    client = Client(enforce_csrf_checks=True)
    assert form(client, photos.happy_photo()).status_code == 201
    problem(form(client, photos.happy_photo()), 403, "csrf_failed")
    assert EmotionReading.objects.count() == 1


def test_a_forged_token_is_refused(client: Client) -> None:
    problem(form(client, photos.happy_photo(), **{"X-Visitor": "somebody"}), 401, "invalid_visitor")
    assert not EmotionReading.objects.exists()


def test_nobody_in_the_photo_is_a_kind_sentence(client: Client) -> None:
    assert "could not find a face" in problem(form(client, photos.empty_photo()), 422, "no_face")


@pytest.mark.parametrize(
    ("photo", "status", "code"),
    [
        (b"", 400, "empty_photo"),
        (b"a letter", 415, "unsupported_photo"),
        (photos.happy_photo()[:2000], 422, "unreadable_photo"),
    ],
)
def test_what_is_no_photo_is_refused_by_both_ways_in(client: Client, photo: bytes, status: int, code: str) -> None:
    assert problem(form(client, photo), status, code) == problem(raw(client, photo), status, code)
    assert not EmotionReading.objects.exists()


def test_a_form_with_another_field_says_which_one_it_takes(client: Client) -> None:
    assert "“photo”" in problem(form(client, photos.happy_photo(), field="face"), 400, "empty_photo")
    assert "“photo”" in problem(client.post(URL, {"photo": "me.jpg"}), 400, "empty_photo")


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-www-form-urlencoded"])
def test_a_body_of_another_kind_says_what_it_takes(client: Client, kind: str) -> None:
    assert "“photo”" in problem(raw(client, b'{"photo": 1}', kind), 415, "unsupported_photo")


def test_an_empty_request_is_refused(client: Client) -> None:
    problem(client.post(URL), 400, "empty_photo")


def test_a_form_cut_short_is_refused(client: Client) -> None:
    sent = client.post(URL, b"--x\r\nContent-Disp", content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 400


@pytest.mark.parametrize("send", [form, raw])
def test_more_bytes_than_the_garden_takes_are_refused(client: Client, send: Any, settings: LazySettings) -> None:
    settings.BODY_LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000
    assert send(client, photos.happy_photo()).status_code == 413


def test_a_reader_that_cannot_work_leads_to_the_mood_picker(
    client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMOTIONS_READER = "tests.emotions.readers.MissingReader"
    assert "choose a mood" in problem(form(client, photos.happy_photo()), 503, "no_reader")
    assert "make install" in caplog.text


@pytest.mark.parametrize("name", ["foo", "no.such.Reader", "tests.emotions.readers.photos"])
def test_a_wrong_reader_is_no_error_of_the_visitor(
    client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    settings.EMOTIONS_READER = name
    problem(form(client, photos.happy_photo()), 503, "no_reader")
    assert "EMOTIONS_READER must be fer" in caplog.text


def test_there_is_nothing_to_look_at_here(client: Client) -> None:
    assert client.get(URL).status_code == 405


def test_one_click_corrects_the_reading(client: Client) -> None:
    code = form(client, photos.happy_photo()).json()["code"]
    response = client.patch(f"{URL}{code}/", {"emotion": "calm"}, content_type="application/json")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    told = response.json()
    assert (told["emotion"], told["correction"]) == ("happy", "calm")
    assert told["garden"] == "/api/v1/garden/?emotion=calm"


def test_only_ones_own_reading_can_be_corrected(client: Client, token: str) -> None:
    code = form(client, photos.happy_photo()).json()["code"]
    stranger, sad = Client(headers={"X-Visitor": token}), {"emotion": "sad"}
    for who in (stranger, Client()):
        problem(who.patch(f"{URL}{code}/", sad, content_type="application/json"), 404, "not_found")
    problem(client.patch(f"{URL}{uuid4()}/", sad, content_type="application/json"), 404, "not_found")
    assert EmotionReading.objects.get().correction is None


@pytest.mark.parametrize(("body", "status"), [({"emotion": "hungry"}, 400), ({}, 400), ({"emotion": None}, 400)])
def test_a_correction_names_one_of_the_eight(client: Client, body: dict[str, Any], status: int) -> None:
    code = form(client, photos.happy_photo()).json()["code"]
    sent = client.patch(f"{URL}{code}/", body, content_type="application/json")
    assert (sent.status_code, sent["Content-Type"]) == (status, "application/problem+json")
    assert EmotionReading.objects.get().correction is None
