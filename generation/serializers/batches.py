"""What is told of batches and their renderings."""

from typing import Any

from rest_framework import serializers

from gallery.models import Emotion, Orientation, Status
from generation.models import Attempt, BatchState, ErrorClass, Lane, Outcome, Rendering, RenderingState


class BatchTold(serializers.Serializer[Any]):
    """An order, and where its pictures stand; made of a batch `with_counts`."""

    code = serializers.UUIDField()
    state = serializers.ChoiceField(choices=BatchState.choices)
    lane = serializers.ChoiceField(choices=Lane.choices)
    weight = serializers.IntegerField()
    emotion = serializers.ChoiceField(choices=Emotion.choices, source="prompt.emotion")
    favorite = serializers.CharField()
    prompt = serializers.CharField(source="prompt.fingerprint", help_text="The prompt's name among prompts.")
    words = serializers.CharField(source="prompt.template")
    negative = serializers.CharField(source="prompt.negative")
    size = serializers.ListField(
        source="recipe.size", child=serializers.IntegerField(), help_text="Width and height of the landscape."
    )
    seed = serializers.IntegerField(source="recipe.seed", default=None, allow_null=True)
    steps = serializers.IntegerField(source="recipe.steps")
    pairs = serializers.IntegerField(source="count")
    by = serializers.CharField(source="ordered_by.username", default=None, allow_null=True)
    ordered = serializers.DateTimeField(source="ordered_at")
    ended = serializers.DateTimeField(source="ended_at", allow_null=True)
    total = serializers.IntegerField(source="n_total")
    done = serializers.IntegerField(source="n_done")
    already_there = serializers.IntegerField(source="n_already_there", help_text="Of those that are done.")
    failed = serializers.IntegerField(source="n_failed")
    queued = serializers.IntegerField(source="n_queued")
    rendering = serializers.IntegerField(source="n_rendering")
    cancelled = serializers.IntegerField(source="n_cancelled")


class BatchWhole(BatchTold):
    """The same with what is reckoned at this moment, and so is no part of the ETag."""

    stuck = serializers.CharField(allow_blank=True, help_text="Why nothing moves; empty when it does.")
    pace = serializers.FloatField(allow_null=True, help_text="Pictures in a minute, lately.")
    seconds_left = serializers.FloatField(allow_null=True)


class SlotTold(serializers.Serializer[Rendering]):
    """One picture of a batch, by its place in it. The context has the `rooms` that are open to whoever asks."""

    ordinal = serializers.IntegerField()
    orientation = serializers.ChoiceField(choices=Orientation.choices)
    state = serializers.ChoiceField(choices=RenderingState.choices)
    picture = serializers.SerializerMethodField(help_text="Its code, if you may see it.")
    error_class = serializers.ChoiceField(choices=ErrorClass.choices, allow_blank=True)
    error = serializers.CharField(allow_blank=True)

    def get_picture(self, slot: Rendering) -> str | None:
        shown = slot.image is not None and slot.image.status in {Status.SERVING, *self.context["rooms"]}
        return str(slot.image.code) if slot.image is not None and shown else None


class AttemptTold(serializers.Serializer[Attempt]):
    """One worker's try."""

    worker = serializers.CharField()
    started = serializers.DateTimeField(source="started_at")
    ended = serializers.DateTimeField(source="ended_at", allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    seconds = serializers.FloatField(allow_null=True)
    error_class = serializers.ChoiceField(choices=ErrorClass.choices, allow_blank=True)
    error = serializers.CharField(allow_blank=True)


class RenderingTold(SlotTold):
    """The same with all that is known of it."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()
    seed = serializers.IntegerField()
    family = serializers.UUIDField()
    caption = serializers.CharField()
    attempts = serializers.IntegerField()
    losses = serializers.IntegerField()
    already_there = serializers.BooleanField()
    settled = serializers.DateTimeField(source="settled_at", allow_null=True)
    tried = AttemptTold(many=True, source="history")


class BatchesTold(serializers.Serializer[Any]):
    """Some of the batches, and the address of the next ones; null when that was all."""

    items = BatchTold(many=True)
    next = serializers.CharField(allow_null=True)


class RenderingsTold(serializers.Serializer[Any]):
    """Some of the renderings, and the address of the next ones; null when that was all."""

    items = RenderingTold(many=True)
    next = serializers.CharField(allow_null=True)


class CostTold(serializers.Serializer[Any]):
    """What an order would be; nothing was written."""

    dry_run = serializers.BooleanField()
    batches = serializers.IntegerField()
    prompts = serializers.IntegerField()
    pairs = serializers.IntegerField()
    pictures = serializers.IntegerField()
    image_steps = serializers.IntegerField()
    minutes = serializers.FloatField(allow_null=True, help_text="Null until such pictures have been made to tell.")


class SteeredTold(serializers.Serializer[Any]):
    """What it did, or would do, and where the batch stands."""

    dry_run = serializers.BooleanField()
    moved = serializers.IntegerField(help_text="1, or 0 if it stood so already; of a retry the pictures.")
    batch = BatchTold()


class SteeredItem(serializers.Serializer[Any]):
    """What became of one of several."""

    code = serializers.UUIDField()
    moved = serializers.IntegerField()
    state = serializers.ChoiceField(choices=BatchState.choices, allow_null=True)
    problem = serializers.CharField(allow_null=True, help_text="The code of what is wrong with this one.")


class SteeredManyTold(serializers.Serializer[Any]):
    """What became of each."""

    dry_run = serializers.BooleanField()
    moved = serializers.IntegerField()
    items = SteeredItem(many=True)
