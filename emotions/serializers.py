"""The shapes of the readings' endpoints."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from emotions.models import EmotionReading
from gallery.models import Emotion


class BoxTold(serializers.Serializer[Any]):
    """A rectangle in pixels of the upright photo."""

    x = serializers.IntegerField()
    y = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class FeatureTold(serializers.Serializer[Any]):
    """Whether a face shows something, and how sure that is; null: the reader cannot tell."""

    value = serializers.BooleanField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)


class ReceiptTold(serializers.Serializer[Any]):
    """What became of the photo."""

    kept = serializers.BooleanField()
    sent_to = serializers.CharField(allow_null=True)
    consent = serializers.CharField(allow_null=True)


class FaceTold(serializers.Serializer[Any]):
    """One face of the photo."""

    box = BoxTold()
    emotion = serializers.ChoiceField(choices=Emotion.choices)
    scores = serializers.DictField(child=serializers.FloatField())
    features = serializers.DictField(child=FeatureTold())
    ages = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
    gender = serializers.CharField(allow_null=True)


@extend_schema_field(serializers.DictField(child=serializers.FloatField()))
class _Scores(serializers.JSONField):
    """As they are kept."""


@extend_schema_field(FaceTold(many=True))
class _Faces(serializers.JSONField):
    """As they are kept."""


class PhotoAsked(serializers.Serializer[Any]):
    """One photo, and under which notice it was given."""

    photo = serializers.FileField()
    consent = serializers.CharField(required=False)


class ReadingTold(serializers.ModelSerializer[EmotionReading]):
    """A reading, its faces' boxes once more by themselves, and where the garden for it is."""

    scores = _Scores(read_only=True)
    faces = _Faces(read_only=True)
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

    @extend_schema_field(BoxTold(many=True))
    def get_boxes(self, reading: EmotionReading) -> list[dict[str, int]]:
        return [face["box"] for face in reading.faces]

    @extend_schema_field(serializers.DictField(child=FeatureTold()))
    def get_features(self, reading: EmotionReading) -> dict[str, Any]:
        """The chosen face's."""
        found: dict[str, Any] = reading.faces[reading.chosen]["features"]
        return found

    @extend_schema_field(ReceiptTold)
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
