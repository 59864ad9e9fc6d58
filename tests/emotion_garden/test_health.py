"""Health names each fault; an empty garden without workers is unwell, but still lets its curator in."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from emotion_garden import heartbeats
from emotion_garden.models import WorkerBeat
from gallery.models import Image, Safety
from generation import batches
from generation.models import GenerationBatch

QUEUES = ["default", "render.interactive", "render.bulk"]


def _faults(client: Client, *, of: str) -> tuple[int, list[str]]:
    response = client.get(f"/healthz/{of}")
    body: dict[str, Any] = response.json()
    assert all(fault["sentence"] for fault in body["faults"])
    assert (body["status"] == "well") == (response.status_code == 200)
    return response.status_code, [fault["id"] for fault in body["faults"]]


def _picture() -> Image:
    return Image.objects.create(
        file="aa/a.jpeg", sha256=uuid4().hex, phash="0", width=16, height=8, emotion="happy", safety=Safety.EXEMPT,
        key_tail=f"happy/{uuid4()}",
    )  # fmt: skip


@pytest.fixture
def workers(db: Any) -> None:
    heartbeats.write(name="worker@here", queues=[*QUEUES, heartbeats.BEAT])


def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    assert _faults(client, of="live") == (200, [])


@pytest.mark.django_db
def test_a_garden_without_pictures_and_workers_gets_traffic_but_is_unwell(client: Client) -> None:
    assert _faults(client, of="ready") == (200, [])
    status, faults = _faults(client, of="deep")
    assert status == 503
    assert faults == [*(f"worker.{queue}" for queue in QUEUES), "beat", "something_to_serve"]


@pytest.mark.usefixtures("workers")
def test_a_whole_garden_is_well(client: Client, curator: Any, settings: LazySettings) -> None:
    Path(settings.STORAGES["default"]["OPTIONS"]["location"]).mkdir()
    _picture()
    Image.objects.update(status="serving", decided_at=timezone.now(), decided_by=curator)
    assert _faults(client, of="deep") == (200, [])


@pytest.mark.usefixtures("workers")
def test_a_worker_not_seen_for_a_minute_is_missed(client: Client) -> None:
    WorkerBeat.objects.filter(queue="render.bulk").update(seen_at=timezone.now() - timedelta(seconds=61))
    assert "worker.render.bulk" in _faults(client, of="deep")[1]
    assert "worker.default" not in _faults(client, of="deep")[1]


@pytest.mark.usefixtures("workers")
def test_a_scheduler_that_sends_nothing_is_missed(client: Client, settings: LazySettings) -> None:
    silent = timedelta(seconds=61 + settings.CELERY_SWEEP_SECONDS)
    WorkerBeat.objects.filter(queue=heartbeats.BEAT).update(seen_at=timezone.now() - silent)
    assert "beat" in _faults(client, of="deep")[1]


@pytest.mark.usefixtures("workers")
def test_an_order_that_waits_too_long_is_named(client: Client, settings: LazySettings) -> None:
    batches.request(emotion="sad", count=1)
    assert "oldest_order" not in _faults(client, of="deep")[1]
    waited = timedelta(minutes=settings.HEALTH_OLDEST_ORDER_MINUTES + 1)
    GenerationBatch.objects.update(ordered_at=timezone.now() - waited)
    assert "oldest_order" in _faults(client, of="deep")[1]


@pytest.mark.django_db
def test_missing_migrations_keep_traffic_away(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'generation'")
    status, faults = _faults(client, of="ready")
    assert (status, faults) == (503, ["migrations"])


@pytest.mark.django_db
def test_a_lost_folder_of_pictures_keeps_traffic_away(client: Client, settings: LazySettings) -> None:
    shutil.rmtree(settings.STORAGES["default"]["OPTIONS"]["location"], ignore_errors=True)
    _picture()
    assert _faults(client, of="ready") == (503, ["storage"])


@pytest.mark.django_db
def test_a_place_where_no_folder_can_be_made_keeps_traffic_away_before_the_first_picture(
    client: Client, settings: LazySettings
) -> None:
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    shutil.rmtree(folder, ignore_errors=True)
    assert _faults(client, of="ready") == (200, [])
    folder.write_text("a file where the folder should be")
    assert _faults(client, of="ready") == (503, ["storage"])


@pytest.mark.django_db
def test_everything_that_is_not_well_is_named_at_once(client: Client, settings: LazySettings) -> None:
    Path(settings.STORAGES["default"]["OPTIONS"]["location"]).write_text("a file where the folder should be")
    assert _faults(client, of="deep")[1][0] == "storage"
    assert _faults(client, of="deep")[1][-2:] == ["beat", "something_to_serve"]


@pytest.mark.django_db
def test_a_database_without_tables_is_a_fault_and_not_an_error(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO away")
    status, faults = _faults(client, of="ready")
    assert status == 503
    assert "migrations" in faults
