"""Pictures brought by hand: what is said of them, and what came of each file."""

from typing import Any

from rest_framework import serializers

from gallery.corrections import LONGEST_CAPTION
from gallery.keys import LONGEST_FAVORITE
from gallery.models import Emotion, Status

MOST_FILES = 20


class UploadAsked(serializers.Serializer[Any]):
    """The files, and what is said of all of them."""

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), allow_empty=False, max_length=MOST_FILES
    )
    emotion = serializers.ChoiceField(choices=Emotion.choices)
    favorite = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_FAVORITE)
    caption = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_CAPTION)


class FileTold(serializers.Serializer[Any]):
    """What came of one file."""

    name = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[(name, name) for name in ("received", "known", "refused")])
    image = serializers.UUIDField(allow_null=True, help_text="Null where it was refused, or may not be seen by you.")
    status = serializers.ChoiceField(choices=Status.choices, allow_blank=True)
    code = serializers.CharField(allow_blank=True, help_text="The problem’s, if it was refused.")
    detail = serializers.CharField(allow_blank=True)


class FilesTold(serializers.Serializer[Any]):
    """What came of all of them, in the order in which they were sent."""

    received = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()
    items = FileTold(many=True)
