"""200 calls at once where 50 are allowed: exactly 50 pass, through several processes, on either database."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.services.conftest import Checkout

CALLS, LIMIT = 200, 50


@pytest.fixture(params=["sqlite", "postgresql"])
def garden(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Checkout]:
    more = {"GARDEN_LIMIT_DEFAULT": f"{LIMIT}/hour", "GARDEN_LIMIT_ADDRESS": "1", "GARDEN_DATA": str(tmp_path)}
    if request.param == "postgresql":
        more["DATABASE_URL"] = request.getfixturevalue("postgresql")
    checkout = Checkout(**more)
    yield checkout
    checkout.end()


def test_exactly_as_many_pass_as_may(garden: Checkout, tmp_path: Path) -> None:
    _administer(garden, "CREATE DATABASE {}")
    try:
        migrated = garden.run("manage.py", "migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        port = _serve(garden, tmp_path)
        with ThreadPoolExecutor(40) as crowd:
            statuses = Counter(crowd.map(lambda _n: _ask(port), range(CALLS)))
        assert statuses == {200: LIMIT, 429: CALLS - LIMIT}
    finally:
        garden.end()
        _administer(garden, "DROP DATABASE {} WITH (FORCE)")


def _serve(garden: Checkout, folder: Path) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    words = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    words += ["--workers", "2", "--blocking-threads", "4", "emotion_garden.wsgi:application"]
    garden.start(*words, log=folder / "log")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return port
    pytest.fail((folder / "log").read_text())


def _ask(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/v1/pictures/", headers={"Connection": "close"})
    status = connection.getresponse().status
    connection.close()
    return status


def _administer(garden: Checkout, statement: str) -> None:
    if url := garden.environment.get("DATABASE_URL"):
        server, _slash, name = url.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
