"""What a wall is told to show, and what is told of it."""

from typing import Any

from rest_framework import serializers

from gallery import displays
from gallery.models import DisplayChange, DisplayZone, Emotion, Orientation
from gallery.serializers.pictures import PictureShown

_FOLLOWS = "The emotion whose most liked pictures it shows; empty: the chosen ones."


class ZoneTold(serializers.Serializer[DisplayZone]):
    """A zone in the list."""

    name = serializers.CharField()
    follows = serializers.ChoiceField(choices=Emotion.choices, allow_blank=True, help_text=_FOLLOWS)
    changed = serializers.DateTimeField(source="changed_at")


class ZonesTold(serializers.Serializer[Any]):
    """The zones by their names."""

    items = ZoneTold(many=True)
    next = serializers.CharField(allow_null=True)


class PlaceTold(serializers.Serializer[Any]):
    """One of the eight."""

    picture = serializers.UUIDField(
        allow_null=True, help_text="Null where it is free, or holds a picture that you may not see."
    )
    taken = serializers.BooleanField()
    shown = serializers.BooleanField(help_text="False while the picture is not served: the wall passes it over.")


class ChangeTold(serializers.Serializer[DisplayChange]):
    """One change of a zone."""

    id = serializers.IntegerField()
    by = serializers.CharField(source="by.username")
    at = serializers.DateTimeField()
    before = serializers.SerializerMethodField(help_text="The emotion that it followed.")
    after = serializers.SerializerMethodField()

    def get_before(self, change: DisplayChange) -> str:
        return displays.Choice.of(change.before).follows

    def get_after(self, change: DisplayChange) -> str:
        return displays.Choice.of(change.after).follows


class RowsTold(serializers.Serializer[Any]):
    """The places, by orientation."""

    landscape = PlaceTold(many=True)
    portrait = PlaceTold(many=True)


class WallsTold(serializers.Serializer[Any]):
    """What the wall shows now, by orientation."""

    landscape = PictureShown(many=True)
    portrait = PictureShown(many=True)


class ZoneWhole(ZoneTold):
    """All about one zone."""

    places = RowsTold()
    shows = WallsTold()
    changes = ChangeTold(many=True, help_text="The newest first.")


class NewZoneAsked(serializers.Serializer[Any]):
    """A new zone."""

    name = serializers.CharField(max_length=40)


class _Row(serializers.ListField):
    """Codes from the first place on; null leaves a place free."""

    child = serializers.UUIDField(allow_null=True)


class ShownAsked(serializers.Serializer[Any]):
    """What it is to show. In a PUT what is left out is empty, in a PATCH it stays."""

    follows = serializers.ChoiceField(choices=Emotion.choices, allow_blank=True, required=False, help_text=_FOLLOWS)
    landscape = _Row(required=False, max_length=displays.PLACES)
    portrait = _Row(required=False, max_length=displays.PLACES)

    def whole(self) -> dict[str, Any]:
        """As a PUT means it."""
        return {"follows": "", **{name: [] for name in Orientation.values}, **self.validated_data}


class UndoChangeAsked(serializers.Serializer[Any]):
    """The change that is taken back: the newest."""

    change = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
