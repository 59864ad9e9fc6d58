"""Requests: read a photo, correct what was read, look at the latest. The photo lives only while `take` runs."""

import logging
from typing import Any
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from emotions import engines, errors, frames
from emotions.engines import base
from emotions.models import EmotionReading, Outcome
from gallery import eight
from gallery.models import Emotion, Visitor

logger = logging.getLogger(__name__)

# Below this many pixels of its photo a face is a guess.
SMALLEST_FACE = 28
# Measured on a face made ever softer: from 0.14 on down the model’s answer turns; sharp faces have 0.28 and more.
LEAST_SHARPNESS = 0.14
# A photo in which 95 of 100 pixels are darker than this (of 255), and no face is found, lacks light.
DARK = 20

REFUSALS: dict[str, type[errors.NoFaceError]] = {
    Outcome.NO_FACE: errors.NoFaceError,
    Outcome.FACE_TOO_SMALL: errors.FaceTooSmallError,
    Outcome.DARK: errors.TooDarkError,
    Outcome.BLURRED: errors.BlurredFaceError,
}


@sensitive_variables()
def take(photo: bytes, *, visitor: Visitor | None) -> EmotionReading:
    """Reads the face in the photo and keeps the numbers; the largest face decides.

    A newcomer needs no row before there is something to keep: take with None, then `give`. Raises errors.PhotoError
    for what is no photo and errors.NoFaceError (or a kind of it) for a photo that shows nobody; the latter is kept
    as an outcome without an emotion. errors.NoReaderError when the reader itself cannot work.
    """
    picture = frames.decode(photo)
    faces, described = _seen(picture)
    outcome = _outcome(faces, picture)
    reading = EmotionReading(
        visitor=visitor,
        outcome=outcome,
        faces=[_told(face, scale=picture.scale) for face in faces],
        reader=described.name,
        reader_version=described.version,
    )
    if outcome == Outcome.READ:
        reading.scores = reading.faces[0]["scores"]
        reading.emotion = faces[0].emotion
        reading.confidence = reading.scores[reading.emotion]
    reading.save()
    if outcome in REFUSALS:
        raise REFUSALS[outcome]
    return reading


def give(reading: EmotionReading, *, visitor: Visitor) -> None:
    """Makes a reading that is nobody's this visitor's."""
    if EmotionReading.objects.filter(pk=reading.pk, visitor=None).update(visitor=visitor):
        reading.visitor = visitor


def latest(visitor: Visitor | None) -> EmotionReading | None:
    """The visitor's last reading that found an emotion."""
    if visitor is None:
        return None
    return EmotionReading.objects.filter(visitor=visitor, outcome=Outcome.READ).order_by("-id").first()


def correct(reading_code: UUID, *, visitor: Visitor | None, emotion: str) -> EmotionReading:
    """Keeps what the visitor says about their own reading. Raises UnknownEmotionError, errors.UnknownReadingError."""
    felt = eight.one_of(emotion)
    own = EmotionReading.objects.filter(code=reading_code, visitor=visitor, outcome=Outcome.READ)
    if visitor is None or not own.update(correction=felt):
        raise errors.UnknownReadingError(_("There is no such reading of yours."))
    return own.get()


def _seen(picture: frames.Picture) -> tuple[list[base.Face], base.Described]:
    try:
        reader = engines.reader()
        return reader.read(picture), reader.describe()
    except base.ReaderError as error:
        logger.error("No face can be read: %s", error)
        sentence = _("The garden cannot read faces at the moment. Please choose a mood instead.")
        raise errors.NoReaderError(sentence) from None


def _outcome(faces: list[base.Face], picture: frames.Picture) -> Outcome:
    if not faces:
        return Outcome.DARK if np.percentile(picture.pixels[::4, ::4], 95) < DARK else Outcome.NO_FACE
    largest = faces[0]
    if largest.box.width < SMALLEST_FACE:
        return Outcome.FACE_TOO_SMALL
    if largest.sharpness < LEAST_SHARPNESS:
        return Outcome.BLURRED
    return Outcome.READ


def _told(face: base.Face, *, scale: float) -> dict[str, Any]:
    """The face as JSON: its box in pixels of the photo as it was sent, upright."""
    box = face.box
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {
        "box": {name: round(side * scale) for name, side in sides.items()},
        "emotion": face.emotion,
        "scores": {emotion: round(face.scores.get(emotion, 0.0), 4) for emotion in Emotion.values},
    }
