"""Counts that the petals report, once per event: likes and showings of each picture."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from gallery.models import Image

_NOTHING: Mapping[int, int] = {}


def add(*, likes: Mapping[int, int] = _NOTHING, showings: Mapping[int, int] = _NOTHING) -> None:
    """Adds to the counts by picture id; a like taken back is −1. Call it in the transaction of the event itself."""
    touched = sorted({*likes, *showings})
    if not touched:
        return
    with transaction.atomic():
        # Locked in one order, or two slates with the same pictures could wait for each other for ever.
        list(Image.objects.filter(pk__in=touched).order_by("pk").select_for_update().values_list("pk"))
        _add("likes", likes)
        _add("showings", showings)


def _add(column: Literal["likes", "showings"], counts: Mapping[int, int]) -> None:
    alike: dict[int, list[int]] = defaultdict(list)
    for pk, count in counts.items():
        alike[count].append(pk)
    for count, pks in alike.items():
        if count:
            Image.objects.filter(pk__in=pks).update(**{column: Greatest(F(column) + count, Value(0))})
