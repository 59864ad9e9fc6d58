"""The filters above the contact sheets."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion, Image, Orientation, Safety, Status

TEMPLATE = "admin/gallery/filter.html"
EVERY_STATUS = "all"
NONE = "-"
MOST_VALUES = 300


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


class _ValueFilter(admin.SimpleListFilter):
    """One of the values that the room's pictures have."""

    template = TEMPLATE
    without: ClassVar[str | Promise]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        column = str(self.parameter_name)
        rows = model_admin.get_queryset(request).order_by(column).values_list(column, flat=True)
        return [(value or NONE, value or self.without) for value in rows.distinct()[:MOST_VALUES]]

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


FILTERS = (EmotionFilter, FavoriteFilter, OrientationFilter, SafetyFilter, ModelFilter)
