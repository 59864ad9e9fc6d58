"""How the root's endpoints are described in the API's schema."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, extend_schema
from rest_framework import serializers

from emotions.models import Outcome
from gallery.models import Emotion, Orientation
from gallery.serializers import VisitorAsked
from recommendations.models import Slate

_CODE: Final = "1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10"
_SLATE: Final = "ed2e0107-6a52-4f0b-9d0c-8c4d7d0e5a11"
_VISITOR: Final = "dbf9618d-a9dc-4d62-8ead-236f84f027e8"
_WHEN: Final = "2026-11-20T11:26:05.763698Z"


class OfferedTold(serializers.Serializer[Any]):
    """A picture in its place."""

    code = serializers.UUIDField()
    url = serializers.CharField()
    thumbnail = serializers.CharField()
    emotion = serializers.ChoiceField(choices=Emotion.choices)
    caption = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    liked = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it is here, in the reader's language.")
    repeat = serializers.BooleanField(help_text="Whether this visitor has seen it before.")


class SlateTold(serializers.Serializer[Any]):
    """One set shown together."""

    slate = serializers.UUIDField()
    rung = serializers.CharField(help_text="How close the pictures are to what was asked.")
    items = OfferedTold(many=True)


class OwnReadingTold(serializers.Serializer[Any]):
    """What is kept of one photo; `GET /readings/` tells its parts."""

    code = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    emotion = serializers.ChoiceField(choices=Emotion.choices, allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    calibrated = serializers.BooleanField()
    scores = serializers.DictField(child=serializers.FloatField())
    faces = serializers.ListField(child=serializers.DictField())
    chosen = serializers.IntegerField()
    correction = serializers.ChoiceField(choices=Emotion.choices, allow_null=True)
    reader = serializers.CharField()
    reader_version = serializers.CharField()
    consent = serializers.CharField(allow_blank=True)
    sent_to = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class OwnSlateTold(serializers.ModelSerializer[Slate]):
    """One set that was shown to the visitor; pictures by their codes, null where one has gone."""

    pictures = serializers.ListField(child=serializers.UUIDField(allow_null=True))

    class Meta:
        model = Slate
        fields = ["code", "emotion", "favorite", "orientation", "rung", "policy", "created_at", "seen_at", "pictures"]


class MeetingTold(serializers.Serializer[Any]):
    """The visitor and one picture."""

    kind = serializers.CharField()
    emotion = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField(allow_null=True)
    picture = serializers.UUIDField()
    in_slate = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class OwnDataTold(serializers.Serializer[Any]):
    """All that the garden knows of a visitor."""

    visitor = serializers.UUIDField()
    first_seen = serializers.DateTimeField()
    age_group = serializers.CharField(allow_null=True)
    gender = serializers.CharField(allow_null=True)
    readings = OwnReadingTold(many=True)
    slates = OwnSlateTold(many=True)
    interactions = MeetingTold(many=True)


class AboutMeTold(VisitorAsked):
    """What the visitor says of themselves."""

    visitor = serializers.UUIDField()


_ITEM: Final = {
    "code": _CODE, "url": f"/pictures/{_CODE}/800.jpeg", "thumbnail": f"/pictures/{_CODE}/320.webp", "emotion": "happy",
    "caption": "happy, flowers", "width": 800, "height": 1280, "liked": False, "reason": "New here.", "repeat": False,
}  # fmt: skip
_OWN: Final[dict[str, Any]] = {
    "visitor": _VISITOR, "first_seen": _WHEN, "age_group": None, "gender": None, "readings": [],
    "slates": [{
        "code": _SLATE, "emotion": "happy", "favorite": "", "orientation": "", "rung": "emotion",
        "policy": "popularity", "created_at": _WHEN, "seen_at": _WHEN, "pictures": [_CODE],
    }],
    "interactions": [{
        "kind": "like", "emotion": "happy", "position": 0, "picture": _CODE, "in_slate": _SLATE, "created_at": _WHEN,
        "withdrawn_at": None,
    }],
}  # fmt: skip

garden = extend_schema(
    operation_id="garden",
    summary="Pictures for an emotion",
    description=(
        "In an order made for the visitor. The same question asked again at once gets the same slate; `after` walks "
        "on, and no picture comes twice until all have been shown."
    ),
    tags=["garden"],
    parameters=[
        OpenApiParameter("emotion", str, required=True, enum=Emotion.values),
        OpenApiParameter(
            "favorite",
            str,
            description="What the visitor likes.",
            examples=[OpenApiExample("Cats", value="cat"), OpenApiExample("A day", value="spring,cloudy,day")],
        ),
        OpenApiParameter("orientation", str, enum=Orientation.values, description="Left out: both."),
        OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 24, "default": 3}),
        OpenApiParameter("after", str, description="The `slate` of the last answer."),
    ],
    responses={200: SlateTold},
    examples=[
        OpenApiExample("One picture", value={"slate": _SLATE, "rung": "emotion", "items": [_ITEM]}, response_only=True)
    ],
    extensions={
        "x-problems": ["unknown_emotion", "invalid_question", "unusable_favorite", "not_found", "expired_token"]
    },
)
told = extend_schema(
    operation_id="own_data",
    summary="All that the garden knows of me",
    tags=["visitors"],
    responses={200: OwnDataTold},
    examples=[OpenApiExample("A visitor who liked a picture", value=_OWN, response_only=True)],
    extensions={"x-problems": ["not_found"]},
)
about_me = extend_schema(
    operation_id="about_me",
    summary="Say something of myself, or take it back",
    description="Null takes back what was said; what is left out stays.",
    tags=["visitors"],
    request=OpenApiRequest(
        VisitorAsked,
        examples=[OpenApiExample("Older", value={"age_group": "elder", "gender": None}, request_only=True)],
    ),
    responses={200: AboutMeTold},
    examples=[
        OpenApiExample("Kept", value={"visitor": _VISITOR, "age_group": "elder", "gender": None}, response_only=True)
    ],
    extensions={"x-problems": ["not_found"]},
)
erase = extend_schema(
    operation_id="erase_own_data",
    summary="Erase all that the garden knows of me",
    description="As often as you like, the same answer.",
    tags=["visitors"],
    responses={204: None},
)
