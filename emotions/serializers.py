"""The shapes of the readings' endpoints."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from rest_framework import serializers

from emotions.models import EmotionReading


class ReadingTold(serializers.ModelSerializer[EmotionReading]):
    """A reading, its faces' boxes once more by themselves, and where the garden for it is."""

    boxes = serializers.SerializerMethodField()
    features = serializers.SerializerMethodField()
    guesses = serializers.ListField(child=serializers.CharField(), read_only=True)
    receipt = serializers.SerializerMethodField()
    garden = serializers.SerializerMethodField()

    class Meta:
        model = EmotionReading
        fields = [
            "code", "outcome", "emotion", "confidence", "calibrated", "guesses", "scores", "chosen", "faces", "boxes",
            "features", "correction", "reader", "reader_version", "created_at", "receipt", "garden",
        ]  # fmt: skip

    def get_boxes(self, reading: EmotionReading) -> list[dict[str, int]]:
        return [face["box"] for face in reading.faces]

    def get_features(self, reading: EmotionReading) -> dict[str, Any]:
        """The chosen face's."""
        found: dict[str, Any] = reading.faces[reading.chosen]["features"]
        return found

    def get_receipt(self, reading: EmotionReading) -> dict[str, Any]:
        return receipt(sent_to=reading.sent_to, agreed=reading.consent)

    def get_garden(self, reading: EmotionReading) -> str | None:
        """Null while nobody has said which garden it is."""
        return f"{reverse('api-garden')}?{urlencode({'emotion': reading.felt})}" if reading.felt else None


def receipt(*, sent_to: str, agreed: str = "") -> dict[str, Any]:
    """What became of the photo; `agreed` is the version of the notice that it was given under, if there was one."""
    return {"kept": False, "sent_to": sent_to or None, "consent": agreed or None}


class CorrectionAsked(serializers.Serializer[Any]):
    """“That's not how I feel”: the emotion that it is."""

    emotion = serializers.CharField(max_length=40)
