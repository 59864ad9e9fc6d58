"""How the endpoints of tastes are described in the API's schema."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, extend_schema

from gallery.described.pictures import AFTER, UNCHANGED
from recommendations.taste_serializers import ActivateAsked, LearningTold, StandingTold, VersionsTold, VersionTold

_CODE: Final = "5b0e3a3c-2c1f-4a55-9d7e-0c8f3f5a9b21"
_WHEN: Final = "2026-11-20T11:26:05.763698Z"
_VERSION: Final[dict[str, Any]] = {
    "code": _CODE, "state": "live", "learner": "lightfm", "settings": {"learner": "lightfm", "factors": 30},
    "data_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "learnt_at": _WHEN,
    "metrics": {"tastes": {"ndcg@10": 0.41}, "popularity": {"ndcg@10": 0.33}},
    "verdict": {"code": "accepted"}, "sentence": "It foretells likes as well as what it was compared with, or better.",
    "activated_at": _WHEN, "activated_by": None, "can_rank": True,
}  # fmt: skip
_STANDING: Final[dict[str, Any]] = {
    "live": _VERSION, "held": None, "previous": None, "fault": "", "learner": "lightfm", "learning": False,
}  # fmt: skip
_HELD: Final = {**_STANDING, "held": {"by": "operator", "since": _WHEN}}
_TAGS: Final = ["tastes"]
_LOOK: Final = "For staff with `recommendations.view_tastemodel`."
_ACT: Final = "For staff with `recommendations.change_tastemodel`."
_STAFF: Final = ["not_authenticated", "not_allowed"]
_ASKED: Final = OpenApiRequest(
    ActivateAsked, examples=[OpenApiExample("Until somebody lets go", value={"hold": True}, request_only=True)]
)
_HOLDS: Final = (
    "With `hold` (as it is if left out) nothing that is learnt later goes live by itself until the hold is let go. "
    f"Once more is the same. {_ACT}"
)

standing = extend_schema(
    operation_id="tastes",
    summary="What ranks now",
    description=_LOOK,
    tags=_TAGS,
    parameters=[UNCHANGED],
    responses={200: StandingTold, 304: None},
    examples=[OpenApiExample("A learnt version", value=_STANDING, response_only=True, status_codes=["200"])],
    extensions={"x-problems": _STAFF},
)
versions = extend_schema(
    operation_id="taste_versions",
    summary="Every version that was learnt, the newest first",
    description=_LOOK,
    tags=_TAGS,
    parameters=[
        OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 24}),
        AFTER,
        UNCHANGED,
    ],
    responses={200: VersionsTold, 304: None},
    examples=[
        OpenApiExample("One", value={"items": [_VERSION], "next": None}, response_only=True, status_codes=["200"])
    ],
    extensions={"x-problems": [*_STAFF, "invalid_question", "bad_cursor"]},
)
version = extend_schema(
    operation_id="taste_version",
    summary="One version",
    description=_LOOK,
    tags=_TAGS,
    parameters=[UNCHANGED],
    responses={200: VersionTold, 304: None},
    examples=[OpenApiExample("The live one", value=_VERSION, response_only=True, status_codes=["200"])],
    extensions={"x-problems": _STAFF},
)
activate = extend_schema(
    operation_id="activate_taste_version",
    summary="Let this version rank",
    description=f"Every visitor's next page follows; an earlier version is a way back. {_HOLDS}",
    tags=_TAGS,
    request=_ASKED,
    responses={200: StandingTold},
    examples=[OpenApiExample("Chosen", value=_HELD, response_only=True)],
    extensions={"x-problems": [*_STAFF, "unusable_tastes"]},
)
popularity = extend_schema(
    operation_id="activate_popularity",
    summary="Let popularity rank, no version",
    description=_HOLDS,
    tags=_TAGS,
    request=_ASKED,
    responses={200: StandingTold},
    examples=[OpenApiExample("Chosen", value={**_HELD, "live": None, "previous": _CODE}, response_only=True)],
    extensions={"x-problems": _STAFF},
)
release = extend_schema(
    operation_id="release_tastes",
    summary="Let go of a choice by hand",
    description=(
        "What passes the gate goes live by itself again, and at once what has waited. Once more is the same answer. "
        f"{_ACT}"
    ),
    tags=_TAGS,
    responses={200: StandingTold},
    examples=[OpenApiExample("Let go", value=_STANDING, response_only=True)],
    extensions={"x-problems": _STAFF},
)
learn = extend_schema(
    operation_id="learn_tastes",
    summary="Have a worker learn now",
    description=(
        "Begins within seconds where a worker is; look at `Location` for `learning`, and among the versions for what "
        "came of it. Where nothing has changed since the last version, none is made. It costs as much as 20 calls. "
        f"{_ACT}"
    ),
    tags=_TAGS,
    request=None,
    responses={202: LearningTold},
    examples=[
        OpenApiExample("Asked", value={"asked_at": _WHEN, "learning": False}, response_only=True, status_codes=["202"])
    ],
    extensions={"x-problems": [*_STAFF, "broker_away"]},
)
