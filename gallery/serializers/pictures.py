"""The shapes of the centre's endpoints: what a newcomer says, and what is told of a picture."""

from typing import Any

from rest_framework import serializers

from gallery import files
from gallery.models import AgeGroup, Gender, Image


class VisitorAsked(serializers.Serializer[Any]):
    """What a newcomer may say; nothing of it is needed."""

    age_group = serializers.ChoiceField(choices=AgeGroup.choices, required=False, allow_null=True)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False, allow_null=True)


class PictureShown(serializers.Serializer[Image]):
    """A picture as anybody may know it."""

    code = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    thumbnail = serializers.SerializerMethodField()
    emotion = serializers.CharField()
    favorite = serializers.CharField()
    caption = serializers.CharField()
    orientation = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    likes = serializers.IntegerField()
    made = serializers.DateTimeField(source="created_at")

    def get_url(self, image: Image) -> str:
        return files.original_url(image)

    def get_thumbnail(self, image: Image) -> str:
        return files.url(image, files.WIDTHS[0])


class PictureWithin(PictureShown):
    """A picture as its curators know it."""

    status = serializers.CharField()
    safety = serializers.CharField()
    safety_note = serializers.CharField()
    key = serializers.CharField(source="key_tail")
    model = serializers.CharField()
    seed = serializers.IntegerField(allow_null=True)
    steps = serializers.IntegerField(allow_null=True)
    batch = serializers.UUIDField(source="batch_code", allow_null=True)
    family = serializers.UUIDField(allow_null=True)
    is_cover = serializers.BooleanField()
    showings = serializers.IntegerField()
    decided = serializers.DateTimeField(source="decided_at", allow_null=True)
    by = serializers.CharField(source="decided_by.username", default=None, allow_null=True)


class ArrivedTold(serializers.Serializer[Any]):
    """A new visitor, and what a program sends to be that visitor."""

    visitor = serializers.UUIDField()
    token = serializers.CharField()


class PictureFound(PictureWithin):
    """A picture as the search describes it: what only curators get may be missing."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in fields.keys() - PictureShown().fields.keys():
            fields[name].required = False
        return fields


class PicturesTold(serializers.Serializer[Any]):
    """Some of the pictures, and the address of the next ones; null when that was all."""

    items = PictureFound(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(required=False)
