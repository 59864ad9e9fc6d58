"""What the endpoints of tastes read, and how they tell of a version and of what ranks now."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from recommendations import judgements, taste_files, versions
from recommendations.models import State, TasteHold, TasteModel


class ActivateAsked(serializers.Serializer[dict[str, Any]]):
    """Whether the choice holds against what is learnt later."""

    hold = serializers.BooleanField(required=False, default=True)


class LearningTold(serializers.Serializer[dict[str, Any]]):
    """A worker was asked to learn."""

    asked_at = serializers.DateTimeField()
    learning = serializers.BooleanField(help_text="Whether somebody is at it already.")


class VersionTold(serializers.ModelSerializer[TasteModel]):
    """One training: what it was learnt from and how, what it reached, and what became of it."""

    state = serializers.ChoiceField(choices=State.choices)
    learnt_at = serializers.DateTimeField(source="created_at")
    metrics = serializers.DictField(help_text="By who ranked (tastes, popularity …), then by measure.")
    settings = serializers.DictField()
    verdict = serializers.DictField(help_text="The gate's finding: `code`, and the numbers behind it.")
    sentence = serializers.SerializerMethodField(help_text="The verdict in the reader's language.")
    activated_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    can_rank = serializers.SerializerMethodField(help_text="Whether its files are still there.")

    class Meta:
        model = TasteModel
        fields = [
            "code", "state", "learner", "settings", "data_hash", "learnt_at", "metrics", "verdict", "sentence",
            "activated_at", "activated_by", "can_rank",
        ]  # fmt: skip

    def get_sentence(self, model: TasteModel) -> str:
        return judgements.sentence(model.verdict)

    def get_can_rank(self, model: TasteModel) -> bool:
        return versions.is_here(model)


class VersionsTold(serializers.Serializer[dict[str, Any]]):
    """One page of them, the newest first."""

    items = VersionTold(many=True)
    next = serializers.CharField(allow_null=True)


class HoldTold(serializers.ModelSerializer[TasteHold]):
    """Somebody chose by hand."""

    by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = TasteHold
        fields = ["by", "since"]


class StandingTold(serializers.Serializer[dict[str, Any]]):
    """What ranks now."""

    live = VersionTold(allow_null=True, help_text="Null: popularity ranks.")
    held = HoldTold(allow_null=True, help_text="Null: what passes the gate goes live by itself.")
    previous = serializers.UUIDField(allow_null=True, help_text="What ranked before, if it can rank again.")
    fault = serializers.CharField(help_text="What keeps the live version from being loaded; empty when nothing does.")
    learner = serializers.CharField(help_text="With it the next version will be learnt.")
    learning = serializers.BooleanField(help_text="Whether one is being learnt right now.")


def standing() -> dict[str, Any]:
    """As it is at this moment."""
    previous = versions.previous()
    told = {
        "live": versions.live(),
        "held": versions.held(),
        "previous": previous.code if previous else None,
        "fault": versions.fault(),
        "learner": settings.RECOMMENDATIONS_LEARNER,
        "learning": taste_files.is_busy(settings.RECOMMENDATIONS_MODELS),
    }
    return dict(StandingTold(told).data)
