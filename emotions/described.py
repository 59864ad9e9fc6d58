"""How the readings' endpoints are described in the API's schema."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, extend_schema

from emotions.serializers import CorrectionAsked, PhotoAsked, ReadingTold

_TAGS = ["readings"]
_SCORES: Final = {
    "happy": 0.9966, "surprised": 0.0015, "calm": 0.0018, "angry": 0.0001, "fear": 0.0, "confused": 0.0,
    "disgusted": 0.0, "sad": 0.0,
}  # fmt: skip
_BOX: Final = {"x": 175, "y": 66, "width": 97, "height": 97}
_FEATURES: Final[dict[str, Any]] = {
    "smile": {"value": True, "confidence": 0.99},
    "eyes_open": {"value": True, "confidence": 0.97},
    "mouth_open": {"value": False, "confidence": 0.88},
    **{name: {"value": None, "confidence": None} for name in ("eyeglasses", "sunglasses", "beard", "mustache")},
}
_READING: Final[dict[str, Any]] = {
    "code": "491c7a2c-2f0e-4d9f-8a3b-1f6f6f4b7c55",
    "outcome": "read",
    "emotion": "happy",
    "confidence": 0.9966,
    "calibrated": False,
    "guesses": ["happy"],
    "scores": _SCORES,
    "chosen": 0,
    "faces": [
        {
            "box": _BOX, "emotion": "happy", "scores": _SCORES, "features": _FEATURES, "ages": None, "gender": None,
        }
    ],
    "boxes": [_BOX],
    "features": _FEATURES,
    "correction": None,
    "reader": "fer",
    "reader_version": "25.10.3",
    "created_at": "2026-11-20T11:26:05.763698Z",
    "receipt": {"kept": False, "sent_to": None, "consent": None},
    "garden": "/api/v1/garden/?emotion=happy",
}  # fmt: skip
_CORRECTED: Final = {**_READING, "correction": "calm", "garden": "/api/v1/garden/?emotion=calm"}
_FACE = OpenApiParameter(
    "face",
    str,
    description="Whose face: `largest`, `only`, or a place, 0 being the largest.",
    examples=[OpenApiExample("The largest", value="largest"), OpenApiExample("The second largest", value="1")],
)
_CONSENT = OpenApiParameter("consent", str, description="The version of the garden's own notice, if it was shown.")
_PHOTO = OpenApiExample("A file in a form", value={"photo": "face.jpg"}, request_only=True)

take = extend_schema(
    operation_id="take_reading",
    summary="Read the emotion of a face",
    description="The photo is the form's file `photo`, or the whole body. It is read in memory and kept nowhere.",
    tags=_TAGS,
    parameters=[_FACE, _CONSENT],
    request={
        "multipart/form-data": OpenApiRequest(PhotoAsked, examples=[_PHOTO]),
        "image/jpeg": OpenApiTypes.BINARY,
        "image/png": OpenApiTypes.BINARY,
        "image/webp": OpenApiTypes.BINARY,
        "application/octet-stream": OpenApiTypes.BINARY,
    },
    responses={201: ReadingTold},
    examples=[OpenApiExample("A happy face", value=_READING, response_only=True, status_codes=["201"])],
    extensions={
        "x-problems": [
            "empty_photo", "faces_off", "old_consent", "photo_too_large", "unsupported_photo", "unreadable_photo",
            "no_face", "face_too_small", "dark", "blurred", "several_faces", "unknown_face", "no_reader",
        ]
    },
)  # fmt: skip
correct = extend_schema(
    operation_id="correct_reading",
    summary="That's not how I feel",
    description="The visitor corrects their own reading; `garden` follows.",
    tags=_TAGS,
    request=OpenApiRequest(
        CorrectionAsked, examples=[OpenApiExample("I am calm", value={"emotion": "calm"}, request_only=True)]
    ),
    responses={200: ReadingTold},
    examples=[OpenApiExample("Corrected", value=_CORRECTED, response_only=True)],
    extensions={"x-problems": ["unknown_emotion"]},
)
