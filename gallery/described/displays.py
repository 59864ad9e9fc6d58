"""How the walls' zones are described."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema

from gallery.described.pictures import AFTER, UNCHANGED
from gallery.described.shared import CODE, EARNEST, IF_MATCH, SHOWN, STAFF, WHEN, sent, shown, whole
from gallery.serializers.displays import NewZoneAsked, ShownAsked, UndoChangeAsked, ZonesTold, ZoneWhole

_FREE: Final[dict[str, Any]] = {"picture": None, "taken": False, "shown": False}
_ZONE: Final[dict[str, Any]] = {"name": "hall", "follows": "", "changed": WHEN}
_WHOLE: Final[dict[str, Any]] = {
    **_ZONE,
    "places": {
        "landscape": [_FREE] * 8,
        "portrait": [{"picture": CODE, "taken": True, "shown": True}, *[_FREE] * 7],
    },
    "shows": {"landscape": [], "portrait": [SHOWN]},
    "changes": [{"id": 5, "by": "anna", "at": WHEN, "before": "sad", "after": ""}],
}
_NAME: Final = OpenApiParameter("zone", str, OpenApiParameter.PATH, description="The zone's name.")
_CHANGING: Final = "Needs `gallery.view_displayzone` and `gallery.change_displayzone`."
_ONE: Final = [*EARNEST, "not_served", "changed_meanwhile"]

zones = extend_schema(
    operation_id="list_displays",
    summary="The display zones",
    description="By name. Needs `gallery.view_displayzone`.",
    tags=["displays"],
    parameters=[OpenApiParameter("limit", whole(1, 100, 200)), AFTER, UNCHANGED],
    responses={200: ZonesTold, 304: None},
    examples=[shown("One zone", {"items": [_ZONE], "next": None})],
    extensions={"x-problems": [*STAFF, "invalid_question", "bad_cursor"]},
)
make = extend_schema(
    operation_id="make_display",
    summary="Make a display zone",
    description=(
        "One that is there already stays as it is. Needs `gallery.view_displayzone` and `gallery.add_displayzone`."
    ),
    tags=["displays"],
    request=OpenApiRequest(NewZoneAsked, examples=[sent("The hall", {"name": "hall"})]),
    responses={201: ZoneWhole},
    examples=[shown("The zone", _WHOLE, 201)],
    extensions={"x-problems": [*EARNEST, "unusable_name"]},
)
zone = extend_schema(
    operation_id="read_display",
    summary="One display zone",
    description="What was chosen for its places, and what the wall shows of it. Needs `gallery.view_displayzone`.",
    tags=["displays"],
    parameters=[_NAME, UNCHANGED],
    responses={200: ZoneWhole, 304: None},
    examples=[shown("The zone", _WHOLE)],
    extensions={"x-problems": STAFF},
)
show = extend_schema(
    operation_id="set_display",
    summary="Say what a zone shows",
    description=f"All of it: what is left out is empty, so that `{{}}` clears the wall. {_CHANGING}",
    tags=["displays"],
    parameters=[_NAME, IF_MATCH],
    request=OpenApiRequest(ShownAsked, examples=[sent("One picture", {"portrait": [CODE]}), sent("Cleared", {})]),
    responses={200: ZoneWhole},
    examples=[shown("The zone", _WHOLE)],
    extensions={"x-problems": _ONE},
)
change = extend_schema(
    operation_id="change_display",
    summary="Change what a zone shows",
    description=f"What is left out stays. {_CHANGING}",
    tags=["displays"],
    parameters=[_NAME, IF_MATCH],
    request=OpenApiRequest(ShownAsked, examples=[sent("It follows an emotion", {"follows": "sad"})]),
    responses={200: ZoneWhole},
    examples=[shown("The zone", {**_WHOLE, "follows": "sad"})],
    extensions={"x-problems": _ONE},
)
drop = extend_schema(
    operation_id="drop_display",
    summary="Take a display zone down",
    description="With its choice and its changes, for good. Needs `gallery.delete_displayzone`.",
    tags=["displays"],
    parameters=[_NAME, IF_MATCH],
    responses={204: None},
    extensions={"x-problems": [*EARNEST, "changed_meanwhile"]},
)
undo = extend_schema(
    operation_id="undo_display_change",
    summary="Take a change of a zone back",
    description=f"The newest change, if nobody has changed the zone since. {_CHANGING}",
    tags=["displays"],
    parameters=[_NAME],
    request=OpenApiRequest(UndoChangeAsked, examples=[sent("The newest", {"change": 5})]),
    responses={200: ZoneWhole},
    examples=[shown("The zone", {**_WHOLE, "follows": "sad"})],
    extensions={"x-problems": [*EARNEST, "changed"]},
)
