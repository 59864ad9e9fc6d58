"""What curators send about pictures, and what they are told of each."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gallery import alike, bulk, histories, rooms, stacks
from gallery.acts import ACTS
from gallery.corrections import LONGEST_CAPTION
from gallery.deciding import LONGEST_REASON
from gallery.keys import LONGEST_FAVORITE
from gallery.models import Decision, Emotion, Image, Kind, Status
from gallery.serializers.pictures import PictureWithin

# Of one picture as many of the newest; `GET /decisions/?image=` has all.
MOST_HISTORY = 50


class DecisionTold(serializers.Serializer[Decision]):
    """One line of the record."""

    id = serializers.IntegerField()
    image = serializers.UUIDField(source="image.code")
    kind = serializers.ChoiceField(choices=Kind.choices)
    was = serializers.ChoiceField(choices=Status.choices)
    became = serializers.ChoiceField(choices=Status.choices)
    before = serializers.SerializerMethodField(help_text="The corrected fields as they were.")
    after = serializers.SerializerMethodField(help_text="The corrected fields as they became.")
    by = serializers.CharField(source="by.username")
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    group = serializers.UUIDField(help_text="All that was done at once; what an undo takes.")
    undone = serializers.SerializerMethodField()

    def get_before(self, decision: Decision) -> dict[str, str]:
        return _fields(decision, decision.before)

    def get_after(self, decision: Decision) -> dict[str, str]:
        return _fields(decision, decision.after)

    def get_undone(self, decision: Decision) -> bool:
        return decision.undone_by_id is not None


class PictureOfRoom(PictureWithin):
    """A picture in a list of a room."""

    version = serializers.IntegerField(help_text="Rises with each decision and correction; see `versions`.")
    pruned = serializers.DateTimeField(source="pruned_at", allow_null=True, help_text="Its files are gone since then.")


class RoomTold(serializers.Serializer[Any]):
    """Some pictures of a room, and the address of the next ones; null when that was all."""

    items = PictureOfRoom(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(required=False)


class PictureWhole(PictureOfRoom):
    """All that is known of one picture."""

    sha256 = serializers.CharField()
    recipe = serializers.DictField(help_text="How it was made.")
    safety_score = serializers.FloatField(allow_null=True)
    palette = serializers.CharField(allow_blank=True)
    brightness = serializers.CharField(allow_blank=True)
    uploaded = serializers.BooleanField(source="is_uploaded")
    stack = serializers.SerializerMethodField(help_text="The pictures of its pair, itself among them, the cover first.")
    alike = serializers.SerializerMethodField(help_text="What looks like it and was not judged to be different.")
    history = serializers.SerializerMethodField(help_text="Its newest decisions, the last one first.")

    def get_stack(self, image: Image) -> list[str]:
        return [str(one.code) for one in stacks.of(image, statuses=self._open()).only("code")]

    def get_alike(self, image: Image) -> list[str]:
        return [str(one.code) for one in alike.of(image, statuses=self._open()).only("code")]

    @extend_schema_field(DecisionTold(many=True))
    def get_history(self, image: Image) -> list[dict[str, Any]]:
        rows = Decision.objects.filter(image=image).select_related("by", "image").order_by("-pk")
        shape = DecisionTold()
        return [shape.to_representation(row) for row in rows[:MOST_HISTORY]]

    def _open(self) -> frozenset[Status]:
        return rooms.open_to(self.context["by"])


class Corrected(serializers.Serializer[Any]):
    """What is left out stays as it is; an empty text empties favorite or caption."""

    emotion = serializers.ChoiceField(choices=Emotion.choices, required=False)
    favorite = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_FAVORITE)
    caption = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_CAPTION)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_REASON)


class _ManyAsked(serializers.Serializer[Any]):
    """The pictures, and how they are taken."""

    images = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=bulk.MOST, help_text="The pictures’ codes."
    )
    versions = serializers.DictField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        help_text="Code → the version that was looked at; one that has changed since is refused as `stale`.",
    )
    partial = serializers.BooleanField(  # type: ignore[assignment]  # a field, whatever a serializer calls its own
        required=False, default=False, help_text="Do those that can be done. By itself it is all of them or none."
    )

    def validate_versions(self, said: dict[str, int]) -> dict[Any, int]:
        code = serializers.UUIDField()
        return {code.run_validation(name): version for name, version in said.items()}


class DecisionAsked(_ManyAsked):
    """A decision about several pictures."""

    decision = serializers.ChoiceField(choices=[(name, name) for name in ACTS])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_REASON)


class CorrectionAsked(Corrected, _ManyAsked):
    """The same correction of several pictures."""


class UndoAsked(serializers.Serializer[Any]):
    """How a group is taken back."""

    partial = serializers.BooleanField(required=False, default=False)  # type: ignore[assignment]


class ItemTold(serializers.Serializer[bulk.Item]):
    """What came of one picture."""

    image = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=[(name, name) for name in (bulk.CHANGED, bulk.UNCHANGED, bulk.REFUSED)])
    status = serializers.ChoiceField(
        choices=Status.choices, allow_blank=True, help_text="Where it stands afterwards; empty where it is not there."
    )
    code = serializers.CharField(allow_blank=True, help_text="The problem’s, if it was refused.")
    detail = serializers.CharField(allow_blank=True)


class ResultTold(serializers.Serializer[bulk.Result]):
    """What came of all of them; a rehearsal has written nothing."""

    dry_run = serializers.BooleanField(source="is_rehearsal")
    group = serializers.UUIDField(allow_null=True, help_text="What an undo takes; null when nothing was changed.")
    changed = serializers.SerializerMethodField()
    unchanged = serializers.SerializerMethodField()
    refused = serializers.SerializerMethodField()
    items = ItemTold(many=True)

    def get_changed(self, result: bulk.Result) -> int:
        return result.count(bulk.CHANGED)

    def get_unchanged(self, result: bulk.Result) -> int:
        return result.count(bulk.UNCHANGED)

    def get_refused(self, result: bulk.Result) -> int:
        return result.count(bulk.REFUSED)


class DecisionsTold(serializers.Serializer[Any]):
    """A part of the record, newest first."""

    items = DecisionTold(many=True)
    next = serializers.CharField(allow_null=True)


def _fields(decision: Decision, kept: dict[str, Any]) -> dict[str, str]:
    """Of a correction what a person typed, of an upload the file's name; of a replaced file nothing of the store."""
    shown = {*histories.LABELS, "name", "key_tail"} if decision.kind != Kind.REPLACEMENT else set()
    return {name: str(value) for name, value in kept.items() if name in shown}
