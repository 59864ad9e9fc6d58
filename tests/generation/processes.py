"""Real processes on a database that outlives them: commands are started, killed and started again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Machine:
    """A folder, a database, and the processes that work with them."""

    folder: Path
    environment: dict[str, str]

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        process = self.start("manage.py", *arguments, **environment)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def answer(self, *arguments: str, **environment: str) -> Any:
        done = self.manage(*arguments, "--json", **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the database, seen from outside."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        with sqlite3.connect(f"file:{self.folder / 'garden.sqlite3'}?mode=ro", uri=True, timeout=20) as database:
            return list(database.execute(sql))

    def wait_until(self, sql: str, *, least: int, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while self.rows(sql)[0][0] < least:
            assert time.monotonic() < until, f"not within {seconds} s: {sql}"
            time.sleep(0.02)

    def files(self) -> set[str]:
        """The names under which something is stored."""
        pictures = self.folder / "pictures"
        return {path.relative_to(pictures).as_posix() for path in pictures.rglob("*") if path.is_file()}


def machine(folder: Path, **settings: str) -> Machine:
    """On SQLite a database of its own; on PostgreSQL the test's, which must not hide behind a transaction."""
    environment = {
        **os.environ,
        "GARDEN_DATA": str(folder),
        "GARDEN_SECRET_KEY": "only for tests",
        "GARDEN_LOG_LEVEL": "WARNING",
        "GENERATION_RENDERER": "tests.generation.renderers.Slow",
        "GENERATION_LEASE_SECONDS": "2",
        "CELERY_BROKER_URL": "filesystem://",
        **settings,
    }
    environment.pop("STORAGE_URL", None)
    environment.pop("DATABASE_URL", None)
    if connection.vendor == "postgresql":
        found = connection.settings_dict
        host = f"{found['HOST'] or 'localhost'}:{found['PORT'] or 5432}"
        environment["DATABASE_URL"] = f"postgres://{found['USER']}:{found['PASSWORD']}@{host}/{found['NAME']}"
        return Machine(folder, environment)
    connection.ensure_connection()
    with sqlite3.connect(folder / "garden.sqlite3") as copy:
        # The test's own database, migrated and empty: three seconds less than migrating another.
        connection.connection.backup(copy)
    return Machine(folder, environment)


def kill(process: "subprocess.Popen[str]") -> None:
    """As the kernel does it: no goodbye."""
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
