"""The services on this machine. Where one does not answer, its tests are skipped; in CI that is a failure."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from redis import Redis

ROOT: Path = settings.BASE_DIR
SERVER = "postgresql://postgres:postgres@127.0.0.1:5432"
TAKEN = "emotion-garden-tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The services' tests begin: they are the longest, and at the end one of two processes would wait for them."""
    items.sort(key=lambda item: "tests/services/" not in item.nodeid)


def _need(name: str, port: int) -> None:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        _missing(f"{name} does not answer on port {port} of this machine; .ci/run installs and starts it.")


def _missing(sentence: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture
def postgresql() -> str:
    """The URL of a database of our own that does not exist yet."""
    _need("PostgreSQL", 5432)
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=5).close()
    except psycopg.OperationalError as error:
        _missing(f"PostgreSQL does not let postgres in with the password postgres: {error}")
    return f"{SERVER}/garden_{uuid4().hex[:12]}"


@pytest.fixture
def redis() -> Iterator[str]:
    """The highest database number in which nothing is: whatever is in it afterwards is ours, and goes."""
    _need("Redis", 6379)
    for number in range(15, 0, -1):
        url = f"redis://127.0.0.1:6379/{number}"
        with Redis.from_url(url) as database:
            # Taken at once: two test runs on one machine must not both find it empty.
            if database.dbsize() == 0 and database.set(TAKEN, "1", nx=True, ex=3600) and database.dbsize() == 1:
                break
    else:
        _missing("Every database of the Redis on this machine is in use.")
    yield url
    with Redis.from_url(url) as database:
        for key in database.scan_iter():
            database.delete(key)


@pytest.fixture
def rabbitmq() -> Iterator[str]:
    """A virtual host of our own where we may make one; otherwise the common one, which on a bare machine is empty."""
    _need("RabbitMQ", 5672)
    host = f"garden-{uuid4().hex[:12]}"
    if not _rabbitmqctl("add_vhost", host):
        yield "amqp://guest:guest@127.0.0.1:5672//"
        return
    try:
        _rabbitmqctl("set_permissions", "-p", host, "guest", ".*", ".*", ".*")
        yield f"amqp://guest:guest@127.0.0.1:5672/{host}"
    finally:
        _rabbitmqctl("delete_vhost", host)


def _rabbitmqctl(*words: str) -> bool:
    if not shutil.which("rabbitmqctl"):
        return False
    return subprocess.run(["rabbitmqctl", *words], capture_output=True, check=False, timeout=60).returncode == 0


class Checkout:
    """This checkout with settings of its own; every program started from it ends with the test."""

    def __init__(self, **variables: str) -> None:
        self.environment = {**os.environ, **variables}
        self.started: list[subprocess.Popen[bytes]] = []

    def run(self, *words: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    def start(self, *words: str, log: Path) -> "subprocess.Popen[bytes]":
        with log.open("wb") as out:
            process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.environment, stdout=out, stderr=out)
        self.started.append(process)
        return process

    def end(self, processes: Sequence["subprocess.Popen[bytes]"] = ()) -> None:
        for process in processes or self.started:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
