"""The record of recommendations, to be read: models and their metrics, slates, interactions."""

import json
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gallery.admin.readonly import ReadOnlyAdmin
from recommendations.models import Interaction, Slate, TasteModel

_Row = TypeVar("_Row", bound=Model)


class RecordAdmin(ReadOnlyAdmin[_Row]):
    """A log: looked at, never changed by hand."""

    show_full_result_count = False
    list_per_page = 50


@admin.register(TasteModel)
class TasteModelAdmin(RecordAdmin[TasteModel]):
    """Every training, what it was learnt from, and how well it foretells likes beside popularity."""

    list_display = ["created_at", "active", "learner", "likes", "precision", "auc", "beside"]
    list_filter = ["active", "learner"]
    fields = ("code", "created_at", "active", "learner", "folder", "data_hash", "settings_", "metrics_")
    readonly_fields = fields

    @admin.display(description=_("likes"))
    def likes(self, model: TasteModel) -> str:
        return _told(model.metrics.get("likes"))

    @admin.display(description=_("precision@10"))
    def precision(self, model: TasteModel) -> str:
        return _told(model.metrics.get("tastes", {}).get("precision@10"))

    @admin.display(description=_("AUC"))
    def auc(self, model: TasteModel) -> str:
        return _told(model.metrics.get("tastes", {}).get("auc"))

    @admin.display(description=_("AUC of popularity"))
    def beside(self, model: TasteModel) -> str:
        return _told(model.metrics.get("popularity", {}).get("auc"))

    @admin.display(description=_("settings"))
    def settings_(self, model: TasteModel) -> SafeString:
        return _pretty(model.settings)

    @admin.display(description=_("metrics"))
    def metrics_(self, model: TasteModel) -> SafeString:
        return _pretty(model.metrics)


@admin.register(Slate)
class SlateAdmin(RecordAdmin[Slate]):
    """What was offered to whom, and by which policy."""

    list_display = ["created_at", "visitor", "emotion", "favorite", "orientation", "rung", "policy", "seen_at"]
    list_filter = ["emotion", "rung", "created_at"]
    list_select_related = ["visitor"]
    search_fields = ["=code", "=visitor__code"]


@admin.register(Interaction)
class InteractionAdmin(RecordAdmin[Interaction]):
    """What visitors did with pictures."""

    list_display = ["created_at", "kind", "emotion", "visitor", "image", "position", "propensity", "withdrawn_at"]
    list_filter = ["kind", "emotion", "created_at"]
    list_select_related = ["visitor", "image"]
    search_fields = ["=visitor__code", "=image__code"]


def _told(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _pretty(value: Any) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))
