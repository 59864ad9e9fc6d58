"""Requests: read a photo, correct what was read, look at the latest. The photo lives only while `take` runs."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from emotions import consent, engines, errors, frames, sureness
from emotions.engines import base
from emotions.models import Calibration, EmotionReading, Outcome
from gallery import eight, words
from gallery.models import Emotion, Visitor

logger = logging.getLogger(__name__)

# Below this many pixels of its photo a face is a guess.
SMALLEST_FACE = 28
# Measured on a face made ever softer: from 0.14 on down the model’s answer turns; sharp faces have 0.28 and more.
LEAST_SHARPNESS = 0.14
# A photo in which 95 of 100 pixels are darker than this (of 255), and no face is found, lacks light.
DARK = 20

# Whose face decides, where there are several.
LARGEST: Final = "largest"
ONLY: Final = "only"
# The outcomes that a visitor can say something to.
TOLD: Final = (Outcome.READ, Outcome.UNSURE)

REFUSALS: dict[str, type[errors.NoFaceError]] = {
    Outcome.NO_FACE: errors.NoFaceError,
    Outcome.FACE_TOO_SMALL: errors.FaceTooSmallError,
    Outcome.DARK: errors.TooDarkError,
    Outcome.BLURRED: errors.BlurredFaceError,
}


@sensitive_variables()
def take(photo: bytes, *, visitor: Visitor | None, face: str = LARGEST, agreed: str = "") -> EmotionReading:
    """Reads the face in the photo and keeps the numbers.

    `face` says whose, if there are several: LARGEST, ONLY (then several are refused), or a place among the faces, 0
    being the largest. `agreed` is the version of the notice that the visitor agreed to. A newcomer needs no row before
    there is something to keep: take with None, then `give`. Raises errors.PhotoError for what is no photo, and
    errors.NoFaceError (or a kind of it) for a photo that shows nobody; the latter is kept as an outcome without an
    emotion. errors.SeveralFacesError, errors.UnknownFaceError, errors.NoReaderError when the reader itself cannot work,
    errors.FacesOffError where none may.
    """
    consent.require_faces()
    picture = frames.decode(photo)
    faces, described = _seen(picture)
    chosen = _chosen(faces, face)
    outcome = _outcome(faces[chosen] if faces else None, picture)
    reading = EmotionReading(
        visitor=visitor,
        outcome=outcome,
        faces=[_told(each, scale=picture.scale) for each in faces],
        chosen=chosen,
        reader=described.name,
        reader_version=described.version,
        consent=agreed,
        sent_to=described.sends_to,
    )
    if outcome == Outcome.READ:
        _judge(reading, faces[chosen])
    reading.save()
    if outcome in REFUSALS:
        raise REFUSALS[outcome](reading.faces, chosen=chosen)
    return reading


def give(reading: EmotionReading, *, visitor: Visitor) -> None:
    """Makes a reading that is nobody's this visitor's."""
    if EmotionReading.objects.filter(pk=reading.pk, visitor=None).update(visitor=visitor):
        reading.visitor = visitor


def latest(visitor: Visitor | None) -> EmotionReading | None:
    """The visitor's last reading that ended with an emotion, theirs or the reader's."""
    if visitor is None:
        return None
    told = Q(emotion__isnull=False) | Q(correction__isnull=False)
    return EmotionReading.objects.filter(told, visitor=visitor).order_by("-id").first()


def own(reading_code: UUID, *, visitor: Visitor | None) -> EmotionReading:
    """A reading of the visitor's, of which there is something to say. Raises errors.UnknownReadingError."""
    found = EmotionReading.objects.filter(code=reading_code, visitor=visitor, outcome__in=TOLD).first()
    if visitor is None or found is None:
        raise errors.UnknownReadingError(_("There is no such reading of yours."))
    return found


def correct(reading_code: UUID, *, visitor: Visitor | None, emotion: str) -> EmotionReading:
    """Keeps what the visitor says about their own reading. Raises UnknownEmotionError, errors.UnknownReadingError."""
    felt = eight.one_of(emotion)
    reading = own(reading_code, visitor=visitor)
    EmotionReading.objects.filter(pk=reading.pk).update(correction=felt)
    reading.correction = felt
    return reading


