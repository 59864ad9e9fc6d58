"""How the centre's endpoints are described in the API's schema."""

from typing import Any, Final

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    extend_schema,
)

from gallery.serializers.pictures import ArrivedTold, PicturesTold, VisitorAsked

_PICTURE: Final[dict[str, Any]] = {
    "code": "1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10",
    "url": "/pictures/1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10/800.jpeg",
    "thumbnail": "/pictures/1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10/320.webp",
    "emotion": "happy",
    "favorite": "",
    "caption": "happy, flowers",
    "orientation": "portrait",
    "width": 800,
    "height": 1280,
    "likes": 4,
    "made": "2026-11-20T11:26:05.763698Z",
}
_ARRIVED: Final = {
    "visitor": "dbf9618d-a9dc-4d62-8ead-236f84f027e8",
    "token": "dbf9618da9dc4d628ead236f84f027e8:dOSsEq6aKk0rY2m1bq4a",
}
AFTER: Final = OpenApiParameter("after", str, description="A place from `next`, to go on there; nothing is met twice.")
COUNT: Final = OpenApiParameter("count", str, enum=["1"], description="`1` adds how many there are in all.")
UNCHANGED: Final = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of an earlier answer: 304 if it is the same."
)

arrive = extend_schema(
    operation_id="arrive",
    summary="Become a visitor",
    description="The token goes into the header `X-Visitor`. It does not run out, and it is a secret.",
    tags=["visitors"],
    request=OpenApiRequest(
        VisitorAsked,
        examples=[OpenApiExample("An adult", value={"age_group": "adult", "gender": "female"}, request_only=True)],
    ),
    responses={201: ArrivedTold},
    examples=[OpenApiExample("A new visitor", value=_ARRIVED, response_only=True, status_codes=["201"])],
)
pictures = extend_schema(
    operation_id="find_pictures",
    summary="Search pictures",
    description=(
        "Newest first. Visitors search what is served; a key or a session with the permission to see a room searches "
        "that room, by every field, and gets every field."
    ),
    tags=["pictures"],
    parameters=[
        OpenApiParameter(
            "q",
            str,
            description="The search language of docs/curation.md.",
            examples=[OpenApiExample("Happy, no cats", value="emotion:happy -favorite:cat")],
        ),
        OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 24}),
        AFTER,
        COUNT,
        UNCHANGED,
    ],
    responses={
        200: PicturesTold,
        304: None,
    },
    examples=[
        OpenApiExample(
            "One picture",
            value={"items": [_PICTURE], "next": None, "count": 1},
            response_only=True,
            status_codes=["200"],
        )
    ],
    extensions={"x-problems": ["invalid_question", "bad_search", "bad_cursor"]},
)
