"""The crash drill on servers: PostgreSQL, Redis, and an S3 that fails every tenth call."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg
import pytest
import redis as redis_client
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from tests.services.conftest import TAKEN as TAKEN_BY_TESTS
from tests.services.drill import Drill, assert_exact
from tests.services.faults import FaultyProxy

PICTURES, KILLS = 200, 10
PATIENCE = 1.0
DONE = "SELECT COUNT(*) FROM generation_rendering WHERE state = 'done'"
TAKEN = "SELECT COUNT(*) FROM generation_attempt"
OPEN = "SELECT COUNT(*) FROM generation_generationbatch WHERE state <> 'done'"
COPIES_DUE = "SELECT COUNT(*) FROM gallery_image WHERE renditions_due"
WORKERS_SEEN = "SELECT COUNT(*) FROM emotion_garden_workerbeat WHERE queue = 'render.bulk'"


@pytest.fixture
def database(postgresql: str) -> Iterator[str]:
    server, name = postgresql.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield postgresql
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def bucket() -> Iterator[tuple[str, FaultyProxy]]:
    """The address of the real one, and the proxy that the garden sees."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    _s3(address).create_bucket(Bucket="garden")
    proxy = FaultyProxy(address, share=0.1, patience=PATIENCE)
    yield address, proxy
    proxy.stop()
    server.stop()


@pytest.mark.timeout(420)
def test_no_picture_is_lost_or_doubled_whatever_dies(
    database: str, redis: str, bucket: tuple[str, FaultyProxy], tmp_path: Path
) -> None:
    real, proxy = bucket
    query = f"region_name=us-east-1&read_timeout={PATIENCE}&endpoint_url={proxy.address}"
    store = f"s3://key:secret@garden/pictures?{query}"
    drill = Drill(tmp_path, DATABASE_URL=database, CELERY_BROKER_URL=redis, STORAGE_URL=store)
    drill.manage("migrate", "--verbosity", "0")
    connection = psycopg.connect(database, autocommit=True)
    messages = redis_client.Redis.from_url(redis)
    try:
        drill.begin(workers=3)
        drill.wait(lambda: _number(connection, WORKERS_SEEN) == 3, seconds=60)
        _order_without_a_broker(drill)
        # Nobody was told; a sweep is due each second. (5 s is the aim, on a machine that does nothing else.)
        drill.wait(lambda: _number(connection, TAKEN) > 0, seconds=30)
        drill.run(
            pictures=PICTURES,
            kills=KILLS,
            done=lambda: _number(connection, DONE),
            midway=lambda: _flush(messages),
        )
        drill.wait(lambda: _number(connection, OPEN) == 0, seconds=20)
        drill.wait(lambda: _number(connection, COPIES_DUE) == 0, seconds=150)
        counts = drill.counts()
    finally:
        drill.end()
        connection.close()
        messages.close()

    print(counts["outcomes"], dict(proxy.calls))  # noqa: T201 - seen with pytest -s, and when it fails
    stored = {item["Key"].removeprefix("pictures/") for item in _listed(real)}
    assert_exact(counts, pictures=PICTURES, stored=stored)
    assert drill.killed == KILLS
    assert counts["outcomes"]["lost"] >= 1, "no kill hit a picture: the drill has proved nothing"
    assert all(proxy.calls[fault] for fault in ("500", "500 afterwards", "cut", "late", "never"))


def _flush(messages: redis_client.Redis) -> None:
    """Everything is gone but the sign that keeps other test runs out of this database."""
    messages.flushdb()
    messages.set(TAKEN_BY_TESTS, "1")


def _order_without_a_broker(drill: Drill) -> None:
    """The order is accepted while the broker is down, and work begins without anybody's doing once it is back."""
    words = ("--emotion", "happy", "--size", "64x40", "--count", str(PICTURES // 2))
    drill.manage("render_batch", *words, CELERY_BROKER_URL="redis://127.0.0.1:1/0")


def _number(connection: "psycopg.Connection[tuple[int]]", sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _s3(address: str) -> Any:
    return boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )


def _listed(address: str) -> list[dict[str, str]]:
    pages = _s3(address).get_paginator("list_objects_v2").paginate(Bucket="garden")
    return [item for page in pages for item in page.get("Contents", [])]
