"""How the endpoints of feedback are described in the API's schema."""

from drf_spectacular.utils import OpenApiExample, OpenApiRequest, extend_schema

from recommendations.serializers import (
    DislikeTold,
    DownloadTold,
    LikeAsked,
    LikeTold,
    PutOffTold,
    SeenAsked,
    SeenTold,
    ShareTold,
)

_SLATE = {"slate": "ed2e0107-6a52-4f0b-9d0c-8c4d7d0e5a11"}
_ASKED = OpenApiExample("From a slate", value=_SLATE, request_only=True)
_TAGS = ["feedback"]
# An expired token, beside what every address with a code can answer.
_OWN = {"x-problems": ["not_found", "expired_token"]}

like = extend_schema(
    operation_id="like",
    summary="Like a picture",
    description="Liking twice is one like. With the `slate` the garden learns where the like came from.",
    tags=_TAGS,
    request=OpenApiRequest(LikeAsked, examples=[_ASKED]),
    responses={200: LikeTold},
    examples=[OpenApiExample("Liked", value={"liked": True, "likes": 1}, response_only=True)],
    extensions=_OWN,
)
unlike = extend_schema(
    operation_id="unlike",
    summary="Take a like back",
    description="Once more is the same answer.",
    tags=_TAGS,
    responses={200: LikeTold},
    examples=[OpenApiExample("Taken back", value={"liked": False, "likes": 0}, response_only=True)],
    extensions=_OWN,
)
put_off = extend_schema(
    operation_id="put_off",
    summary="Not now",
    description="The picture comes last for the rest of this walk, and weighs a little against it.",
    tags=_TAGS,
    request=OpenApiRequest(LikeAsked, examples=[_ASKED]),
    responses={200: PutOffTold},
    examples=[OpenApiExample("Put off", value={"put_off": True}, response_only=True)],
    extensions=_OWN,
)
call_back = extend_schema(
    operation_id="call_back",
    summary="Now after all",
    description="Once more is the same answer.",
    tags=_TAGS,
    responses={200: PutOffTold},
    examples=[OpenApiExample("Called back", value={"put_off": False}, response_only=True)],
    extensions=_OWN,
)
dislike = extend_schema(
    operation_id="dislike",
    summary="Dislike a picture",
    description="It does not come again; a like is taken back by it. Saying it twice is saying it once.",
    tags=_TAGS,
    request=OpenApiRequest(LikeAsked, examples=[_ASKED]),
    responses={200: DislikeTold},
    examples=[OpenApiExample("Disliked", value={"disliked": True, "likes": 0}, response_only=True)],
    extensions=_OWN,
)
forgive = extend_schema(
    operation_id="forgive",
    summary="Take a dislike back",
    description="Once more is the same answer.",
    tags=_TAGS,
    responses={200: DislikeTold},
    examples=[OpenApiExample("Taken back", value={"disliked": False, "likes": 0}, response_only=True)],
    extensions=_OWN,
)
share = extend_schema(
    operation_id="share",
    summary="The picture's address was passed on",
    tags=_TAGS,
    request=OpenApiRequest(LikeAsked, examples=[_ASKED]),
    responses={200: ShareTold},
    examples=[OpenApiExample("Shared", value={"shared": True}, response_only=True)],
    extensions=_OWN,
)
download = extend_schema(
    operation_id="download",
    summary="The picture's file was taken home",
    tags=_TAGS,
    request=OpenApiRequest(LikeAsked, examples=[_ASKED]),
    responses={200: DownloadTold},
    examples=[OpenApiExample("Downloaded", value={"downloaded": True}, response_only=True)],
    extensions=_OWN,
)
seen = extend_schema(
    operation_id="seen",
    summary="The slate was on somebody's screen",
    description="`impressions` is how many pictures were counted; saying it twice counts once.",
    tags=_TAGS,
    request=OpenApiRequest(SeenAsked, examples=[OpenApiExample("A stored slate", value={}, request_only=True)]),
    responses={200: SeenTold},
    examples=[OpenApiExample("Counted", value={"impressions": 3}, response_only=True)],
    extensions=_OWN,
)
