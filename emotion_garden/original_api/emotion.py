"""POST /emotion: a photo, and what the old pages want to know of the face in it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from emotion_garden.original_api import door
from emotions import consent, readings
from emotions.errors import NoFaceError
from gallery import visitors
from gallery.models import AgeGroup, Visitor

# A name that the old pages never look at; no photo is kept in it, or anywhere.
BUCKET: Final = "demo-emotion-garden"
HEADER: Final = "X-User-Id"
LONGEST_ID: Final = 100
# What the old clients call a feature, in their order around the gender.
BEFORE: Final = {"smile": "smile", "eyeglasses": "eyeglasses", "sunglasses": "sunglasses"}
AFTER: Final = {"beard": "beard", "mustache": "mustache", "eyesOpen": "eyes_open", "mouthOpen": "mouth_open"}
# When nothing is known; its middle is an adult's.
ANY_AGE: Final = (0, 98)
# Up to which middle of an age range, and what that is called; whoever is older is an elder.
GENERATIONS: Final = ((5, "toddler"), (12, "child"), (18, "teenager"), (25, "young-adult"), (49, "adult"))
AGES: Final[Mapping[str, tuple[int, int]]] = {
    AgeGroup.TODDLER: (0, 5),
    AgeGroup.CHILD: (6, 12),
    AgeGroup.TEENAGER: (13, 18),
    AgeGroup.YOUNG_ADULT: (19, 25),
    AgeGroup.ADULT: (26, 49),
    AgeGroup.MIDDLE_AGE: (50, 64),
    AgeGroup.ELDER: (65, 98),
}


@door.opens(scope="reading")
@sensitive_variables()
def read(request: HttpRequest) -> HttpResponse:
    """What the visitor said of themselves goes before what the reader guesses; what nobody knows is guessed by none."""
    consent.require_faces()
    known = visitors.known(request)
    try:
        reading = readings.take(request.body, visitor=known)
    except NoFaceError as error:
        if error.face is None:
            return door.answer("No Face", status=404)
        # Too small or too blurred for the garden to be sure of; these clients want a name all the same.
        face: Mapping[str, Any] = error.face
        scores: Mapping[str, float] = face["scores"]
    else:
        face, scores = reading.faces[reading.chosen], reading.scores
        if known is None:
            # Only now: a photo that shows nobody makes no row for who sent it.
            known = visitors.ensure(request)
            readings.give(reading, visitor=known)
    name = _name(request, visitors.code_of(request))
    return door.answer(told(face, scores=scores, name=name, visitor=known))


def told(face: Mapping[str, Any], *, scores: Mapping[str, float], name: str, visitor: Visitor | None) -> dict[str, Any]:
    low, high = _ages(face, visitor)
    return {
        "id": name,
        "bucket": BUCKET,
        "key": f"profile/{name}.jpeg",
        "ageRange": {"Low": low, "High": high},
        **{old: _has(face, feature) for old, feature in BEFORE.items()},
        "gender": _gender(face, visitor),
        **{old: _has(face, feature) for old, feature in AFTER.items()},
        "emotions": max(scores, key=lambda emotion: scores[emotion]).upper(),
        "generation": generation(low, high),
    }


def generation(low: int, high: int) -> str:
    middle = (low + high) / 2
    young = next((name for most, name in GENERATIONS if middle <= most), "")
    return young or ("middle-age" if middle < 65 else "elder")


def _name(request: HttpRequest, code: UUID) -> str:
    """What a client calls itself is answered, and means nobody but this session's own visitor."""
    said = request.headers.get(HEADER, "").strip()
    return said if said and said.isprintable() and len(said) <= LONGEST_ID else str(code)


def _has(face: Mapping[str, Any], feature: str) -> bool:
    return bool(face["features"][feature]["value"])


def _ages(face: Mapping[str, Any], visitor: Visitor | None) -> tuple[int, int]:
    if visitor is not None and visitor.age_group:
        return AGES[visitor.age_group]
    low, high = face["ages"] or ANY_AGE
    return int(low), int(high)


def _gender(face: Mapping[str, Any], visitor: Visitor | None) -> str:
    """The old clients know two words, and take whatever is not the first for the second."""
    said = (visitor.gender if visitor is not None else None) or face["gender"] or ""
    return "Male" if said.lower() == "male" else "Female"
