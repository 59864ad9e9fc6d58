"""What is told of prompts, prompt sets, imports, and orders from sets."""

from typing import Any

from rest_framework import serializers

from gallery.models import Emotion
from generation.models import PromptLine
from generation.serializers.batches import CostTold


class PromptTold(serializers.Serializer[Any]):
    """Words that were ordered."""

    fingerprint = serializers.CharField()
    emotion = serializers.ChoiceField(choices=Emotion.choices)
    words = serializers.CharField(source="template")
    negative = serializers.CharField()
    first_ordered = serializers.DateTimeField(source="created_at")
    batches = serializers.IntegerField(source="n_batches")


class PromptsTold(serializers.Serializer[Any]):
    """Some of the prompts, and the address of the next ones; null when that was all."""

    items = PromptTold(many=True)
    next = serializers.CharField(allow_null=True)


class PromptSetTold(serializers.Serializer[Any]):
    """A set of templates."""

    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    takes_turns = serializers.BooleanField(help_text="Each combination goes to one template, the next to the next.")
    templates = serializers.IntegerField(source="n_lines")
    changed = serializers.DateTimeField(source="changed_at")


class PromptSetWhole(PromptSetTold):
    """The same with the words that its templates choose from."""

    variables = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    negative = serializers.CharField()


class PromptSetsTold(serializers.Serializer[Any]):
    """Some of the sets, and the address of the next ones; null when that was all."""

    items = PromptSetTold(many=True)
    next = serializers.CharField(allow_null=True)


class TemplateTold(serializers.Serializer[PromptLine]):
    """One template of a set."""

    code = serializers.UUIDField()
    title = serializers.CharField()
    emotion = serializers.CharField(help_text="Empty: for all eight.")
    template = serializers.CharField()
    favorite = serializers.CharField()
    negative = serializers.CharField()
    pairs = serializers.IntegerField()
    position = serializers.IntegerField()


class RemovedTold(serializers.Serializer[Any]):
    """What went, or would go."""

    dry_run = serializers.BooleanField()
    sets = serializers.IntegerField()
    templates = serializers.IntegerField()


class TemplatesTold(serializers.Serializer[Any]):
    """Some of the templates, and the address of the next ones; null when that was all."""

    items = TemplateTold(many=True)
    next = serializers.CharField(allow_null=True)


class BadLine(serializers.Serializer[Any]):
    """What is wrong with one line of the file, counted from 1."""

    line = serializers.IntegerField()
    error = serializers.CharField()


class ImportedTold(serializers.Serializer[Any]):
    """What an import did, or would do."""

    dry_run = serializers.BooleanField()
    set = serializers.CharField(help_text="Its short name.")
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    written = serializers.BooleanField()
    problems = BadLine(many=True)


class PromptLook(serializers.Serializer[Any]):
    """One prompt of an order from a set."""

    emotion = serializers.ChoiceField(choices=Emotion.choices)
    prompt = serializers.CharField()
    favorite = serializers.CharField()
    negative = serializers.CharField()
    pairs = serializers.IntegerField()
    template = serializers.UUIDField()
    index = serializers.IntegerField()
    values = serializers.DictField(child=serializers.CharField())


class SetLook(CostTold):
    """The order before it is one."""

    set = serializers.CharField()
    first = PromptLook(many=True)


class PlacedTold(serializers.Serializer[Any]):
    """One batch of an order."""

    code = serializers.UUIDField()
    location = serializers.CharField()
    emotion = serializers.ChoiceField(choices=Emotion.choices, source="prompt.emotion")
    favorite = serializers.CharField()
    pairs = serializers.IntegerField(source="count")


class SetOrderedTold(serializers.Serializer[Any]):
    """The batches that were placed, all of them or none."""

    set = serializers.CharField()
    pictures = serializers.IntegerField()
    batches = PlacedTold(many=True)
