"""Everything that an act of curators could have written, to be compared before and after."""

from typing import Any

from django.db.models import Model

from gallery.models import (
    Decision,
    DisplayChange,
    DisplaySlot,
    DisplayZone,
    Image,
    LikenessVerdict,
    ReviewLease,
    ReviewSkip,
    SavedSearch,
    ServingRevision,
)

_MODELS: tuple[type[Model], ...] = (
    Image,
    Decision,
    DisplayZone,
    DisplaySlot,
    DisplayChange,
    LikenessVerdict,
    ReviewLease,
    ReviewSkip,
    SavedSearch,
    ServingRevision,
)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Each row of each table, whole."""
    return {model.__name__: [dict(row) for row in model._default_manager.order_by("pk").values()] for model in _MODELS}
