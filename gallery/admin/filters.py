"""The filters above the contact sheets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gallery import alike, words
from gallery.models import Emotion, Image, Orientation, Safety, Status
from gallery.search import menus

TEMPLATE = "admin/gallery/filter.html"
EVERY_STATUS = "all"
NONE = "-"
# One statement finds the values of all menus; a request asks it once.
_MENUS: Final[WeakKeyDictionary[HttpRequest, Any]] = WeakKeyDictionary()


class StandingFilter(admin.SimpleListFilter):
    """Where a picture stands; unlike other filters, without a choice it shows the room's first status only."""

    title = _("Status")
    parameter_name = "status"
    template = TEMPLATE
    statuses: ClassVar[tuple[Status, ...]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((status.value, status.label) for status in self.statuses), (EVERY_STATUS, _("all"))]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        chosen = self.value() or self.statuses[0].value
        for value, label in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({"status": value}),
                "display": label,
                "told": True,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        return queryset.filter(status__in=self.shown(self.value()))

    @classmethod
    def shown(cls, value: str | None) -> frozenset[Status]:
        """The statuses that a value of the parameter stands for."""
        if value == EVERY_STATUS:
            return frozenset(cls.statuses)
        return frozenset({status for status in cls.statuses if status.value == value} or {cls.statuses[0]})


class PoolStandingFilter(StandingFilter):
    """Waiting, or rejected."""

    statuses = (Status.POOL, Status.REJECTED)


class ServedStandingFilter(StandingFilter):
    """Served, or retired."""

    statuses = (Status.SERVING, Status.RETIRED)


class _ChoiceFilter(admin.SimpleListFilter):
    """One of a closed list."""

    template = TEMPLATE
    closed_list: ClassVar[type[TextChoices]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(choice.value, choice.label) for choice in self.closed_list]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        value = self.value()
        return queryset if value is None else queryset.filter(**{str(self.parameter_name): value})


class EmotionFilter(_ChoiceFilter):
    """By emotion."""

    title = _("Emotion")
    parameter_name = "emotion"
    closed_list = Emotion


class OrientationFilter(_ChoiceFilter):
    """By orientation."""

    title = _("Orientation")
    parameter_name = "orientation"
    closed_list = Orientation


class SafetyFilter(_ChoiceFilter):
    """By the safety checker's verdict."""

    title = _("Safety")
    parameter_name = "safety"
    closed_list = Safety


def _values(request: HttpRequest, model_admin: Any, name: str) -> list[str]:
    if request not in _MENUS:
        _MENUS[request] = menus.values(model_admin.standing.statuses, ("favorite", "model"))
    found: list[str] = _MENUS[request][name]
    return found


class _ValueFilter(admin.SimpleListFilter):
    """One of the values that the room's pictures have."""

    template = TEMPLATE
    without: ClassVar[str | Promise]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        found = _values(request, model_admin, str(self.parameter_name))
        return [(value or NONE, value or self.without) for value in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(**{str(self.parameter_name): "" if value == NONE else value})


class FavoriteFilter(_ValueFilter):
    """By favorite."""

    title = _("Favorite")
    parameter_name = "favorite"
    without = _("without a favorite")


class ModelFilter(_ValueFilter):
    """By the model that made the picture."""

    title = _("Model")
    parameter_name = "model"
    without = _("not recorded")


class BatchFilter(admin.SimpleListFilter):
    """By the batch: one of the newest, or whichever the address names."""

    title = _("Batch")
    parameter_name = "batch_code"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        found = (value.partition(" ")[::2] for value in _values(request, model_admin, "batch"))
        return [(str(UUID(code)), _batch_words(code, made)) for code, made in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        value = self.value()
        if value is None:
            return queryset
        code = words.uuid(value)
        return queryset.filter(batch_code=code) if code else queryset.none()

    def has_output(self) -> bool:
        # Without it Django would not ask `queryset` either: an older batch is in no menu.
        return bool(self.lookup_choices) or self.value() is not None


def _batch_words(code: str, made: str) -> str:
    """Such as *Nov. 20, 2026, 2:15 p.m. · 1a2b3c4d*."""
    when = datetime.fromisoformat(made)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return f"{date_format(timezone.localtime(when), 'SHORT_DATETIME_FORMAT')} · {code[:8]}"


class MadeFilter(admin.SimpleListFilter):
    """By when it was made; the search language knows more days (`made:2026-11`)."""

    title = _("Made")
    parameter_name = "made"
    template = TEMPLATE
    days: ClassVar = {"today": 0, "7d": 6, "30d": 29}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("today", _("today")), ("7d", _("in the last 7 days")), ("30d", _("in the last 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        value = self.value()
        if value is None:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(created_at__gte=midnight - timedelta(days=self.days.get(value, 0)))


class AlikeFilter(admin.SimpleListFilter):
    """Only what looks like another picture, and nobody has said that they are two."""

    title = _("Looks alike")
    parameter_name = "alike"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("looks like another"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> QuerySet[Image]:
        return queryset if self.value() is None else queryset.filter(alike.is_alike())


FILTERS = (
    EmotionFilter,
    FavoriteFilter,
    OrientationFilter,
    SafetyFilter,
    BatchFilter,
    ModelFilter,
    MadeFilter,
    AlikeFilter,
)
