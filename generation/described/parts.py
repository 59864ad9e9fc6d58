"""What the descriptions have in common: parameters, and the batch of the examples."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

CODE: Final = "6f1c2b3a-8e6c-4bb1-9a7a-6b8c1f0c6a10"
FINGERPRINT: Final = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
WHEN: Final = "2026-11-20T11:26:05.763698Z"
WORDS: Final = "happy, cat, flowers, fantasy, concept art"
AFTER: Final = OpenApiParameter("after", str, description="A place from `next`, to go on there; nothing is met twice.")
LIMIT: Final = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50})
UNCHANGED: Final = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of an earlier answer: 304 if it is the same."
)
ONLY_IF: Final = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that you have read: 412 if it is another by now."
)
DRY_RUN: Final = OpenApiParameter(
    "dry_run", bool, description="`true`: say exactly what would be done, and write nothing."
)
REFUSED: Final = ("not_authenticated", "not_allowed")
LISTED: Final = {"x-problems": [*REFUSED, "invalid_question", "bad_cursor"]}
BATCH: Final[dict[str, Any]] = {
    "code": CODE, "state": "running", "lane": "bulk", "weight": 0, "emotion": "happy", "favorite": "cat",
    "prompt": FINGERPRINT, "words": WORDS, "negative": "", "size": [1280, 800], "seed": None, "steps": 50, "pairs": 10,
    "by": "operator", "ordered": WHEN, "ended": None, "total": 20, "done": 3, "already_there": 0, "failed": 0,
    "queued": 16, "rendering": 1, "cancelled": 0,
}  # fmt: skip
COST: Final[dict[str, Any]] = {
    "dry_run": True, "batches": 1, "prompts": 1, "pairs": 10, "pictures": 20, "image_steps": 1000, "minutes": 1.5,
}  # fmt: skip


def answer(name: str, value: Any, *, status: int = 200) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])
