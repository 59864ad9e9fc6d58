"""How decisions, corrections of many, the record and the way back are described."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema

from gallery.described.pictures import AFTER, UNCHANGED
from gallery.described.pool import LINE
from gallery.described.shared import CODE, DRY_RUN, GROUP, OTHER, STAFF, sent, shown, whole
from gallery.models import Kind
from gallery.serializers.curating import CorrectionAsked, DecisionAsked, DecisionsTold, ResultTold, UndoAsked

_LEFT: Final = {
    "image": OTHER,
    "outcome": "refused",
    "status": "pool",
    "code": "unchecked",
    "detail": "No safety check has passed this picture: it is approved by itself, with a reason.",
}
_DONE: Final[dict[str, Any]] = {
    "dry_run": False,
    "group": GROUP,
    "changed": 1,
    "unchanged": 0,
    "refused": 1,
    "items": [{"image": CODE, "outcome": "changed", "status": "serving", "code": "", "detail": ""}, _LEFT],
}
_REHEARSED: Final = {**_DONE, "dry_run": True, "group": None}
_CODE: Final = {"type": "string", "format": "uuid"}
_EACH: Final = (
    "Each picture has its own line in the answer: `changed`, `unchanged` (it was so already), or `refused`, with the "
    "code of a problem. By itself one that is refused refuses all (409, `items_refused`, `errors` names each); with "
    "`partial` the others are done. At most 500 pictures at once. A picture that you may not see is `not_found`."
)

history = extend_schema(
    operation_id="list_decisions",
    summary="What was decided",
    description="The record, newest first. Needs `gallery.view_decision`; tells of pictures in rooms that you may see.",
    tags=["curating"],
    parameters=[
        OpenApiParameter("image", _CODE),
        OpenApiParameter("by", str, description="Whose, by account."),
        OpenApiParameter("group", _CODE),
        OpenApiParameter("kind", str, enum=Kind.values),
        OpenApiParameter("limit", whole(1, 100, 500)),
        AFTER,
        UNCHANGED,
    ],
    responses={200: DecisionsTold, 304: None},
    examples=[shown("One decision", {"items": [LINE], "next": None})],
    extensions={"x-problems": [*STAFF, "invalid_question", "bad_cursor"]},
)
decide = extend_schema(
    operation_id="decide",
    summary="Approve, reject, retire, restore",
    description=(
        f"{_EACH} Needs, for `approve`, `gallery.approve_poolimage`; for `approve_unchecked`, which takes one picture "
        "and a reason, `gallery.approve_unchecked` as well; `reject`: `gallery.reject_poolimage`; `retire`: "
        "`gallery.retire_servedimage`; `restore`: `gallery.restore_servedimage`."
    ),
    tags=["curating"],
    parameters=[DRY_RUN],
    request=OpenApiRequest(
        DecisionAsked,
        examples=[
            sent("Two, as far as possible", {"decision": "approve", "images": [CODE, OTHER], "partial": True}),
            sent(
                "One that was seen", {"decision": "reject", "images": [CODE], "versions": {CODE: 3}, "reason": "dull"}
            ),
        ],
    ),
    responses={200: ResultTold},
    examples=[shown("One of two", _DONE), shown("Rehearsed", _REHEARSED)],
    extensions={
        "x-problems": [*STAFF, "invalid_question", "items_refused", "one_at_a_time", "reason_missing"],
    },
)
correct = extend_schema(
    operation_id="correct_pictures",
    summary="Correct many pictures",
    description=(
        f"The same emotion, favorite or caption for each; what is left out stays. {_EACH} Needs "
        "`gallery.correct_poolimage`, `gallery.correct_servedimage`, or both: `not_allowed` is the item's."
    ),
    tags=["curating"],
    parameters=[DRY_RUN],
    request=OpenApiRequest(
        CorrectionAsked, examples=[sent("Both are calm", {"images": [CODE, OTHER], "emotion": "calm"})]
    ),
    responses={200: ResultTold},
    examples=[shown("One of two", {**_DONE, "items": [_DONE["items"][0], {**_LEFT, "code": "stale"}]})],
    extensions={
        "x-problems": [
            *STAFF, "invalid_question", "items_refused", "unusable_favorite", "nothing_to_correct", "long_caption",
        ]
    },
)  # fmt: skip
undo = extend_schema(
    operation_id="undo_decisions",
    summary="Take a group of decisions back",
    description=(
        "Every picture of the group goes back to where it was, unless it has moved on since. Whoever may make such a "
        f"decision may undo it. {_EACH.replace('At most 500 pictures at once', 'A rehearsal, or all at once: 5,000')}"
    ),
    tags=["curating"],
    parameters=[DRY_RUN],
    request=OpenApiRequest(UndoAsked, examples=[sent("Those that have not moved on", {"partial": True})]),
    responses={200: ResultTold},
    examples=[shown("One of two", {**_DONE, "items": [_DONE["items"][0], {**_LEFT, "code": "moved_on"}]})],
    extensions={"x-problems": [*STAFF, "invalid_question", "items_refused", "not_undoable", "large_group"]},
)
