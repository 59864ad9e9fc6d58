"""How look-alikes are described."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema

from gallery.described.pictures import AFTER, UNCHANGED
from gallery.described.shared import CODE, DRY_RUN, GROUP, KNOWN, OTHER, STAFF, WHEN, sent, shown, whole
from gallery.serializers.curating import ResultTold
from gallery.serializers.likeness import ForgetAsked, GroupsTold, JudgedListTold, KeepAsked, PairsTold, PartAsked

_NEEDS: Final = "Needs `gallery.view_poolimage` and `gallery.judge_likeness`."
_LISTED: Final = [*STAFF, "invalid_question", "bad_cursor"]
_SAID: Final = [*STAFF, "invalid_question", "not_found"]
_GROUP: Final[dict[str, Any]] = {"images": [KNOWN, {**KNOWN, "code": OTHER}], "keepable": [CODE, OTHER]}
_KEPT: Final[dict[str, Any]] = {
    "dry_run": False,
    "group": GROUP,
    "changed": 1,
    "unchanged": 1,
    "refused": 0,
    "items": [
        {"image": CODE, "outcome": "unchanged", "status": "serving", "code": "", "detail": ""},
        {"image": OTHER, "outcome": "changed", "status": "rejected", "code": "", "detail": ""},
    ],
}

groups = extend_schema(
    operation_id="list_look_alikes",
    summary="Pictures that look alike",
    description=f"Groups that nobody has judged, that with the newest picture first. {_NEEDS}",
    tags=["curating"],
    parameters=[OpenApiParameter("limit", whole(1, 20, 100)), AFTER, UNCHANGED],
    responses={200: GroupsTold, 304: None},
    examples=[shown("A pair", {"items": [_GROUP], "next": None})],
    extensions={"x-problems": _LISTED},
)
judged = extend_schema(
    operation_id="list_judged_different",
    summary="Pairs that were judged to be different",
    description=f"The newest pair first. {_NEEDS}",
    tags=["curating"],
    parameters=[OpenApiParameter("limit", whole(1, 20, 100)), AFTER, UNCHANGED],
    responses={200: JudgedListTold, 304: None},
    examples=[
        shown("A pair", {"items": [{"one": CODE, "other": OTHER, "by": "anna", "at": WHEN}], "next": None}),
    ],
    extensions={"x-problems": _LISTED},
)
keep = extend_schema(
    operation_id="keep_one",
    summary="Keep one of several that are the same",
    description=(
        "The others leave: rejected from the pool, retired from the serving set, as one group that can be undone. "
        f"At most 24 together; `partial` as with decisions. {_NEEDS} Also what it takes to reject and to retire."
    ),
    tags=["curating"],
    parameters=[DRY_RUN],
    request=OpenApiRequest(KeepAsked, examples=[sent("One of two", {"kept": CODE, "images": [OTHER]})]),
    responses={200: ResultTold},
    examples=[shown("One of two", _KEPT)],
    extensions={"x-problems": [*_SAID, "bad_request", "items_refused", "moved_on"]},
)
part = extend_schema(
    operation_id="judge_different",
    summary="Say that pictures are different",
    description=f"For ever, by their bytes: all of 2 to 24, or `apart` from each of the others. {_NEEDS}",
    tags=["curating"],
    parameters=[DRY_RUN],
    request=OpenApiRequest(PartAsked, examples=[sent("Two pictures", {"images": [CODE, OTHER]})]),
    responses={200: PairsTold},
    examples=[shown("One pair", {"dry_run": False, "pairs": 1})],
    extensions={"x-problems": _SAID},
)
forget = extend_schema(
    operation_id="forget_judgement",
    summary="Take back what was said of pictures",
    description=f"Of any two of these. {_NEEDS}",
    tags=["curating"],
    parameters=[DRY_RUN],
    request=OpenApiRequest(ForgetAsked, examples=[sent("Two pictures", {"images": [CODE, OTHER]})]),
    responses={200: PairsTold},
    examples=[shown("One pair", {"dry_run": False, "pairs": 1})],
    extensions={"x-problems": _SAID},
)
