"""What the endpoints read from their bodies, and what they answer."""

from typing import Any

from rest_framework import serializers

# A token of sixty pictures and a long walk is about four thousand characters.
LONGEST = 20_000


class LikeAsked(serializers.Serializer[dict[str, Any]]):
    """What is said of a picture, and the slate (code or token) in which the picture was offered."""

    slate = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST)


class SeenAsked(serializers.Serializer[dict[str, Any]]):
    """A slate is visible; the token, where the offer had one."""

    token = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST)


class LikeTold(serializers.Serializer[dict[str, Any]]):
    """How the picture stands with this visitor, and with all."""

    liked = serializers.BooleanField()
    likes = serializers.IntegerField(min_value=0)


class PutOffTold(serializers.Serializer[dict[str, Any]]):
    """Whether the picture waits."""

    put_off = serializers.BooleanField()


class DislikeTold(serializers.Serializer[dict[str, Any]]):
    """How the picture stands with this visitor, and with all."""

    disliked = serializers.BooleanField()
    likes = serializers.IntegerField(min_value=0)


class ShareTold(serializers.Serializer[dict[str, Any]]):
    """It was passed on."""

    shared = serializers.BooleanField()


class DownloadTold(serializers.Serializer[dict[str, Any]]):
    """It was taken home."""

    downloaded = serializers.BooleanField()


class SeenTold(serializers.Serializer[dict[str, Any]]):
    """How many pictures were counted as seen by this."""

    impressions = serializers.IntegerField(min_value=0)
