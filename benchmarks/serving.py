"""The endpoint of the garden in front of very many served pictures, with a taste model; part of `benchmarks.tastes`."""

import hashlib
import resource
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final
from uuid import UUID

from benchmarks import scratch  # isort: skip - the garden before its models
import numpy as np
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.pictures import FAVORITES, WORDS
from gallery import curation, files, revision
from gallery.models import Emotion, Image, Safety, Status
from recommendations import background, cells, features, live, taste_files, tastes, versions
from recommendations.models import Interaction, TasteModel

FACTORS: Final = 30
CHUNK: Final = 2_000
PLANTED: Final = 10_000
EMOTIONS: Final = tuple(Emotion.values)
assert scratch.FOLDER  # noqa: S101


def endpoint(size: int, *, one_emotion: bool, requests: int) -> dict[str, Any]:
    """The garden grows to so many pictures; then visitors come."""
    by, _made = get_user_model().objects.get_or_create(username="curator", is_superuser=True, is_staff=True)
    grown = _took(lambda: _plant(size, by, one_emotion=one_emotion))
    cells.forget()
    live.forget()
    emotions = EMOTIONS[:1] if one_emotion else EMOTIONS
    first = _took(lambda: cells.of(emotions, revision=revision.current()))
    model = _model("one")
    versions.choose(model)
    loaded = _took(_until_live)
    found = {
        "pictures": size,
        "one_emotion": one_emotion,
        "planting": grown,
        "first_reading": first,
        "tastes_loaded": loaded,
        "bytes_per_picture": round(_held() / size),
        "of_process_mb": round(_memory() / 1e6),
    }
    found |= visits(emotions, requests)
    waiting = _rows(20, by, start=10_000_000, status=Status.POOL, one_emotion=one_emotion)
    Image.objects.bulk_create(waiting)
    curation.approve(Image.objects.filter(status=Status.POOL), by=by)
    found["after_20_approvals"] = _next(emotions[0])
    cells.FRESH_SECONDS = -1.0  # type: ignore[misc]
    found["with_counting"] = _next(emotions[0])
    cells.FRESH_SECONDS = 20.0  # type: ignore[misc]
    versions.choose(_model("two"))
    found["swap"] = _took(_until_live)
    return found


