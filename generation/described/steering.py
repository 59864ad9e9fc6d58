"""Steering batches, as the API's schema tells it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiRequest, extend_schema

from generation.described import parts
from generation.serializers.asked import SteerAsked, WeightAsked
from generation.serializers.batches import SteeredManyTold, SteeredTold

_F = TypeVar("_F", bound=Callable[..., Any])
_TAGS: Final = ["batches"]
_PROBLEMS: Final = {"x-problems": [*parts.REFUSED, "invalid_question", "changed_meanwhile"]}
_SAFE: Final = "Once more is the same: `moved` is 0 then."


def _verb(name: str, summary: str, description: str, *, moved: int = 1, **standing: Any) -> Callable[[_F], _F]:
    told = {"dry_run": False, "moved": moved, "batch": {**parts.BATCH, **standing}}
    return extend_schema(
        operation_id=f"{name}_batch",
        summary=summary,
        description=f"{description} {_SAFE}",
        tags=_TAGS,
        parameters=[parts.DRY_RUN, parts.ONLY_IF],
        request=None,
        responses={200: SteeredTold},
        examples=[parts.answer("Done", told)],
        extensions=_PROBLEMS,
    )


pause = _verb("pause", "Pause a batch", "The pictures that are being made are finished.", state="paused")
resume = _verb("resume", "Let a paused batch go on", "It waits for its turn again.")
cancel = _verb(
    "cancel",
    "Cancel a batch",
    "What waits is cancelled, for good; what is being made stops at its next step.",
    state="cancelled", ended=parts.WHEN, queued=0, cancelled=16,
)  # fmt: skip
retry = _verb(
    "retry",
    "Have failed pictures tried again",
    "Only those; `moved` is how many. Those of a cancelled batch stay as they are.",
    moved=2, queued=18, done=1,
)  # fmt: skip
weigh = extend_schema(
    operation_id="weigh_batch",
    summary="Say how soon it is a batch's turn",
    description="Within its lane waiting work of a larger weight goes first, from the next claim on.",
    tags=_TAGS,
    parameters=[parts.DRY_RUN, parts.ONLY_IF],
    request=OpenApiRequest(WeightAsked, examples=[OpenApiExample("Soon", value={"weight": 5}, request_only=True)]),
    responses={200: SteeredTold},
    examples=[parts.answer("Done", {"dry_run": False, "moved": 1, "batch": {**parts.BATCH, "weight": 5}})],
    extensions=_PROBLEMS,
)
steer = extend_schema(
    operation_id="steer_batches",
    summary="Steer several batches",
    description=(
        "Each is answered by itself, in the order in which they were named; one that is not there stops none of the "
        f"others. {_SAFE}"
    ),
    tags=_TAGS,
    parameters=[parts.DRY_RUN],
    request=OpenApiRequest(
        SteerAsked,
        examples=[OpenApiExample("Pause one", value={"verb": "pause", "batches": [parts.CODE]}, request_only=True)],
    ),
    responses={200: SteeredManyTold},
    examples=[
        parts.answer(
            "One was running",
            {
                "dry_run": False,
                "moved": 1,
                "items": [{"code": parts.CODE, "moved": 1, "state": "paused", "problem": None}],
            },
        )
    ],
    extensions={"x-problems": [*parts.REFUSED, "invalid_question"]},
)
