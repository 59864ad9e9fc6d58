"""How kept searches are described."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema

from gallery.described.pictures import AFTER, UNCHANGED
from gallery.described.shared import EARNEST, STAFF, WHEN, sent, shown, whole
from gallery.models import Room
from gallery.serializers.searches import SearchAsked, SearchChanged, SearchesTold, SearchTold

_KEPT: Final[dict[str, Any]] = {
    "id": 3,
    "name": "sad cats",
    "room": "pool",
    "query": "emotion:sad favorite:cat",
    "shared": True,
    "by": "anna",
    "made": WHEN,
}
_ID: Final = OpenApiParameter(
    "search", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description="Its `id`."
)

searches = extend_schema(
    operation_id="list_searches",
    summary="Kept searches",
    description="One’s own and those that others share, in the rooms that are open to whoever asks; the newest first.",
    tags=["curating"],
    parameters=[
        OpenApiParameter("room", str, enum=Room.values),
        OpenApiParameter("limit", whole(1, 50, 200)),
        AFTER,
        UNCHANGED,
    ],
    responses={200: SearchesTold, 304: None},
    examples=[shown("One search", {"items": [_KEPT], "next": None})],
    extensions={"x-problems": [*STAFF, "invalid_question", "bad_cursor"]},
)
keep = extend_schema(
    operation_id="keep_search",
    summary="Keep a search",
    description="Needs `gallery.add_savedsearch`, and a view of the room. Up to 50 for each room.",
    tags=["curating"],
    request=OpenApiRequest(
        SearchAsked,
        examples=[sent("Sad cats", {name: _KEPT[name] for name in ("name", "room", "query", "shared")})],
    ),
    responses={201: SearchTold},
    examples=[shown("The kept search", _KEPT, 201)],
    extensions={"x-problems": [*EARNEST, "bad_search", "unusable_name"]},
)
change = extend_schema(
    operation_id="change_search",
    summary="Rename or share a kept search",
    description="One’s own only. Needs `gallery.change_savedsearch`.",
    tags=["curating"],
    parameters=[_ID],
    request=OpenApiRequest(SearchChanged, examples=[sent("No longer shared", {"shared": False})]),
    responses={200: SearchTold},
    examples=[shown("The kept search", {**_KEPT, "shared": False})],
    extensions={"x-problems": [*EARNEST, "unusable_name"]},
)
drop = extend_schema(
    operation_id="drop_search",
    summary="Keep a search no longer",
    description="One’s own only. Needs `gallery.delete_savedsearch`.",
    tags=["curating"],
    parameters=[_ID],
    responses={204: None},
    extensions={"x-problems": EARNEST},
)
