"""What the descriptions of the curators' endpoints have in common: the same picture, the same words."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

CODE: Final = "1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10"
OTHER: Final = "7c0f6a52-4f0b-4d0c-8c4d-7d0e5a11ed2e"
GROUP: Final = "0d1f3f0e-9f0b-4a3f-8f8e-1d4b6a1f3c55"
WHEN: Final = "2026-11-20T11:26:05.763698Z"
SHOWN: Final[dict[str, Any]] = {
    "code": CODE,
    "url": f"/pictures/{CODE}/800.jpeg",
    "thumbnail": f"/pictures/{CODE}/320.webp",
    "emotion": "happy",
    "favorite": "",
    "caption": "happy, flowers",
    "orientation": "portrait",
    "width": 800,
    "height": 1280,
    "likes": 4,
    "made": WHEN,
}
KNOWN: Final[dict[str, Any]] = {
    **SHOWN,
    "likes": 0,
    "status": "pool",
    "safety": "passed",
    "safety_note": "",
    "key": "happy/img_20261120-112605763_0v.jpeg",
    "model": "painter",
    "seed": 42,
    "steps": 1,
    "batch": None,
    "family": "51c2e0f4-6a52-4f0b-9d0c-8c4d7d0e5a11",
    "is_cover": False,
    "showings": 0,
    "decided": None,
    "by": None,
    "version": 3,
    "pruned": None,
}
# What any of them answers to those who are nobody here, or may not.
STAFF: Final = ["not_authenticated", "not_allowed"]
# Of a write that is not rehearsed, should somebody send `dry_run` all the same.
EARNEST: Final = [*STAFF, "invalid_question"]
DRY_RUN: Final = OpenApiParameter(
    "dry_run",
    bool,
    description="`true` does it, tells exactly what came of it, and takes it back: nothing is written.",
)
IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of what you have read: 412 if somebody has changed it since.",
)


def shown(name: str, value: Any, status: int = 200) -> OpenApiExample:
    """An example of an answer."""
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


def sent(name: str, value: Any) -> OpenApiExample:
    """An example of a body."""
    return OpenApiExample(name, value=value, request_only=True)


def whole(first: int, usual: int, most: int) -> dict[str, Any]:
    """The schema of a whole number within its bounds."""
    return {"type": "integer", "minimum": first, "maximum": most, "default": usual}
