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
    seed = serializers.IntegerField()
    steps = serializers.IntegerField()
    batch = serializers.UUIDField(source="batch_code")
    family = serializers.UUIDField()
    is_cover = serializers.BooleanField()
    showings = serializers.IntegerField()
    decided = serializers.DateTimeField(source="decided_at")
    by = serializers.CharField(source="decided_by.username", default=None)
