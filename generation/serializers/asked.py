"""What is asked of the endpoints: orders, imports, ways to steer. What may be ordered is decided by the requests."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from gallery.models import Emotion
from generation import batches, orders, prompts, verbs
from generation.models import Lane
from generation.prompt_sets import csv_file
from generation.prompt_sets.plans import Wish

LAST_SEED: Final = 2**orders.SEED_BITS - 1
MOST_AT_ONCE: Final = 100
MOST_WORDS: Final = 1000
MOST_POSITION: Final = 2**31 - 1
# What is typed may be longer than what is kept of it, once blanks are gone; the order says so in its own words.
_TYPED: Final = 10 * prompts.LONGEST


class OrderAsked(serializers.Serializer[dict[str, Any]]):
    """One batch: the words of a prompt by its parts, as on the order form, or whole, as on the playground."""

    emotion = serializers.ChoiceField(choices=Emotion.choices)
    pairs = serializers.IntegerField(min_value=1, help_text="Each is one landscape and one portrait picture.")
    favorite = serializers.CharField(required=False, allow_blank=True, default="", max_length=_TYPED)
    emotion_text = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, max_length=_TYPED, help_text="Null: the emotion's own name."
    )
    others = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=_TYPED,
        help_text="Null: the garden's usual words.",
    )
    prompt = serializers.CharField(
        required=False, allow_null=True, max_length=_TYPED, help_text="The whole prompt, instead of its parts."
    )
    negative = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=_TYPED, help_text="What must not be seen."
    )
    seed = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=LAST_SEED,
        help_text="Of the first picture; the others count up from it. Null: random.",
    )
    steps = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=orders.MOST_STEPS, help_text="Null: as it is set up."
    )
    lane = serializers.ChoiceField(choices=Lane.choices, required=False, default=Lane.BULK)
    width = serializers.IntegerField(
        required=False, default=batches.SIZE[0], min_value=8, max_value=orders.LARGEST, help_text="Of the landscape."
    )
    height = serializers.IntegerField(
        required=False, default=batches.SIZE[1], min_value=8, max_value=orders.LARGEST, help_text="Of the landscape."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        parts = [name for name in ("emotion_text", "others") if attrs.get(name) is not None]
        if attrs.get("prompt") is not None and parts:
            raise serializers.ValidationError(
                {name: _("A whole prompt stands instead of its parts.") for name in parts}
            )
        return attrs

    def order(self) -> dict[str, Any]:
        """The arguments of `batches.request`."""
        said = self.validated_data
        whole = prompts.tidy(said.get("prompt") or "")
        words = {"texts": [whole] * said["pairs"], "template": whole} if said.get("prompt") is not None else {}
        return {
            "emotion": said["emotion"],
            "count": said["pairs"],
            "favorite": said["favorite"],
            "emotion_text": said.get("emotion_text"),
            "others": said.get("others"),
            "negative": said["negative"],
            "seed": said.get("seed"),
            "steps": said.get("steps"),
            "lane": said["lane"],
            "size": (said["width"], said["height"]),
            **words,
        }


class SetOrderAsked(serializers.Serializer[dict[str, Any]]):
    """As much of a prompt set as is wanted; null, or left out, is all of it."""

    emotions = serializers.ListField(
        child=serializers.ChoiceField(choices=Emotion.choices), required=False, allow_null=True, allow_empty=False
    )
    words = serializers.DictField(
        child=serializers.ListField(
            child=serializers.CharField(allow_blank=True, max_length=prompts.LONGEST), max_length=MOST_WORDS
        ),
        required=False,
        default=dict,
        help_text="For a variable the values to use; none at all leave its place empty.",
    )
    templates = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_null=True, help_text="By their codes."
    )
    seed = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=LAST_SEED,
        help_text="Of a random list of prompts. Null: every combination in order.",
    )
    most = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=LAST_SEED, help_text="At most so many prompts."
    )
    pairs = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=LAST_SEED, help_text="Null: what each template says."
    )
    lane = serializers.ChoiceField(choices=Lane.choices, required=False, default=Lane.BULK)

    def wish(self) -> Wish:
        said = self.validated_data
        emotions, templates = said.get("emotions"), said.get("templates")
        return Wish(
            emotions=None if emotions is None else tuple(emotions),
            vocabulary={name: tuple(values) for name, values in said["words"].items()},
            templates=None if templates is None else tuple(map(str, templates)),
            dice=said.get("seed"),
            most=said.get("most"),
            pairs=said.get("pairs"),
        )


class ImportAsked(serializers.Serializer[dict[str, Any]]):
    """A CSV file's text, for the set of that name."""

    name = serializers.CharField(max_length=100, help_text="A new set's, or the short name of one that is there.")
    text = serializers.CharField(
        trim_whitespace=False,
        max_length=csv_file.LARGEST,
        help_text="Lines of CSV; the first names the columns: emotion, prompt, and maybe others.",
    )
    skip_bad = serializers.BooleanField(
        required=False, default=False, help_text="Take the good lines although others are bad."
    )


class SetAsked(serializers.Serializer[dict[str, Any]]):
    """A prompt set, all of it."""

    name = serializers.CharField(max_length=100)
    description = serializers.CharField(required=False, allow_blank=True, default="", max_length=_TYPED)
    variables = serializers.DictField(
        child=serializers.ListField(
            child=serializers.CharField(allow_blank=True, max_length=prompts.LONGEST), max_length=MOST_WORDS
        ),
        required=False,
        default=dict,
        help_text="For each name the values to choose from; in a template $name stands for one.",
    )
    negative = serializers.CharField(required=False, allow_blank=True, default="", max_length=_TYPED)
    takes_turns = serializers.BooleanField(required=False, default=False)


class TemplateAsked(serializers.Serializer[dict[str, Any]]):
    """A template of a set."""

    template = serializers.CharField(max_length=_TYPED)
    emotion = serializers.ChoiceField(
        choices=Emotion.choices, required=False, allow_blank=True, default="", help_text="Empty: for all eight."
    )
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    favorite = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    negative = serializers.CharField(required=False, allow_blank=True, default="", max_length=_TYPED)
    pairs = serializers.IntegerField(required=False, default=1, min_value=1, max_value=csv_file.MOST_PAIRS)
    position = serializers.IntegerField(required=False, default=0, min_value=0, max_value=MOST_POSITION)


class SteerAsked(serializers.Serializer[dict[str, Any]]):
    """One verb for several batches."""

    verb = serializers.ChoiceField(choices=list(verbs.REPEATABLE))
    batches = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE, help_text="By their codes."
    )


class WeightAsked(serializers.Serializer[dict[str, Any]]):
    """How soon it is a batch's turn."""

    weight = serializers.IntegerField(min_value=-orders.HEAVIEST, max_value=orders.HEAVIEST)