def visits(emotions: tuple[str, ...], requests: int) -> dict[str, Any]:
    """Each visitor walks through five slates and likes two pictures; what is measured are the slates."""
    costs, ours = [], []
    client, after = Client(headers={"host": "localhost"}), ""
    for number in range(requests):
        if number % 5 == 0:
            client, after = Client(headers={"host": "localhost"}), ""
        address = f"/api/v1/garden/?emotion={emotions[number // 5 % len(emotions)]}&orientation=landscape{after}"
        began, cpu = time.perf_counter(), time.process_time()
        answer = client.get(address)
        costs.append((time.perf_counter() - began) * 1000)
        ours.append((time.process_time() - cpu) * 1000)
        body = answer.json()
        assert len(body["items"]) == 3, body  # noqa: S101
        after = f"&after={body['slate']}"
        if number % 5 < 2:
            liked = f"/api/v1/images/{body['items'][0]['code']}/like/"
            client.put(liked, {"slate": body["slate"]}, content_type="application/json")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    costs, ours = sorted(costs[10:]), sorted(ours[10:])
    return {
        "requests": len(costs),
        "p50_ms": round(costs[len(costs) // 2], 1),
        "p95_ms": round(costs[int(0.95 * len(costs))], 1),
        "max_ms": round(costs[-1], 1),
        "cpu_p50_ms": round(ours[len(ours) // 2], 1),
        "cpu_p95_ms": round(ours[int(0.95 * len(ours))], 1),
        "queries": len(asked),
    }


def _next(emotion: str) -> dict[str, float]:
    """A request after something has changed."""
    client = Client(headers={"host": "localhost"})
    return _took(lambda: client.get(f"/api/v1/garden/?emotion={emotion}&orientation=landscape"))


def _until_live() -> None:
    """Until this process serves the active model."""
    wanted = TasteModel.objects.get(active=True).pk
    while (found := live.current()) is None or found.pk != wanted:
        background.wait()


def _plant(size: int, by: Any, *, one_emotion: bool) -> None:
    """The first are made by the ORM; the others are their copies, with names of their own, made by the database."""
    there = Image.objects.count()
    rows = _rows(min(size, PLANTED) - there, by, start=there, status=Status.SERVING, one_emotion=one_emotion)
    while chunk := list(islice(rows, CHUNK)):
        Image.objects.bulk_create(chunk)
    with connection.cursor() as cursor:
        while (left := size - Image.objects.count()) > 0:
            cursor.execute(_copies(), [min(left, PLANTED)])
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    revision.rise()


def _copies() -> str:
    """Random names: what is unique has to be, and indexes are as large as with real ones."""
    lite = connection.vendor == "sqlite"
    uuid = "lower(hex(randomblob(16)))" if lite else "gen_random_uuid()"
    long = "lower(hex(randomblob(32)))" if lite else "md5(random()::text) || md5(random()::text)"
    own = {"code": uuid, "family": uuid, "sha256": long, "key_tail": long}
    fields = [field for field in Image._meta.concrete_fields if not (field.primary_key or field.generated)]
    columns = [str(field.column) for field in fields]
    taken = ", ".join(own.get(column, column) for column in columns)
    table = Image._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {table} WHERE status = 'serving' LIMIT %s"  # noqa: S608


def _rows(count: int, by: Any, *, start: int, status: str, one_emotion: bool) -> Iterator[Image]:
    dice = np.random.default_rng(start)
    decided = {"decided_at": timezone.now(), "decided_by": by} if status == Status.SERVING else {}
    for number in range(start, start + count):
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        emotion = EMOTIONS[0 if one_emotion else number % len(EMOTIONS)]
        width, height = (1280, 800) if number % 3 else (800, 1280)
        words = " ".join(WORDS[word] for word in dice.integers(0, len(WORDS), 12))
        yield Image(
            code=UUID(hex=sha256[:32]), family=UUID(hex=sha256[32:]), sha256=sha256, file=files.name(sha256, "jpeg"),
            phash=sha256[:16], key_tail=f"{emotion}/img_{sha256[:24]}h.jpeg", width=width, height=height,
            emotion=emotion, favorite=FAVORITES[number % len(FAVORITES)], caption=f"{emotion} {words}",
            palette="pink green", brightness="light", safety=Safety.PASSED, status=status,
            likes=int(dice.integers(0, 30)), showings=int(dice.integers(30, 300)), **decided,
        )  # fmt: skip


def _model(name: str) -> TasteModel:
    """Vectors for every picture and every word by chance: speed does not depend on what they say."""
    dice = np.random.default_rng(len(name))
    codes = Image.objects.serving().order_by("pk").values_list("code", flat=True).iterator(CHUNK)
    names = [f"{features.identity(features.Picture('', '', '', ''))}{code}" for code in codes]
    names += [f"word:{word}" for word in WORDS] + [f"emotion:{emotion}" for emotion in EMOTIONS]
    people = [f"emotion:{emotion}" for emotion in EMOTIONS] + [f"visitor:{number}" for number in range(10_000)]
    model = tastes.Tastes(
        visits=tastes.side(people, _vectors(dice, len(people)), np.zeros(len(people), dtype=np.float32)),
        pictures=tastes.side(names, _vectors(dice, len(names)), dice.normal(size=len(names)).astype(np.float32)),
    )
    newest = Interaction.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    folder = f"{name}-{len(names)}"
    taste_files.save(model, folder=settings.RECOMMENDATIONS_MODELS / folder)
    return TasteModel.objects.create(folder=folder, learner="chance", data_hash="", newest_event=newest)


def _vectors(dice: np.random.Generator, rows: int) -> tastes.Vectors:
    return (dice.normal(size=(rows, FACTORS)) * 0.3).astype(np.float32)


def _held() -> int:
    """Bytes of all arrays about pictures in this process; the model's own files are shared by all processes."""
    model = live.current()
    held = [*cells.at_hand(), *(cell.traits for cell in cells.at_hand()), *(model.known.values() if model else ())]
    arrays = {id(value): value for each in held for value in vars(each).values() if isinstance(value, np.ndarray)}
    return sum(value.nbytes for value in arrays.values())


def _memory() -> int:
    """Bytes that this process holds now; the most it ever held where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123
            return int(told.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _took(work: Callable[[], object]) -> dict[str, float]:
    """On the clock, and in processor time of this process: other programs touch that less."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return {"s": round(time.perf_counter() - began, 3), "cpu_s": round(time.process_time() - cpu, 3)}
