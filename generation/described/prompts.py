"""Prompts and prompt sets, as the API's schema tells it."""

from typing import Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, OpenApiResponse, extend_schema

from gallery.models import Emotion
from generation.described import parts, prompt_sets
from generation.serializers.asked import ImportAsked, SetOrderAsked
from generation.serializers.prompts import (
    ImportedTold,
    PromptSetsTold,
    PromptsTold,
    PromptTold,
    SetLook,
    SetOrderedTold,
)

_TAGS: Final = ["prompts"]
_PROMPT: Final = {
    "fingerprint": parts.FINGERPRINT, "emotion": "happy", "words": parts.WORDS, "negative": "",
    "first_ordered": parts.WHEN, "batches": 1,
}  # fmt: skip
_IMPORTED: Final = {
    "dry_run": False, "set": "spring", "new": 1, "changed": 0, "unchanged": 0, "written": True, "problems": [],
}  # fmt: skip
_LOOK: Final = {
    **parts.COST, "prompts": 1, "pairs": 1, "pictures": 2, "image_steps": 100, "set": "spring",
    "first": [{
        "emotion": "happy", "prompt": "a cat in a meadow", "favorite": "cat", "negative": "text", "pairs": 1,
        "template": prompt_sets.LINE, "index": 0, "values": {"animal": "cat", "emotion": "happy"},
    }],
}  # fmt: skip
_ORDERED: Final = {
    "set": "spring", "pictures": 2,
    "batches": [{
        "code": parts.CODE, "location": f"/api/v1/batches/{parts.CODE}/", "emotion": "happy", "favorite": "cat",
        "pairs": 1,
    }],
}  # fmt: skip

prompts = extend_schema(
    operation_id="list_prompts",
    summary="What has been ordered, newest first",
    tags=_TAGS,
    parameters=[
        OpenApiParameter("emotion", str, enum=Emotion.values),
        OpenApiParameter("q", str, description="Letters that stand in the words."),
        parts.LIMIT,
        parts.AFTER,
        parts.UNCHANGED,
    ],
    responses={200: PromptsTold, 304: None},
    examples=[parts.answer("One prompt", {"items": [_PROMPT], "next": None})],
    extensions={"x-problems": [*parts.LISTED["x-problems"], "unknown_emotion"]},
)
prompt = extend_schema(
    operation_id="get_prompt",
    summary="One prompt",
    tags=_TAGS,
    parameters=[parts.UNCHANGED],
    responses={200: PromptTold, 304: None},
    examples=[parts.answer("A prompt", _PROMPT)],
    extensions={"x-problems": [*parts.REFUSED]},
)
sets = extend_schema(
    operation_id="list_prompt_sets",
    summary="Prompt sets",
    tags=_TAGS,
    parameters=[parts.LIMIT, parts.AFTER, parts.UNCHANGED],
    responses={200: PromptSetsTold, 304: None},
    examples=[parts.answer("One set", {"items": [prompt_sets.SET], "next": None})],
    extensions=parts.LISTED,
)
take = extend_schema(
    operation_id="import_prompts",
    summary="Take a CSV file's prompts into a set",
    description=(
        "All lines or, if one is bad, none: `errors` names each bad line; with `skip_bad` the good ones. The same file "
        "again changes nothing. A dry run tells what is new, what is wrong, and writes nothing."
    ),
    tags=_TAGS,
    parameters=[parts.DRY_RUN],
    request=OpenApiRequest(
        ImportAsked,
        examples=[
            OpenApiExample(
                "One line",
                value={"name": "spring", "text": "emotion,prompt,favorite\nhappy,a $animal in a meadow,$animal\n"},
                request_only=True,
            )
        ],
    ),
    responses={200: ImportedTold},
    examples=[parts.answer("Taken in", _IMPORTED)],
    extensions={"x-problems": [*parts.REFUSED, "invalid_question", "unreadable_csv"]},
)
order = extend_schema(
    operation_id="order_prompt_set",
    summary="Order pictures of a set's prompts",
    description=(
        "One batch for each emotion and favorite, all of them or none. `Location` is the first batch, each has its "
        "own in the answer. A dry run counts exactly, and shows the first dozen prompts."
    ),
    tags=_TAGS,
    parameters=[parts.DRY_RUN],
    request=OpenApiRequest(
        SetOrderAsked,
        examples=[
            OpenApiExample("Cats only", value={"emotions": ["happy"], "words": {"animal": ["cat"]}}, request_only=True)
        ],
    ),
    responses={200: OpenApiResponse(SetLook, description="A dry run."), 202: SetOrderedTold},
    examples=[parts.answer("What it would be", _LOOK), parts.answer("Ordered", _ORDERED, status=202)],
    extensions={
        "x-problems": [
            *parts.REFUSED, "invalid_question", "unusable_order", "unreadable_prompt", "unusable_favorite",
            "idempotency_conflict", "queue_full",
        ]
    },
)  # fmt: skip
