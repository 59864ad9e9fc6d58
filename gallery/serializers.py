"""The shapes of the visitors' endpoint."""

from typing import Any

from rest_framework import serializers

from gallery.models import AgeGroup, Gender


class VisitorAsked(serializers.Serializer[Any]):
    """What a newcomer may say; nothing of it is needed."""

    age_group = serializers.ChoiceField(choices=AgeGroup.choices, required=False, allow_null=True)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False, allow_null=True)
