"""What a claim costs among ten thousand waiting slots with four workers at once, beside select-then-update.

Before each claim the worker asks the database for nothing (`SELECT 1`): what a bare way there and back costs at that
moment on this machine, which other programs may keep busy.

`make benchmark AREA=claims`; the last line is one JSON object. `BENCHMARK_DATABASE_URL` names an empty database for it,
such as one of PostgreSQL; SQLite without. The workers pause between claims as if they rendered: workers that do nothing
but claim would measure how they fight for the cores.
"""

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import time
from datetime import timedelta
from typing import Final

from django.db import connection
from django.db.models import F
from django.utils import timezone

from benchmarks import scratch
from generation import batches, claims
from generation.models import GenerationBatch, Rendering

PAIRS: Final = 5000
WAYS: Final = ("ours", "plain")


def main() -> None:
    asked = _asked()
    if asked.way:
        _work(asked)
        return
    batches.request(emotion="calm", count=PAIRS, size=(64, 40))
    found: dict[str, list[float]] = {way: [] for way in (*WAYS, "trip")}
    for _ in range(asked.rounds):
        for way in WAYS:
            costs = _measured(way, asked)
            found[way] += [claim for _trip, claim in costs]
            found["trip"] += [trip for trip, _claim in costs]
    print(json.dumps(_told(found, asked)))  # noqa: T201 - the benchmark's answer


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--claims", type=int, default=100, help="of each worker in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pause", type=float, default=50, help="milliseconds between two claims of a worker")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(way: str, asked: argparse.Namespace) -> list[tuple[float, float]]:
    """Milliseconds of a bare trip and of the claim after it, for every worker; all of them begin together."""
    words = [f"--way={way}", f"--claims={asked.claims}", f"--pause={asked.pause}"]
    command = [sys.executable, "-m", "benchmarks.claims", *words]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
        for _ in range(asked.workers)
    ]
    for worker in workers:
        if worker.stdout is None or worker.stdout.readline() != "ready\n":
            sys.exit("A worker of the benchmark could not start.")
    for worker in workers:
        if worker.stdin is not None:
            worker.stdin.write("go\n")
            worker.stdin.flush()
    return [(trip, claim) for worker in workers for trip, claim in json.loads(worker.communicate()[0])]


def _work(asked: argparse.Namespace) -> None:
    """One worker: goes there and back, claims, pauses, and tells what each has cost."""
    connection.ensure_connection()
    worker = f"benchmark-{os.getpid()}"
    known: dict[int, GenerationBatch] = {}
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    costs = []
    for _ in range(asked.claims):
        begun = time.perf_counter()
        _trip()
        there = time.perf_counter()
        taken = claims.claim(worker=worker, known=known) if asked.way == "ours" else _plain()
        costs.append(((there - begun) * 1000, (time.perf_counter() - there) * 1000))
        if not taken:
            sys.exit("The queue has run empty; ask for fewer claims.")
        # Uneven, as pictures are: workers in step would all claim at the same moment.
        time.sleep(random.uniform(0.5, 1.5) * asked.pause / 1000)
    print(json.dumps(costs))  # noqa: T201


def _trip() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()


def _plain() -> list[Rendering]:
    """What one would write without thinking of others: look for the next, then try to take it."""
    while True:
        waiting = Rendering.objects.queued().filter(batch__state="running")
        slot = waiting.order_by("-batch__lane", "-batch__weight", "batch_id", "id").first()
        if slot is None:
            return []
        lease = timezone.now() + timedelta(seconds=60)
        free = Rendering.objects.queued().filter(pk=slot.pk)
        if free.update(state="rendering", attempts=F("attempts") + 1, fence=F("fence") + 1, lease_until=lease):
            return [slot]


def _told(found: dict[str, list[float]], asked: argparse.Namespace) -> dict[str, object]:
    ours, plain, trip = (sorted(found[way]) for way in (*WAYS, "trip"))
    return {
        "area": "claims",
        "database": connection.vendor,
        "own_database": bool(scratch.DATABASE),
        "queued": 2 * PAIRS,
        "workers": asked.workers,
        "pause_ms": asked.pause,
        "claims": len(ours),
        "p50_ms": _at(ours, 0.5),
        "p95_ms": _at(ours, 0.95),
        "trip_p50_ms": _at(trip, 0.5),
        "trip_p95_ms": _at(trip, 0.95),
        "trips_p50": round(_at(ours, 0.5) / _at(trip, 0.5), 1),
        "plain_p50_ms": _at(plain, 0.5),
        "plain_p95_ms": _at(plain, 0.95),
        "ratio_p95": round(_at(ours, 0.95) / _at(plain, 0.95), 2),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def _at(costs: list[float], share: float) -> float:
    return round(costs[int(share * (len(costs) - 1))], 2)


if __name__ == "__main__":
    main()
