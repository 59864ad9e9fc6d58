"""A curator's sheets and bulk decisions among 200,000 pictures, beside what one would write without thinking of them.

`make benchmark AREA=curation`; the last line is one JSON object. `BENCHMARK_DATABASE_URL` names an empty database for
it, such as one of PostgreSQL; SQLite without. Every page is asked through Django's test client, by somebody logged in.
"""

import argparse
import json
import os
import platform
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from benchmarks import pictures, scratch
from gallery.models import Decision, Image, Safety, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import User

POOL: Final = "/admin/gallery/poolimage/"
CHOSEN: Final = "chosen"
PAGES: Final = {
    "first page": "",
    "1,000th page": "?p=1000",
    "last page": "?p=999999",
    "emotion, first page": "?emotion=sad",
    "emotion, 300th page": "?emotion=sad&p=300",
    "most liked first, 1,000th page": "?o=-2&p=1000",
    "a common word": "?q=rose",
    "a common word, 100th page": "?q=rose&p=100",
    "a rare word": f"?q={pictures.RARE}",
    "a word that is nowhere": "?q=hippopotamus",
    "terms": "?q=steps>30 -favorite:cat model:sd*",
    "a seed": "?q=seed:42",
    "a day": "?q=made:today",
    "since a week": "?made=7d",
}


class Counter:
    """Counts statements; with connection.execute_wrapper(counter): …"""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)


def main() -> None:
    asked = _asked()
    by = get_user_model().objects.create_superuser("curator")
    # As in the product: files with hashed names, found in a manifest.
    call_command("collectstatic", interactive=False, verbosity=0)
    pictures.plant(asked.pictures, by=by)
    client = Client(headers={"host": "localhost"})
    client.force_login(by)
    found = {
        "database": connection.vendor,
        "folder": str(scratch.FOLDER) if asked.verbose else "",
        "pictures": asked.pictures,
        "pages": {name: page(client, POOL + query, times=asked.times) for name, query in PAGES.items()},
        "plain": {name: plain(work, times=asked.times) for name, work in PLAIN.items()},
        "bulk": bulk(client, asked.approvals),
        "loop": loop(by, asked.sample),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(found))  # noqa: T201 - the benchmark's answer


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=200_000)
    parser.add_argument("--approvals", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=500, help="pictures of the loop that saves one by one")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def page(client: Client, address: str, *, times: int) -> dict[str, float]:
    def ask() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)  # noqa: S101
        assert b"gl-count" in response.content  # noqa: S101

    ask()
    counter = Counter()
    with connection.execute_wrapper(counter):
        ask()
    return {**_timed(ask, times), "queries": counter.statements}


def plain(work: Callable[[], object], *, times: int) -> dict[str, float]:
    work()
    return _timed(work, max(3, times // 4))


def _timed(work: Callable[[], object], times: int) -> dict[str, float]:
    """On the clock, and in processor time of this process (with SQLite, all of it): other programs touch that less."""
    costs, ours = [], []
    for _time in range(times):
        began, cpu = time.perf_counter(), time.process_time()
        work()
        costs.append((time.perf_counter() - began) * 1000)
        ours.append((time.process_time() - cpu) * 1000)
    costs.sort()
    ours.sort()
    return {
        "p50_ms": round(costs[len(costs) // 2], 1),
        "p95_ms": round(costs[int(0.95 * (len(costs) - 1))], 1),
        "cpu_ms": round(ours[len(ours) // 2], 1),
    }


def _offset(number: int, **narrow: str) -> list[Image]:
    """Count, then whole rows by OFFSET; nothing is made of them."""
    images = Image.objects.filter(status=Status.POOL, **narrow).order_by("-id").select_related("decided_by")
    return list(Paginator(images, 60).get_page(number))


def _contains(word: str) -> list[Image]:
    images = Image.objects.filter(Q(caption__icontains=word) | Q(favorite__icontains=word), status=Status.POOL)
    return list(Paginator(images.order_by("-id"), 60).get_page(1))


PLAIN: Final[dict[str, Callable[[], object]]] = {
    "first page": lambda: _offset(1),
    "1,000th page": lambda: _offset(1000),
    "emotion, 300th page": lambda: _offset(300, emotion="sad"),
    "a common word": lambda: _contains("rose"),
    "a rare word": lambda: _contains(pictures.RARE),
}


def bulk(client: Client, count: int) -> dict[str, float]:
    """The whole way: the question, its answer, the undo; each figure is one request."""
    checked = Image.objects.filter(status=Status.POOL, safety=Safety.PASSED).order_by("pk")
    last = checked.values_list("pk", flat=True)[count - 1]
    checked.order_by().filter(pk__lte=last).update(favorite=CHOSEN)
    address, form = f"{POOL}?favorite={CHOSEN}", {"index": "0", "_selected_action": "0", "select_across": "1"}
    asked = client.post(address, {**form, "action": "approve"})
    token = re.findall(r'name="snapshot" value="([^"]+)"', asked.content.decode())[0]
    approving, undoing = Counter(), Counter()
    began = time.perf_counter()
    with connection.execute_wrapper(approving):
        client.post(address, {**form, "action": "approve", "snapshot": token, "sure": "1"})
    approved = time.perf_counter()
    group = Decision.objects.order_by("-pk").values_list("group", flat=True)[0]
    decided = Decision.objects.filter(group=group).count()
    between = time.perf_counter()
    with connection.execute_wrapper(undoing):
        client.post(f"/admin/gallery/decision/undo/{group}/", {"next": POOL})
    return {
        "approved": decided,
        "seconds": round(approved - began, 2),
        "statements_per_1000": round(approving.statements / decided * 1000, 1),
        "undo_seconds": round(time.perf_counter() - between, 2),
        "undo_statements_per_1000": round(undoing.statements / decided * 1000, 1),
        "left_undone": Decision.objects.filter(group=group, undone_by=None).count(),
    }


def loop(by: "User", count: int) -> dict[str, float]:
    """One save and one decision for each picture, as a custom admin action is usually written."""
    waiting = Image.objects.filter(status=Status.POOL, safety=Safety.PASSED).order_by("-pk")[:count]
    counter = Counter()
    began = time.perf_counter()
    with connection.execute_wrapper(counter):
        for image in waiting:
            image.status, image.decided_at, image.decided_by = Status.SERVING, timezone.now(), by
            image.save()
            Decision.objects.create(image=image, was=Status.POOL, became=Status.SERVING, by=by, at=timezone.now())
    seconds = time.perf_counter() - began
    return {
        "pictures": count,
        "seconds_per_10000": round(seconds / count * 10_000, 1),
        "statements_per_1000": round(counter.statements / count * 1000, 1),
    }


if __name__ == "__main__":
    main()
