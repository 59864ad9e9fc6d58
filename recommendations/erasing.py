"""What is known of one visitor here: told to them, and erased, also from the taste models learnt from them."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from gallery import tallies, visitors
from gallery.models import Image, Visitor
from recommendations import taste_files
from recommendations.models import Interaction, Kind, Slate, TasteModel

CHUNK: Final = 200


def told(visitor: Visitor) -> dict[str, Any]:
    """Everything, pictures by their codes; four queries."""
    met = Interaction.objects.filter(visitor=visitor).order_by("id")
    named = {"picture": F("image__code"), "in_slate": F("slate__code")}
    meetings = met.values("kind", "emotion", "position", "created_at", "withdrawn_at", **named)
    offered = Slate.objects.filter(visitor=visitor).order_by("id")
    columns = ("code", "emotion", "favorite", "orientation", "rung", "policy", "created_at", "seen_at", "items")
    rows: list[dict[str, Any]] = [dict(row) for row in offered.values(*columns)]
    codes = _codes({item["image"] for row in rows for item in row["items"]})
    for row in rows:
        row["pictures"] = [codes.get(item["image"]) for item in row.pop("items")]
    return {
        "slates": rows,
        "interactions": list(meetings),
    }


def count(visitor: Visitor) -> dict[str, int]:
    met = Interaction.objects.filter(visitor=visitor)
    return {
        "likes": met.filter(kind=Kind.LIKE, withdrawn_at__isnull=True).count(),
        "impressions": met.filter(kind=Kind.IMPRESSION).count(),
        "slates": Slate.objects.filter(visitor=visitor).count(),
    }


def visitors_since(when: datetime) -> QuerySet[Any, Any]:
    """The keys of the visitors to whom something was offered, or who met a picture, from then on."""
    offered = Slate.objects.filter(created_at__gte=when).order_by().values_list("visitor_id")
    return offered.union(Interaction.objects.filter(created_at__gte=when).order_by().values_list("visitor_id"))


def erase(visitor: Visitor) -> None:
    """Slates and interactions, and what they had added to the pictures' counts. May be interrupted and repeated."""
    while _erase_some(visitor):
        pass
    Slate.objects.filter(visitor=visitor).delete()


def of_the_erased() -> list[TasteModel]:
    """The models that name a visitor who is gone."""
    there = {str(code) for code in Visitor.objects.values_list("code", flat=True)}
    return [
        model
        for model in TasteModel.objects.only("folder", "active").exclude(folder="")
        if not taste_files.visitors(settings.RECOMMENDATIONS_MODELS / model.folder) <= there
    ]


def forget_the_erased() -> int:
    """Removes those models, the active one too: pictures are then chosen by popularity.

    Call it while nobody else learns, after learning anew. Returns how many.
    """
    with_them = of_the_erased()
    TasteModel.objects.filter(pk__in=[model.pk for model in with_them], active=True).update(active=False)
    taste_files.remove(settings.RECOMMENDATIONS_MODELS, [model.folder for model in with_them])
    return len(with_them)


def _erase_some(visitor: Visitor) -> int:
    """Rows and counts go together, a few at a time: others who write wait no longer than for a like."""
    with transaction.atomic():
        visitors.hold(visitor)
        rows = list(Interaction.objects.filter(visitor=visitor).order_by("pk")[:CHUNK])
        likes = Counter(row.image_id for row in rows if row.kind == Kind.LIKE and row.withdrawn_at is None)
        shown = Counter(row.image_id for row in rows if row.kind == Kind.IMPRESSION)
        tallies.add(
            likes={pk: -number for pk, number in likes.items()}, showings={pk: -number for pk, number in shown.items()}
        )
        Interaction.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _codes(pks: set[int]) -> dict[int, Any]:
    found = list(pks)
    codes: dict[int, Any] = {}
    for start in range(0, len(found), 500):
        codes.update(Image.objects.filter(pk__in=found[start : start + 500]).values_list("pk", "code"))
    return codes
