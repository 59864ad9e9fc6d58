"""WORK: the garden as the three tables that Amazon Personalize reads, with the original's headers and keys."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from emotions.models import EmotionReading
from gallery.models import Image, Status, Visitor
from recommendations.models import Interaction, Kind, Slate

USERS: Final = ("USER_ID", "GENERATION", "GENDER", "EMOTION")
ITEMS: Final = ("ITEM_ID", "TIMESTAMP", "EMOTION")
INTERACTIONS: Final = ("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "IMPRESSION")
_CHUNK: Final = 2000
OnStep = Callable[[str, int], None]


def write(folder: Path, *, on_step: OnStep) -> dict[str, int]:
    """Table → how many rows. Each file appears whole; one that is there is replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {name: _write(folder / f"{name}.csv", name, on_step) for name in TABLES}


def lines(name: str) -> Iterator[str]:
    """The table's header and its rows, each with its end of line, read from the database as they are taken."""
    header, rows = TABLES[name]
    # The names bare and the values quoted, as the original's own export has them.
    yield ",".join(header) + "\n"
    writer = csv.writer(_Handed(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row in rows():
        # What `write` returns.
        yield writer.writerow(row)


def counts() -> dict[str, int]:
    return {"users": Visitor.objects.count(), "items": _items().count(), "interactions": _likes().count()}


def users() -> Iterator[tuple[Any, ...]]:
    """Codes that mean nobody, and what the visitors said of themselves; the emotion that was felt last."""
    readings = EmotionReading.objects.filter(visitor=OuterRef("pk"), emotion__isnull=False).order_by("-id")
    felt = Subquery(readings.values_list(Coalesce("correction", "emotion"))[:1])
    rows = Visitor.objects.order_by("pk").annotate(felt=felt)
    for code, age_group, gender, emotion in rows.values_list("code", "age_group", "gender", "felt").iterator(_CHUNK):
        # The original writes Male and Female, and HAPPY, as Rekognition does.
        yield code, age_group or "", (gender or "").capitalize(), (emotion or "").upper()


def items() -> Iterator[tuple[Any, ...]]:
    rows = _items().order_by("pk").values_list("key_tail", "decided_at", "created_at", "emotion", "favorite")
    for tail, decided_at, created_at, emotion, favorite in rows.iterator(_CHUNK):
        when = decided_at or created_at
        yield f"emotions/{tail}", int(when.timestamp()), f"{emotion}/{favorite}" if favorite else emotion


def interactions() -> Iterator[tuple[Any, ...]]:
    """The likes that stand, each with what was shown beside it."""
    rows = (
        _likes()
        .order_by("pk")
        .annotate(user=F("visitor__code"), tail=F("image__key_tail"))
        .values_list("user", "tail", "image_id", "created_at", "slate_id")
    )
    for chunk in _chunks(rows.iterator(_CHUNK)):
        shown = dict(Slate.objects.filter(pk__in={row[4] for row in chunk} - {None}).values_list("pk", "items"))
        pks = {item["image"] for slate in shown.values() for item in slate}
        tails = dict(Image.objects.filter(pk__in=pks).values_list("pk", "key_tail"))
        for user, tail, image, created_at, slate in chunk:
            beside = [item["image"] for item in shown.get(slate, ())] or [image]
            keys = [f"emotions/{tails.get(pk, tail)}" for pk in beside if pk in tails or pk == image]
            yield user, f"emotions/{tail}", int(created_at.timestamp()), "click", "|".join(keys)


def _items() -> Any:
    """What is served, and what somebody met when it was."""
    return Image.objects.filter(Q(status=Status.SERVING) | Q(pk__in=Interaction.objects.values("image")))


def _likes() -> Any:
    return Interaction.objects.filter(kind=Kind.LIKE, withdrawn_at__isnull=True)


def _chunks(rows: Iterable[tuple[UUID, ...]]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK // 4:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _write(path: Path, name: str, on_step: OnStep) -> int:
    count = -1
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as out:
        for count, line in enumerate(lines(name)):
            out.write(line)
            on_step(name, count)
    part.replace(path)
    return count


class _Handed:
    """Hands each line to whoever wrote it."""

    def write(self, line: str) -> str:
        return line


TABLES: Final[Mapping[str, tuple[tuple[str, ...], Callable[[], Iterable[tuple[Any, ...]]]]]] = {
    "users": (USERS, users),
    "items": (ITEMS, items),
    "interactions": (INTERACTIONS, interactions),
}
