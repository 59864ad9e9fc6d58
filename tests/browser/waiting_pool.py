"""Puts pictures into the pool of the house that the environment names (`plant sad:3 sad:2:pair`), takes them out again
(`clear PK…`), or prints what was decided about those of an emotion (`tell EMOTION`).

Run as a program, as planting.py is, and for its reason.
"""

import json
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from gallery import curation, pool, renditions  # noqa: E402 - only after django.setup
from gallery.models import Decision, Image, Safety  # noqa: E402
from tests.gallery.factories import make_curator, make_jpeg  # noqa: E402

SIZES = [(320, 200), (200, 320)]


def plant(*orders: str) -> dict[str, list[int]]:
    """`emotion:count`, and `:pair` for one family or `:flagged`; emotion → ids, in the order given."""
    planted: dict[str, list[int]] = {}
    for order in orders:
        emotion, count, kind = (*order.split(":"), "")[:3]
        family = uuid4() if kind == "pair" else None
        safety = Safety.FLAGGED if kind == "flagged" else Safety.EXEMPT
        pks = [_waiting(emotion, family=family, safety=safety) for _number in range(int(count))]
        planted.setdefault(emotion, []).extend(pks)
    renditions.make(Image.objects.pooled())
    return planted


def _waiting(emotion: str, *, family: UUID | None, safety: str) -> int:
    # Another number than every picture that is there already was drawn from.
    number = 10_000 + Image.objects.count()
    recipe = {"model": "painter", "seed": number, "steps": 1}
    jpeg = make_jpeg(number, size=SIZES[number % 2])
    caption = f"{emotion} flowers"
    image, _made = pool.receive(jpeg, emotion=emotion, caption=caption, recipe=recipe, family=family, safety=safety)
    return image.pk


def clear(*pks: str) -> int:
    left = Image.objects.pooled().filter(pk__in=pks)
    return curation.reject(left, by=make_curator()).changed


def tell(emotion: str) -> dict[str, Any]:
    decisions = Decision.objects.filter(image__emotion=emotion).order_by("pk")
    rows = decisions.values_list("image", "was", "became", "reason", "undone_by")
    statuses = Image.objects.filter(emotion=emotion).order_by("pk").values_list("pk", "status")
    return {"decisions": [[*row[:-1], row[-1] is None] for row in rows], "statuses": [list(row) for row in statuses]}


if __name__ == "__main__":
    verbs: dict[str, Callable[..., Any]] = {"plant": plant, "clear": clear, "tell": tell}
    sys.stdout.write(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])))
