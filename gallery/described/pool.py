"""How the rooms of pictures are described."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema

from gallery.described.pictures import AFTER, COUNT, UNCHANGED
from gallery.described.shared import CODE, EARNEST, GROUP, IF_MATCH, KNOWN, STAFF, WHEN, sent, shown, whole
from gallery.models import Emotion, Orientation, Safety, Status
from gallery.serializers.curating import Corrected, PictureWhole, RoomTold

LINE: Final[dict[str, Any]] = {
    "id": 7,
    "image": CODE,
    "kind": "correction",
    "was": "pool",
    "became": "pool",
    "before": {"emotion": "calm"},
    "after": {"emotion": "happy"},
    "by": "anna",
    "at": WHEN,
    "reason": "",
    "group": GROUP,
    "undone": False,
}
FILTERS: Final = [
    OpenApiParameter("emotion", str, enum=Emotion.values),
    OpenApiParameter("favorite", str, description="Exactly this one; empty: without a favorite."),
    OpenApiParameter("orientation", str, enum=Orientation.values),
    OpenApiParameter("safety", str, enum=Safety.values),
    OpenApiParameter("batch", {"type": "string", "format": "uuid"}),
    OpenApiParameter("model", str),
    OpenApiParameter("q", str, description="The search language of docs/curation.md, beside the others."),
]
REFUSED: Final = [*STAFF, "invalid_question", "unknown_emotion", "unusable_favorite", "bad_search"]
_WHOLE: Final[dict[str, Any]] = {
    **KNOWN,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "recipe": {"model": "painter", "seed": 42, "steps": 1},
    "safety_score": 0.02,
    "palette": "pink green",
    "brightness": "light",
    "uploaded": False,
    "stack": [CODE],
    "alike": [],
    "history": [LINE],
}
_FILES: Final = "The addresses `url` and `thumbnail` answer a key or a session that may see the room."

pool = extend_schema(
    operation_id="list_pool",
    summary="Pictures of a room",
    description=(
        "Newest first. `pool` and `rejected` need `gallery.view_poolimage`, `serving` and `retired` "
        f"`gallery.view_servedimage`. {_FILES}"
    ),
    tags=["curating"],
    parameters=[
        OpenApiParameter("status", str, enum=[*Status.values, "all"], default="pool"),
        *FILTERS,
        OpenApiParameter("limit", whole(1, 60, 200)),
        AFTER,
        COUNT,
        UNCHANGED,
    ],
    responses={200: RoomTold, 304: None},
    examples=[shown("One picture waits", {"items": [KNOWN], "next": None, "count": 1})],
    extensions={"x-problems": [*REFUSED, "bad_cursor"]},
)
picture = extend_schema(
    operation_id="read_pool_picture",
    summary="All that is known of a picture",
    description=(
        "With recipe, safety, stack, look-alikes and history. 404 to whoever may not see the room where it stands. "
        f"{_FILES} The ETag goes into `If-Match`, which heeds decisions and corrections, and no likes."
    ),
    tags=["curating"],
    parameters=[UNCHANGED],
    responses={200: PictureWhole, 304: None},
    examples=[shown("A picture that waits", _WHOLE)],
    extensions={"x-problems": ["not_found"]},
)
correct = extend_schema(
    operation_id="correct_pool_picture",
    summary="Correct a picture",
    description=(
        "Emotion, favorite, caption; what is left out stays. Needs `gallery.correct_poolimage`, or "
        "`gallery.correct_servedimage` where it is served or retired. The key follows, and it can be undone."
    ),
    tags=["curating"],
    parameters=[IF_MATCH],
    request=OpenApiRequest(Corrected, examples=[sent("Another emotion", {"emotion": "happy", "reason": "it smiles"})]),
    responses={200: PictureWhole},
    examples=[shown("The picture as it is now", _WHOLE)],
    extensions={
        "x-problems": [
            *EARNEST, "changed_meanwhile", "unusable_favorite", "nothing_to_correct", "long_caption",
        ]
    },
)  # fmt: skip
cover = extend_schema(
    operation_id="choose_cover",
    summary="Let a picture stand for its stack",
    description="Needs the permission to correct in the room where it stands.",
    tags=["curating"],
    request=None,
    responses={200: PictureWhole},
    examples=[shown("The cover", {**_WHOLE, "is_cover": True})],
    extensions={"x-problems": EARNEST},
)
