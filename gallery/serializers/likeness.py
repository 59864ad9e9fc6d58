"""Pictures that look alike: the groups, and what is said of them."""

from typing import Any

from rest_framework import serializers

from gallery import verdicts
from gallery.serializers.curating import PictureOfRoom


class GroupTold(serializers.Serializer[Any]):
    """Pictures that hang together."""

    images = PictureOfRoom(many=True)
    keepable = serializers.ListField(
        child=serializers.UUIDField(), help_text="Those that you may keep: the others you may put aside."
    )


class GroupsTold(serializers.Serializer[Any]):
    """Some of the groups, that with the newest picture first."""

    items = GroupTold(many=True)
    next = serializers.CharField(allow_null=True)


class JudgedTold(serializers.Serializer[Any]):
    """One pair that was judged to be two pictures."""

    one = serializers.UUIDField(allow_null=True, help_text="Null where the picture is gone, or not for you.")
    other = serializers.UUIDField(allow_null=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()


class JudgedListTold(serializers.Serializer[Any]):
    """Some of what was judged, the newest pair first."""

    items = JudgedTold(many=True)
    next = serializers.CharField(allow_null=True)


class _SeveralAsked(serializers.Serializer[Any]):
    images = serializers.ListField(
        child=serializers.UUIDField(), min_length=2, max_length=verdicts.MOST, help_text="The pictures’ codes."
    )


class KeepAsked(_SeveralAsked):
    """One of several that are the same stays; it may stand among the others, too."""

    kept = serializers.UUIDField()
    images = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=verdicts.MOST)
    partial = serializers.BooleanField(required=False, default=False)  # type: ignore[assignment]


class PartAsked(_SeveralAsked):
    """They are different: all of them, or one from each of the others."""

    apart = serializers.UUIDField(required=False, help_text="One of them, different from each of the others.")


class ForgetAsked(_SeveralAsked):
    """What was said of any two of these is taken back."""


class PairsTold(serializers.Serializer[Any]):
    """Of how many pairs it was said."""

    dry_run = serializers.BooleanField()
    pairs = serializers.IntegerField()
