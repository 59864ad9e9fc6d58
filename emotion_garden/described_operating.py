"""How the figures and the status are described in the API's schema."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from gallery.described.pictures import UNCHANGED
from gallery.models import Emotion

_CODE: Final = "1b219bcd-8e6c-4bb1-9a7a-6b8c1f0c6a10"
_WHEN: Final = "2026-11-20T11:26:05.763698Z"
_STAFF: Final = ["not_authenticated", "not_allowed"]


class RateTold(serializers.Serializer[Any]):
    """So much of what was shown was liked, in percent, with Wilson's interval of 95 %; null where nothing was."""

    shown = serializers.IntegerField()
    liked = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class DayTold(RateTold):
    """One day, UTC's."""

    day = serializers.DateField()


class EmotionFiguresTold(RateTold):
    """One emotion, and how much of what it serves nobody has been shown."""

    emotion = serializers.ChoiceField(choices=Emotion.choices)
    served = serializers.IntegerField()
    unseen = serializers.IntegerField()


class RankerTold(RateTold):
    """What a version of the tastes put in order; null: what popularity did."""

    version = serializers.UUIDField(allow_null=True)


class NewcomersTold(serializers.Serializer[Any]):
    """Newly approved pictures of one emotion, and the showings that they are owed."""

    emotion = serializers.ChoiceField(choices=Emotion.choices)
    newcomers = serializers.IntegerField()
    owed = serializers.IntegerField()
    explored_per_hour = serializers.FloatField(help_text="Showings that visitors give to exploring.")
    short = serializers.IntegerField(help_text="Showings that will be missing if it goes on so.")


class FiguresTold(serializers.Serializer[Any]):
    """All of it as of `at`."""

    at = serializers.DateTimeField()
    every = serializers.IntegerField(help_text="One of so many slates was counted.")
    total = RateTold()
    days = DayTold(many=True)
    emotions = EmotionFiguresTold(many=True)
    rankers = RankerTold(many=True)
    newest_unseen = serializers.ListField(child=serializers.UUIDField())
    newcomers = NewcomersTold(many=True)


class StatusTold(serializers.Serializer[Any]):
    """What `manage.py garden_status --json` prints."""

    pictures = serializers.DictField(child=serializers.IntegerField())
    emotions = serializers.ListField(child=serializers.DictField(), help_text="Coverage, each with its favorites.")
    thin = serializers.ListField(child=serializers.CharField())
    orders = serializers.DictField(child=serializers.IntegerField())
    tastes = serializers.DictField()
    workers = serializers.ListField(child=serializers.DictField())
    faults = serializers.ListField(child=serializers.DictField())


_RATE: Final = {"shown": 18, "liked": 6, "percent": 33.33, "low": 16.28, "high": 56.25}
_FIGURES: Final[dict[str, Any]] = {
    "at": _WHEN, "every": 1, "total": _RATE, "days": [{"day": "2026-11-20", **_RATE}],
    "emotions": [{"emotion": "happy", **_RATE, "served": 6, "unseen": 1}], "rankers": [{"version": None, **_RATE}],
    "newest_unseen": [_CODE],
    "newcomers": [{"emotion": "happy", "newcomers": 1, "owed": 20, "explored_per_hour": 1.2, "short": 0}],
}  # fmt: skip
_TALLY: Final = {"served": 48, "waiting": 0, "ordered": 0, "likes": 6, "showings": 18}
_STATUS: Final[dict[str, Any]] = {
    "pictures": _TALLY,
    "emotions": [{
        "name": "happy", "emotion": "happy", "favorite": "", **_TALLY, "landscape": _TALLY, "portrait": _TALLY,
        "thin": [], "missing_pairs": 0, "why": "", "aim": 6, "favorites": [],
    }],
    "thin": [], "orders": {"open": 0, "queued": 0, "rendering": 0, "done": 0, "failed": 0},
    "tastes": {"learnt_at": None, "seconds_ago": None, "learner": "", "folder": ""},
    "workers": [{"queue": "default", "seen_at": "2026-11-20T11:26:05+00:00", "seconds_ago": 4}], "faults": [],
}  # fmt: skip

figures = extend_schema(
    operation_id="taste_figures",
    summary="What visitors made of the pictures",
    description=(
        "Of the last 28 days, at most ten minutes old; what was taken back counts as not liked. "
        "For staff with `recommendations.view_tastemodel`."
    ),
    tags=["tastes"],
    parameters=[UNCHANGED],
    responses={200: FiguresTold, 304: None},
    examples=[OpenApiExample("A small garden", value=_FIGURES, response_only=True, status_codes=["200"])],
    extensions={"x-problems": _STAFF},
)
status = extend_schema(
    operation_id="garden_status",
    summary="How the garden stands: coverage, orders, tastes, workers, faults",
    description=(
        "It costs as much as ten calls. For alarms: /healthz/deep. For staff with `generation.view_generationbatch`, "
        "`recommendations.view_tastemodel` and `emotion_garden.view_workerbeat`."
    ),
    tags=["operating"],
    parameters=[UNCHANGED],
    responses={200: StatusTold, 304: None},
    examples=[OpenApiExample("All is well", value=_STATUS, response_only=True, status_codes=["200"])],
    extensions={"x-problems": _STAFF},
)
