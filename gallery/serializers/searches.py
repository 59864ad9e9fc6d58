"""Searches that curators keep under a name."""

from typing import Any

from rest_framework import serializers

from gallery.models import Room, SavedSearch
from gallery.saved_searches import LONGEST_NAME


class SearchTold(serializers.Serializer[SavedSearch]):
    """A kept search; only whoever keeps it changes it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    room = serializers.ChoiceField(choices=Room.choices)
    query = serializers.CharField()
    shared = serializers.BooleanField(source="is_shared", help_text="Every curator sees it.")
    by = serializers.CharField(source="by.username")
    made = serializers.DateTimeField(source="created_at")


class SearchesTold(serializers.Serializer[Any]):
    """Some of them, the newest first."""

    items = SearchTold(many=True)
    next = serializers.CharField(allow_null=True)


class SearchAsked(serializers.Serializer[Any]):
    """A search that is to be kept."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    room = serializers.ChoiceField(choices=Room.choices)
    query = serializers.CharField(max_length=500)
    shared = serializers.BooleanField(required=False, default=False)


class SearchChanged(serializers.Serializer[Any]):
    """What is left out stays."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    shared = serializers.BooleanField(required=False)
