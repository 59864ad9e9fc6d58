"""Is the garden well? Each fault in a sentence with a stable id; 200 or 503, never a 500."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from emotion_garden import heartbeats, storage
from emotion_garden.models import WorkerBeat
from gallery.models import Image
from generation.models import BatchState, GenerationBatch
from recommendations import versions

SEEN_WITHIN = timedelta(seconds=60)
QUEUES = ("default", "render.interactive", "render.bulk")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not well: `id` for a monitor, `sentence` for whoever is woken by it."""

    id: str
    sentence: str


Check = Callable[[], Iterator[Fault]]


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, since a restart mends nothing else."""
    return _answer([])


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """May this web process get traffic? Without workers or pictures it may: the curator must still get in."""
    return _answer(faults(READY))


@require_safe
def deep(request: HttpRequest) -> HttpResponse:
    """Does the whole garden work? For monitors, never for a load balancer."""
    found = faults(READY)
    # Without the database each of the others would only say so again.
    if "database" not in {fault.id for fault in found}:
        found += faults(DEEP)
    return _answer(found)


def faults(checks: dict[str, Check]) -> list[Fault]:
    return [fault for name, check in checks.items() for fault in _tried(name, check)]


def _tried(name: str, check: Check) -> list[Fault]:
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - whatever breaks here is the fault to report
        log.warning("Health check %s: %s", name, error)
        return [Fault(name, f"The check of {name} itself failed ({type(error).__name__}); the log says more.")]


def _answer(found: list[Fault]) -> JsonResponse:
    body = {"status": "unwell" if found else "well", "faults": [asdict(fault) for fault in found]}
    return JsonResponse(body, status=503 if found else 200, headers={"Cache-Control": "no-store"})


def database() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield from ()


def migrations() -> Iterator[Fault]:
    if missing := _on_disk() - set(MigrationRecorder(connection).applied_migrations()):
        names = ", ".join(sorted(f"{app}.{name}" for app, name in missing)[:3])
        yield Fault("migrations", f"{len(missing)} migrations wait ({names} …): run manage.py migrate.")


@cache
def _on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def pictures() -> Iterator[Fault]:
    for complaint in storage.complaints():
        yield Fault("storage", complaint)


def workers() -> Iterator[Fault]:
    seen = _seen_since(timezone.now() - SEEN_WITHIN)
    for queue in QUEUES:
        if queue not in seen:
            yield Fault(f"worker.{queue}", f"No worker of the queue {queue} was seen within 60 seconds.")


def beat() -> Iterator[Fault]:
    # It is seen when it sends; the sweep is what it sends most often.
    allowed = SEEN_WITHIN + timedelta(seconds=settings.CELERY_SWEEP_SECONDS)
    if heartbeats.BEAT not in _seen_since(timezone.now() - allowed):
        yield Fault("beat", f"Celery beat has sent nothing for {allowed.seconds} seconds.")


def oldest_order() -> Iterator[Fault]:
    limit = settings.HEALTH_OLDEST_ORDER_MINUTES
    running = GenerationBatch.objects.filter(state=BatchState.RUNNING)
    oldest = running.aggregate(oldest=Min("ordered_at"))["oldest"]
    if oldest and oldest < timezone.now() - timedelta(minutes=limit):
        yield Fault("oldest_order", f"An order of {oldest:%Y-%m-%d %H:%M} is not done; {limit} minutes are allowed.")


def something_to_serve() -> Iterator[Fault]:
    if not Image.objects.serving().exists():
        yield Fault("something_to_serve", "The serving set is empty: approve pictures in the pool room.")


def tastes() -> Iterator[Fault]:
    if why := versions.fault():
        yield Fault("tastes", f"The live taste model cannot be loaded; the one before, or popularity, ranks. {why}")


def _seen_since(moment: datetime) -> set[str]:
    return set(WorkerBeat.objects.filter(seen_at__gte=moment).values_list("queue", flat=True))


READY: dict[str, Check] = {"database": database, "migrations": migrations, "storage": pictures}
DEEP: dict[str, Check] = {
    "workers": workers,
    "beat": beat,
    "oldest_order": oldest_order,
    "something_to_serve": something_to_serve,
    "tastes": tastes,
}
