"""How the garden stands, as one dictionary with stable keys: coverage, orders, tastes, workers, faults."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from emotion_garden import coverage, health
from emotion_garden.coverage import Cell, Row, Tally
from emotion_garden.models import WorkerBeat
from generation.models import GenerationBatch, Rendering
from recommendations.models import TasteModel


def report() -> dict[str, Any]:
    """Everything `garden_status --json` prints; reads each picture of the pool and the serving set once."""
    rows = coverage.matrix()
    return {
        "pictures": _tally(sum((row.whole.total for row in rows), Tally())),
        "emotions": [_emotion(row) for row in rows],
        "thin": [cell.name for row in rows for cell in (row.whole, *row.favorites) if cell.thin],
        "orders": _orders(),
        "tastes": _tastes(),
        "workers": _workers(),
        "faults": [asdict(fault) for fault in health.faults({**health.READY, **health.DEEP})],
    }


def _emotion(row: Row) -> dict[str, Any]:
    return {**_cell(row.whole), "aim": row.whole.aim, "favorites": [_cell(cell) for cell in row.favorites]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "name": cell.name,
        "emotion": cell.emotion,
        "favorite": cell.favorite,
        **_tally(cell.total),
        **{side: _tally(tally) for side, tally in cell.sides.items()},
        "thin": list(cell.thin),
        "missing_pairs": cell.missing,
        "why": str(cell.reason),
    }


def _tally(tally: Tally) -> dict[str, int]:
    return asdict(tally)


def _orders() -> dict[str, int]:
    """Open orders, and their pictures by state."""
    slots = Rendering.objects.filter(batch__in=GenerationBatch.objects.open()).order_by()
    states = Counter(dict(slots.values_list("state").annotate(pictures=Count("pk"))))
    making = states["rendering"] + states["storing"]
    counted = {"queued": states["queued"], "rendering": making, "done": states["done"], "failed": states["failed"]}
    return {"open": GenerationBatch.objects.open().count(), **counted}


def _tastes() -> dict[str, Any]:
    row = TasteModel.objects.filter(active=True).values_list("created_at", "learner", "folder").first()
    learnt, learner, folder = row or (None, "", "")
    return {"learnt_at": _told(learnt), "seconds_ago": _ago(learnt), "learner": learner, "folder": folder}


def _workers() -> list[dict[str, Any]]:
    """The queues that pictures and learning need, and any other somebody works on; the latest sign of life."""
    seen = dict(WorkerBeat.objects.order_by().values_list("queue").annotate(Max("seen_at")))
    queues = [*health.QUEUES, *sorted(set(seen) - set(health.QUEUES))]
    return [
        {"queue": queue, "seen_at": _told(seen.get(queue)), "seconds_ago": _ago(seen.get(queue))} for queue in queues
    ]


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _ago(moment: datetime | None) -> int | None:
    return round((timezone.now() - moment).total_seconds()) if moment else None
