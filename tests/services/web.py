"""The web in several processes, as `make run` starts it, on either database; and a crowd that comes to it at once."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.services.conftest import Checkout

CROWD = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of them was told; names of headers in lower case, since servers differ in it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Web:
    """A garden that answers: two processes of four threads."""

    checkout: Checkout
    port: int

    def ask(self, method: str, path: str, *, body: Any = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Connection": "close", "Content-Type": "application/json", **said})
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def together(self, calls: int, method: str, path: str, *, body: Any = None, **headers: str) -> list[Answer]:
        with ThreadPoolExecutor(CROWD) as crowd:
            return list(crowd.map(lambda _n: self.ask(method, path, body=body, **headers), range(calls)))

    def manage(self, *words: str) -> str:
        done = self.checkout.run("manage.py", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def opened(garden: Checkout, folder: Path) -> Iterator[Web]:
    """A new database, gone afterwards, and the web in front of it."""
    _administer(garden, "CREATE DATABASE {}")
    try:
        migrated = garden.run("manage.py", "migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        yield Web(garden, _serve(garden, folder))
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


def _administer(garden: Checkout, statement: str) -> None:
    if url := garden.environment.get("DATABASE_URL"):
        server, _slash, name = url.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
