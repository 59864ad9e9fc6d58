"""Amazon Rekognition as a reader, against answers that were written from its documentation (see rekognition.py)."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image

from emotions import engines, readings
from emotions.engines import base
from emotions.engines import rekognition as engine
from emotions.models import EmotionReading
from tests.emotions import photos, rekognition

URL = "/api/v1/readings/"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Iterator[rekognition.Service]:
    settings.EMOTIONS_READER = "rekognition"
    with rekognition.service(monkeypatch) as served:
        yield served


def read(image: Image.Image | None = None) -> list[base.Face]:
    return engines.reader().read(photos.picture(image or photos.webcam()))


def test_everything_that_the_service_tells_of_a_face_arrives(service: rekognition.Service) -> None:
    (face,) = read()
    assert face.box == base.Box(512, 216, 256, 288)
    assert face.emotion == "happy"
    assert face.scores["happy"] == pytest.approx(96.2 / 111.07, abs=1e-4)
    assert sum(face.scores.values()) == pytest.approx(1)
    assert set(face.features) == set(base.FEATURES)
    assert face.features["beard"].value is False
    assert face.features["beard"].confidence == pytest.approx(0.881)
    assert (face.ages, face.gender) == ((26, 34), "female")
    assert face.brightness == pytest.approx(212.7, abs=0.1)
    assert face.sharpness > 1


def test_the_largest_face_comes_first_whatever_the_services_order(service: rekognition.Service) -> None:
    places = [(0.1, 0.1, 0.1, 0.2), (0.5, 0.2, 0.3, 0.5), (0.3, 0.1, 0.2, 0.3)]
    service.details = [rekognition.detail(box=box) for box in places]
    assert [face.box.x for face in read()] == [640, 384, 128]


@pytest.mark.parametrize(
    "box", [(-0.1, -0.2, 0.4, 0.5), (0.8, 0.9, 0.5, 0.5), (-0.5, -0.5, 3, 3), (1.2, 1.2, 0.1, 0.1), (0.5, 0.5, 0, 0)]
)
def test_boxes_that_reach_beyond_the_picture_end_at_its_edge(
    service: rekognition.Service, box: tuple[float, float, float, float]
) -> None:
    service.details = [rekognition.detail(box=box)]
    (face,) = read()
    assert min(face.box.x, face.box.y) >= 0
    assert min(face.box.width, face.box.height) >= 1
    assert face.box.x + face.box.width <= 1280
    assert face.box.y + face.box.height <= 720


@pytest.mark.django_db
def test_what_the_service_calls_unknown_is_asked_and_not_told(service: rekognition.Service) -> None:
    emotions = [{"Type": "UNKNOWN", "Confidence": 48.0}, {"Type": "HAPPY", "Confidence": 46.0}]
    service.details = [rekognition.detail(Emotions=emotions)]
    (face,) = read()
    assert sum(face.scores.values()) == pytest.approx(1)
    assert face.unknown == pytest.approx(48 / 94)
    reading = readings.take(photos.happy_photo(), visitor=None)
    assert (reading.outcome, reading.emotion) == ("unsure", None)


def test_a_face_without_emotions_or_attributes_says_nothing_of_them(service: rekognition.Service) -> None:
    whole = rekognition.detail()
    service.details = [{name: whole[name] for name in ("BoundingBox", "Confidence")}]
    (face,) = read()
    assert set(face.scores.values()) == {1 / 8}
    assert (face.features, face.ages, face.gender, face.unknown) == ({}, None, None, 1.0)


def test_what_the_service_doubts_to_be_a_face_is_none(service: rekognition.Service) -> None:
    service.details = [rekognition.detail(Confidence=62.0)]
    assert read() == []


def test_only_pixels_leave_the_garden(service: rekognition.Service, db: None) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    photo = photos.encoded(photos.webcam(), exif=exif, comment=b"SecretComment")
    assert b"Secret" in photo
    readings.take(photo, visitor=None)
    (sent,) = service.sent
    assert sent.startswith(b"\xff\xd8")
    assert b"Secret" not in sent
    assert b"Exif" not in sent
    with Image.open(io.BytesIO(sent)) as image:
        assert (image.format, image.size) == ("JPEG", (1280, 720))


def test_a_picture_too_small_for_the_service_is_not_sent(service: rekognition.Service) -> None:
    assert read(photos.webcam().resize((400, 79))) == []
    assert service.sent == []


def test_what_is_sent_keeps_to_the_services_limits(service: rekognition.Service) -> None:
    noise = Image.effect_noise((2500, 2500), 200).convert("RGB")
    read(noise)
    assert len(service.sent[0]) <= engine.MOST_BYTES
    with Image.open(io.BytesIO(service.sent[0])) as image:
        assert max(image.size) == engine.LONGEST


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ((400, "ThrottlingException"), "Too many photos"),
        ((400, "ProvisionedThroughputExceededException"), "Too many photos"),
        ((400, "AccessDeniedException"), "rekognition:DetectFaces"),
        ((400, "UnrecognizedClientException"), "not valid"),
        ((400, "ExpiredTokenException"), "expired"),
        ((400, "InvalidImageFormatException"), "refused"),
        ((400, "ImageTooLargeException"), "refused"),
        ((500, "InternalServerError"), "refused"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
@pytest.mark.django_db
def test_a_refusal_is_one_line_for_the_operator_and_a_kind_one_for_the_visitor(
    service: rekognition.Service,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    refusal: tuple[int, str],
    said: str,
) -> None:
    service.refusal = refusal
    with caplog.at_level(logging.DEBUG):
        answer = client.post(URL, photos.happy_photo(), content_type="image/jpeg")
    assert (answer.status_code, answer.json()["code"]) == (503, "no_reader")
    assert "choose a mood" in answer.json()["detail"]
    (line,) = (record for record in caplog.records if record.name == "emotions.readings")
    assert said in line.getMessage()
    assert line.exc_info is None
    assert len(service.sent) == 1, "a second try is the visitor's to make"
    # Not even at DEBUG does the photo get into the log: no line is as long as a photo.
    assert max(len(record.getMessage()) for record in caplog.records) < 2000
    assert not EmotionReading.objects.exists()


def test_a_service_that_does_not_answer_is_given_up(
    service: rekognition.Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SECONDS", 0.2)
    service.answers.clear()
    with pytest.raises(base.ReaderError, match="ReadTimeoutError") as caught:
        read()
    service.answers.set()
    assert caught.value.__suppress_context__


def test_a_service_that_is_away_is_named(service: rekognition.Service) -> None:
    service.shutdown()
    service.server_close()
    with pytest.raises(base.ReaderError, match="cannot be reached"):
        read()


def test_missing_credentials_and_a_missing_region_are_named(
    service: rekognition.Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(base.ReaderError, match="no credentials"):
        read()
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    engines._built.cache_clear()
    with pytest.raises(base.ReaderError, match="EMOTIONS_REKOGNITION_REGION"):
        read()


@pytest.mark.parametrize(
    "answer",
    [{"Emotions": [{"Type": "HAPPY"}]}, {"BoundingBox": {}}, {"AgeRange": {"Low": 1}}, {"Smile": {"Value": True}}],
)
def test_an_answer_of_another_form_is_no_crash(service: rekognition.Service, answer: dict[str, Any]) -> None:
    service.details = [rekognition.detail(**answer)]
    with pytest.raises(base.ReaderError, match="form that this reader does not know"):
        read()


def test_the_setting_wins_over_the_environment_and_the_visitor_is_told_where(
    service: rekognition.Service, settings: LazySettings
) -> None:
    assert engines.reader().describe().sends_to == "Amazon Web Services (Rekognition, eu-west-1)"
    settings.EMOTIONS_REKOGNITION_REGION = "ap-northeast-2"
    assert "ap-northeast-2" in engines.reader().describe().sends_to
    assert engines.sends_to() == engines.reader().describe().sends_to


@pytest.mark.django_db
def test_the_answer_says_that_the_photo_left(service: rekognition.Service, client: Client) -> None:
    told = client.post(URL, photos.happy_photo(), content_type="image/jpeg").json()
    assert "Amazon" in told["receipt"]["sent_to"]
    assert told["faces"][0]["ages"] == [26, 34]
    assert told["features"]["beard"] == {"value": False, "confidence": 0.881}


def test_one_client_serves_all_threads(service: rekognition.Service) -> None:
    reader = engines.reader()
    assert isinstance(reader, engine.RekognitionReader)
    read()
    first = reader._client
    read()
    assert reader._client is first