def take_back(reading_code: UUID, *, visitor: Visitor | None) -> EmotionReading:
    """What the visitor said about their own reading is as if never said. Raises errors.UnknownReadingError."""
    reading = own(reading_code, visitor=visitor)
    EmotionReading.objects.filter(pk=reading.pk).update(correction=None)
    reading.correction = None
    return reading


def told(visitor: Visitor) -> list[dict[str, Any]]:
    """All that is kept of this visitor's photos."""
    columns = (
        "code", "outcome", "emotion", "confidence", "calibrated", "scores", "faces", "chosen", "correction",
        "reader", "reader_version", "consent", "sent_to", "created_at",
    )  # fmt: skip
    return list(EmotionReading.objects.filter(visitor=visitor).order_by("id").values(*columns))


def count(visitor: Visitor) -> int:
    return EmotionReading.objects.filter(visitor=visitor).count()


def visitors_since(when: datetime) -> QuerySet[Any, Any]:
    """The keys of the visitors whose photos were read from then on."""
    return EmotionReading.objects.filter(created_at__gte=when, visitor__isnull=False).values_list("visitor_id")


def erase(visitor: Visitor) -> None:
    EmotionReading.objects.filter(visitor=visitor).delete()


def _seen(picture: frames.Picture) -> tuple[list[base.Face], base.Described]:
    try:
        reader = engines.reader()
        return reader.read(picture), reader.describe()
    except base.ReaderError as error:
        logger.error("No face can be read: %s", error)
        sentence = _("The garden cannot read faces at the moment. Please choose a mood instead.")
        raise errors.NoReaderError(sentence) from None


def _chosen(faces: Sequence[base.Face], asked: str) -> int:
    if asked == ONLY and len(faces) > 1:
        raise errors.SeveralFacesError(len(faces))
    if asked in {ONLY, LARGEST}:
        return 0
    place = words.number(asked)
    if place is None or place >= max(len(faces), 1):
        raise errors.UnknownFaceError(len(faces))
    return place


def _outcome(face: base.Face | None, picture: frames.Picture) -> Outcome:
    if face is None:
        return Outcome.DARK if np.percentile(picture.pixels[::4, ::4], 95) < DARK else Outcome.NO_FACE
    if face.box.width < SMALLEST_FACE:
        return Outcome.FACE_TOO_SMALL
    if face.sharpness < LEAST_SHARPNESS:
        return Outcome.BLURRED
    return Outcome.READ


def _judge(reading: EmotionReading, face: base.Face) -> None:
    """Sets what the face looks like, and how sure that is; where it is not, only the guesses stay."""
    scores = dict(face.scores)
    fitted = Calibration.objects.filter(reader=reading.reader, reader_version=reading.reader_version).first()
    if fitted is not None:
        scores = sureness.tempered(scores, temperature=fitted.temperature)
        reading.calibrated = True
    reading.scores = _rounded(scores)
    reading.confidence = max(reading.scores.values())
    if sureness.is_sure(face, scores):
        reading.emotion = max(scores, key=lambda name: scores[name])
    else:
        reading.outcome = Outcome.UNSURE


def _told(face: base.Face, *, scale: float) -> dict[str, Any]:
    """The face as JSON: its box in pixels of the photo as it was sent, upright."""
    box = face.box
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {
        "box": {name: round(side * scale) for name, side in sides.items()},
        "emotion": face.emotion,
        "scores": _rounded(face.scores),
        "features": {name: _feature(face.features.get(name)) for name in base.FEATURES},
        "ages": list(face.ages) if face.ages else None,
        "gender": face.gender,
    }


def _feature(feature: base.Feature | None) -> dict[str, Any]:
    """`value` is null for what the reader cannot tell."""
    if feature is None:
        return {"value": None, "confidence": None}
    return {"value": feature.value, "confidence": round(feature.confidence, 4)}


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {emotion: round(scores.get(emotion, 0.0), 4) for emotion in Emotion.values}
