"""Taking, giving, correcting and finding readings."""

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from PIL import ImageFilter

from emotions import errors, readings
from emotions.models import EmotionReading, Outcome
from gallery.errors import UnknownEmotionError
from gallery.models import Visitor
from tests.emotions import photos

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor.objects.create()


@pytest.fixture
def _scripted(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.readers.ConfusedReader"


def test_a_reading_keeps_numbers_and_who_read_them(visitor: Visitor) -> None:
    reading = readings.take(photos.happy_photo(), visitor=visitor)
    kept = EmotionReading.objects.get()
    assert kept == reading
    assert (kept.visitor, kept.outcome, kept.emotion, kept.reader) == (visitor, Outcome.READ, "happy", "fer")
    assert kept.reader_version
    assert kept.confidence == max(kept.scores.values()) > 0.8
    assert kept.scores["confused"] == 0
    (face,) = kept.faces
    assert face["scores"] == kept.scores
    assert face["box"]["width"] == pytest.approx(160, rel=0.2)


def test_boxes_are_in_pixels_of_the_photo_as_it_was_sent(visitor: Visitor) -> None:
    large = photos.encoded(photos.webcam().resize((3840, 2160)))
    (face,) = readings.take(large, visitor=visitor).faces
    assert face["box"]["width"] == pytest.approx(480, rel=0.2)
    assert face["box"]["x"] + face["box"]["width"] / 2 == pytest.approx(1920, abs=60)


def test_nobody_in_the_photo_is_kept_as_an_outcome_without_an_emotion() -> None:
    with pytest.raises(errors.NoFaceError) as caught:
        readings.take(photos.empty_photo(), visitor=None)
    assert caught.value.code == "no_face"
    kept = EmotionReading.objects.get()
    assert (kept.outcome, kept.emotion, kept.faces, kept.visitor) == (Outcome.NO_FACE, None, [], None)


def test_too_little_light_is_told_apart_from_nobody() -> None:
    with pytest.raises(errors.TooDarkError):
        readings.take(photos.encoded(photos.webcam(light=1 / 60)), visitor=None)
    assert EmotionReading.objects.get().outcome == Outcome.DARK


def test_a_smear_is_told_apart_from_a_face() -> None:
    smear = photos.webcam().filter(ImageFilter.GaussianBlur(8))
    with pytest.raises(errors.BlurredFaceError):
        readings.take(photos.encoded(smear), visitor=None)
    kept = EmotionReading.objects.get()
    assert (kept.outcome, kept.emotion, len(kept.faces)) == (Outcome.BLURRED, None, 1)


def test_a_face_of_a_few_pixels_is_told_apart_from_none(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.readers.SmallReader"
    with pytest.raises(errors.FaceTooSmallError):
        readings.take(photos.happy_photo(), visitor=None)
    assert EmotionReading.objects.get().outcome == Outcome.FACE_TOO_SMALL


def test_what_is_no_photo_leaves_no_row() -> None:
    with pytest.raises(errors.UnsupportedPhotoError):
        readings.take(b"a letter", visitor=None)
    assert not EmotionReading.objects.exists()


@pytest.mark.usefixtures("_scripted")
def test_a_reading_of_nobody_can_be_given_once(visitor: Visitor) -> None:
    reading = readings.take(photos.happy_photo(), visitor=None)
    readings.give(reading, visitor=visitor)
    readings.give(reading, visitor=Visitor.objects.create())
    reading.refresh_from_db()
    assert reading.visitor == visitor


@pytest.mark.usefixtures("_scripted")
def test_the_latest_reading_is_the_last_that_found_an_emotion(visitor: Visitor) -> None:
    assert readings.latest(None) is None
    assert readings.latest(visitor) is None
    readings.take(photos.happy_photo(), visitor=visitor)
    last = readings.take(photos.happy_photo(), visitor=visitor)
    with pytest.raises(errors.NoFaceError):
        readings.take(photos.empty_photo(), visitor=visitor)
    readings.take(photos.happy_photo(), visitor=Visitor.objects.create())
    assert readings.latest(visitor) == last


@pytest.mark.usefixtures("_scripted")
def test_a_correction_changes_what_is_felt_and_not_what_was_read(visitor: Visitor) -> None:
    reading = readings.take(photos.happy_photo(), visitor=visitor)
    assert reading.felt == "confused"
    corrected = readings.correct(reading.code, visitor=visitor, emotion="sad")
    assert (corrected.felt, corrected.correction, corrected.emotion) == ("sad", "sad", "confused")


@pytest.mark.usefixtures("_scripted")
def test_nobody_corrects_another_ones_reading(visitor: Visitor) -> None:
    reading = readings.take(photos.happy_photo(), visitor=visitor)
    orphan = readings.take(photos.happy_photo(), visitor=None)
    for code, who in [(reading.code, Visitor.objects.create()), (reading.code, None), (orphan.code, None)]:
        with pytest.raises(errors.UnknownReadingError):
            readings.correct(code, visitor=who, emotion="sad")
    with pytest.raises(errors.UnknownReadingError):
        readings.correct(uuid4(), visitor=visitor, emotion="sad")
    with pytest.raises(UnknownEmotionError):
        readings.correct(reading.code, visitor=visitor, emotion="hungry")
    assert not EmotionReading.objects.exclude(correction=None).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "read", "emotion": None},
        {"outcome": "no_face", "emotion": "happy", "confidence": 1.0},
        {"outcome": "no_face", "emotion": None, "correction": "sad"},
    ],
)
def test_the_database_refuses_an_emotion_that_nobody_read(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmotionReading.objects.create(reader="scripted", reader_version="1", **fields)
