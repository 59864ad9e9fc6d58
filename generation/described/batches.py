"""Submitting and watching batches, as the API's schema tells it."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, OpenApiResponse, extend_schema

from gallery.models import Emotion
from generation.described import parts
from generation.models import BatchState, Lane, RenderingState
from generation.serializers.asked import OrderAsked
from generation.serializers.batches import BatchesTold, BatchTold, BatchWhole, CostTold, RenderingsTold

_TAGS: Final = ["batches"]
_TRIED: Final = {
    "worker": "render@garden", "started": parts.WHEN, "ended": parts.WHEN, "outcome": "done", "seconds": 4.2,
    "error_class": "", "error": "",
}  # fmt: skip
_SLOT: Final = {
    "ordinal": 1, "orientation": "landscape", "state": "done", "picture": None, "error_class": "", "error": "",
}  # fmt: skip
_RENDERING: Final = {
    **_SLOT, "width": 1280, "height": 800, "seed": 42, "family": "ed2e0107-6a52-4f0b-9d0c-8c4d7d0e5a11",
    "caption": parts.WORDS, "attempts": 1, "losses": 0, "already_there": False, "settled": parts.WHEN,
    "tried": [_TRIED],
}  # fmt: skip
_NUMBERS: Final = ("total", "done", "failed", "cancelled", "waiting")
_TOLD: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["state", *_NUMBERS, "over", "changed"],
    "properties": {
        "state": {"type": "string", "enum": BatchState.values},
        **{name: {"type": "integer"} for name in _NUMBERS},
        "over": {"type": "boolean", "description": "Nothing more comes, unless failed pictures are tried again."},
        "changed": {
            "type": "array",
            "items": {"type": "object", "required": [*_SLOT]},
            "description": "As renderings, less what is known beside it.",
        },
    },
}
_ONE_EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "description": "One event, field by field.",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string"},
        "event": {"type": "string", "enum": ["progress"]},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": _TOLD},
    },
}
_EVENT: Final = {
    "id": "WyJydW5uaW5nIiwiZDF3MTkiXQ:1vLtQa:5y8aZcXw",
    "event": "progress",
    "data": (
        '{"state": "running", "total": 20, "done": 1, "failed": 0, "cancelled": 0, "waiting": 19, "over": false, '
        '"changed": [{"ordinal": 1, "orientation": "landscape", "state": "done", "picture": null, "error_class": "", '
        '"error": ""}]}'
    ),
}

find = extend_schema(
    operation_id="list_batches",
    summary="Batches, newest first",
    tags=_TAGS,
    parameters=[
        OpenApiParameter("state", str, enum=BatchState.values),
        OpenApiParameter("emotion", str, enum=Emotion.values),
        OpenApiParameter("lane", str, enum=Lane.values),
        OpenApiParameter("prompt", str, description="The fingerprint of a prompt."),
        parts.LIMIT,
        parts.AFTER,
        parts.UNCHANGED,
    ],
    responses={200: BatchesTold, 304: None},
    examples=[parts.answer("One batch", {"items": [parts.BATCH], "next": None})],
    extensions=parts.LISTED,
)
submit = extend_schema(
    operation_id="submit_batch",
    summary="Order a batch of pictures",
    description=(
        "Answered as soon as it is written down; the pictures are made by workers. `Location` is the batch, to be "
        "asked for now and then with If-None-Match, or followed at its `events/`. The prompt is said by its parts "
        "(emotion_text, favorite, others) or whole (prompt). Under one Idempotency-Key there is one order for good: "
        "a day later, too, it is the same batch, and 409 for another order. Counts in pictures for the limit `orders`."
    ),
    tags=_TAGS,
    parameters=[parts.DRY_RUN],
    request=OpenApiRequest(
        OrderAsked,
        examples=[
            OpenApiExample("By its parts", value={"emotion": "happy", "pairs": 10}, request_only=True),
            OpenApiExample(
                "A whole prompt",
                value={"emotion": "calm", "pairs": 1, "prompt": "a lake in the fog, (water lilies:1.2)", "seed": 7},
                request_only=True,
            ),
        ],
    ),
    responses={200: OpenApiResponse(CostTold, description="A dry run."), 202: BatchTold},
    examples=[
        parts.answer("What it would be", parts.COST),
        parts.answer("Ordered", {**parts.BATCH, "done": 0, "queued": 20, "rendering": 0}, status=202),
    ],
    extensions={
        "x-problems": [
            *parts.REFUSED, "invalid_question", "unknown_emotion", "unusable_favorite", "unusable_order",
            "unreadable_prompt", "idempotency_conflict", "queue_full",
        ]
    },
)  # fmt: skip
look = extend_schema(
    operation_id="get_batch",
    summary="One batch, as it goes",
    description="`pace`, `seconds_left` move by themselves and are no part of the ETag.",
    tags=_TAGS,
    parameters=[parts.UNCHANGED],
    responses={200: BatchWhole, 304: None},
    examples=[parts.answer("On its way", {**parts.BATCH, "stuck": "", "pace": 13.3, "seconds_left": 76.0})],
    extensions={"x-problems": [*parts.REFUSED]},
)
renderings = extend_schema(
    operation_id="list_renderings",
    summary="The pictures of a batch, one by one",
    description="In the order in which they are made, each with every try and what was wrong with it.",
    tags=_TAGS,
    parameters=[
        OpenApiParameter("state", str, enum=RenderingState.values),
        parts.LIMIT,
        parts.AFTER,
        parts.UNCHANGED,
    ],
    responses={200: RenderingsTold, 304: None},
    examples=[parts.answer("One picture", {"items": [_RENDERING], "next": None})],
    extensions=parts.LISTED,
)
events = extend_schema(
    operation_id="watch_batch",
    summary="What becomes of a batch, as it happens",
    description=(
        "Server-sent events. Each `progress` tells where the batch stands and which pictures moved, at most 25; "
        "its `id` says all that was told up to it, so that whoever asks again with Last-Event-ID misses nothing and "
        "hears nothing twice, however long that took and whichever machine answers. What happened twice meanwhile (a "
        "picture failed, was tried again and failed again) is told as it stands. An answer ends after "
        "GENERATION_EVENTS_SECONDS (25), or at once where all streams of a process are taken: ask again after `retry`. "
        "204: all is told. A line with nothing but a colon is a sign of life."
    ),
    tags=_TAGS,
    parameters=[
        OpenApiParameter(
            "Last-Event-ID", str, OpenApiParameter.HEADER, description="The `id` of the last event that you have got."
        ),
        OpenApiParameter("after", str, description="The same, for the first request of a browser's EventSource."),
    ],
    responses={(200, "text/event-stream"): _ONE_EVENT, 204: OpenApiResponse(description="All is told.")},
    examples=[
        OpenApiExample(
            "The first picture", value=_EVENT, response_only=True, status_codes=["200"], media_type="text/event-stream"
        )
    ],
    extensions={"x-problems": [*parts.REFUSED, "bad_cursor"]},
)
