"""Pictures of the pool handed out one by one, so that nobody else is handed the same ones."""

from typing import Any

from rest_framework import serializers

from gallery import review
from gallery.serializers.curating import PictureOfRoom


class HandOutAsked(serializers.Serializer[Any]):
    """Who asks beside whom: what one tab is handed no other one is."""

    tab = serializers.UUIDField(help_text="Your own; the same each time.")
    count = serializers.IntegerField(required=False, default=1, min_value=1, max_value=review.MOST)
    again = serializers.BooleanField(required=False, default=False, help_text="What you have put off comes, too.")


class HandedTold(serializers.Serializer[Any]):
    """What the tab now holds for two minutes, the oldest first, and how much there is to do."""

    items = PictureOfRoom(many=True)
    left = serializers.IntegerField(help_text="How many wait, without those that you have put off.")
    skipped = serializers.IntegerField()
    done = serializers.IntegerField(help_text="How many you have decided today.")


class SkipAsked(serializers.Serializer[Any]):
    """Pictures that are put off, or no longer."""

    images = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=review.MOST)
    back = serializers.BooleanField(required=False, default=False, help_text="They wait for you again.")


class LeaveAsked(serializers.Serializer[Any]):
    """A tab that is closed."""

    tab = serializers.UUIDField()


class CountsTold(serializers.Serializer[Any]):
    """How much there is to do."""

    left = serializers.IntegerField()
    skipped = serializers.IntegerField()
    done = serializers.IntegerField()
