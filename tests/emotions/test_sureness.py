"""Unsure readings ask; several faces are told apart; a calibration changes how sure, never what."""

import pytest
from django.conf import LazySettings
from django.test import Client

from emotions import errors, readings, sureness
from emotions.engines.base import Box, Described, Face, Feature
from emotions.frames import Picture
from emotions.models import Calibration, EmotionReading, Outcome
from gallery.models import Emotion, Visitor
from tests.emotions import photos

pytestmark = pytest.mark.django_db


def face(smile: Feature | None = None, **scores: float) -> Face:
    rest = (1 - sum(scores.values())) / (8 - len(scores))
    told = {"smile": smile} if smile else {}
    return Face(Box(10, 10, 200, 200), {name: scores.get(name, rest) for name in Emotion.values}, told)


class TornReader:
    """Cannot tell happy from calm."""

    faces: tuple[Face, ...] = (face(happy=0.4, calm=0.38),)

    def describe(self) -> Described:
        return Described("torn", "1")

    def read(self, picture: Picture) -> list[Face]:
        return list(self.faces)


class CrowdReader(TornReader):
    """Sees three people who look different."""

    faces = (face(happy=0.9), face(sad=0.9), face(angry=0.9))


@pytest.mark.parametrize(
    ("seen", "sure"),
    [
        (face(happy=0.9), True),
        (face(happy=0.5, calm=0.3), True),
        (face(happy=0.39), False),
        (face(happy=0.45, calm=0.4), False),
        (face(happy=0.9, smile=Feature(value=False, confidence=0.95)), False),
        (face(happy=0.9, smile=Feature(value=False, confidence=0.6)), True),
        (face(sad=0.9, smile=Feature(value=False, confidence=0.95)), True),
    ],
    ids=str,
)
def test_a_weak_a_narrow_and_a_contradicted_answer_are_not_sure(seen: Face, *, sure: bool) -> None:
    assert sureness.is_sure(seen, seen.scores) is sure


def test_an_unsure_reading_has_guesses_and_no_emotion_until_the_visitor_says_one(
    client: Client, settings: LazySettings
) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_sureness.TornReader"
    told = client.post("/api/v1/readings/", photos.happy_photo(), content_type="image/jpeg")
    assert told.status_code == 201
    reading = told.json()
    assert (reading["outcome"], reading["emotion"], reading["garden"]) == ("unsure", None, None)
    assert reading["guesses"] == ["happy", "calm"]
    said = client.patch(f"/api/v1/readings/{reading['code']}/", {"emotion": "calm"}, content_type="application/json")
    assert (said.json()["correction"], said.json()["garden"]) == ("calm", "/api/v1/garden/?emotion=calm")


def test_only_an_answered_question_is_the_latest_look(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_sureness.TornReader"
    visitor = Visitor.objects.create()
    asked = readings.take(photos.happy_photo(), visitor=visitor)
    assert asked.outcome == Outcome.UNSURE
    assert readings.latest(visitor) is None
    readings.correct(asked.code, visitor=visitor, emotion="calm")
    assert readings.latest(visitor) == asked


@pytest.mark.parametrize(("asked", "emotion"), [("largest", "happy"), ("0", "happy"), ("1", "sad"), ("2", "angry")])
def test_the_largest_face_decides_unless_another_is_asked_for(
    asked: str, emotion: str, client: Client, settings: LazySettings
) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_sureness.CrowdReader"
    answer = client.post(f"/api/v1/readings/?face={asked}", photos.happy_photo(), content_type="image/jpeg")
    told = answer.json()
    assert (told["emotion"], len(told["faces"])) == (emotion, 3)
    assert told["faces"][told["chosen"]]["emotion"] == emotion


@pytest.mark.parametrize(("asked", "code"), [("only", "several_faces"), ("3", "unknown_face"), ("½", "unknown_face")])
def test_a_face_that_is_not_there_is_refused_and_nothing_is_kept(
    asked: str, code: str, client: Client, settings: LazySettings
) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_sureness.CrowdReader"
    answer = client.post(f"/api/v1/readings/?face={asked}", photos.happy_photo(), content_type="image/jpeg")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not EmotionReading.objects.exists()


def test_one_face_is_enough_for_whoever_wants_only_one() -> None:
    assert readings.take(photos.happy_photo(), visitor=None, face="only").emotion == "happy"
    with pytest.raises(errors.NoFaceError):
        readings.take(photos.empty_photo(), visitor=None, face="only")


def test_a_calibration_changes_how_sure_a_reading_is_and_says_so(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_sureness.CrowdReader"
    raw = readings.take(photos.happy_photo(), visitor=None)
    Calibration.objects.create(
        reader="torn", reader_version="1", temperature=2, photos=100, error_before=0.2, error_after=0.03
    )
    fitted = readings.take(photos.happy_photo(), visitor=None)
    assert (raw.calibrated, fitted.calibrated) == (False, True)
    assert raw.confidence is not None
    assert fitted.confidence is not None
    assert fitted.confidence < raw.confidence
    assert fitted.emotion == raw.emotion == "happy"
    assert sum(fitted.scores.values()) == pytest.approx(1, abs=1e-3)
