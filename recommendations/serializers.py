"""What the endpoints read from their bodies."""

from typing import Any

from rest_framework import serializers

# A token of sixty pictures and a long walk is about four thousand characters.
LONGEST = 20_000


class LikeAsked(serializers.Serializer[dict[str, Any]]):
    """A like or a “not now”, and the slate (code or token) in which the picture was offered."""

    slate = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST)


class SeenAsked(serializers.Serializer[dict[str, Any]]):
    """A slate is visible; the token, where the offer had one."""

    token = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST)
