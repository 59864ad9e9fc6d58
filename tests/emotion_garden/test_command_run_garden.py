"""`make run` as an operator meets it: one command, the whole garden, one Ctrl-C. Real processes, a real port."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="orphans are looked for in /proc"),
]


class Garden:
    """One folder of data and one port; `start` is `make run`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.with_suffix(".log")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **more: str) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "GARDEN_DATA": str(self.folder),
            "GARDEN_SECRET_KEY": "",
            "GARDEN_LOG_LEVEL": "INFO",
            "GARDEN_DEMO_PAIRS": "2",
            "GARDEN_WEB_PROCESSES": "1",
            "GENERATION_RENDERER": "tests.emotion_garden.noise.Noise",
            # Otherwise nothing of it could be approved by the hundred.
            "GENERATION_SAFETY_EXEMPT": "noise=blocks of colour",
            "PORT": str(self.port),
            # Nothing listens there: what goes to ourselves must not go through a proxy.
            "http_proxy": "http://127.0.0.1:9",
            "no_proxy": "",
            **more,
        }
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_garden"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        return self.process

    def get(self, path: str) -> tuple[int, str]:
        try:
            with DIRECT.open(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, word: str, *, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while word not in self.said():
            assert self.process is not None
            assert self.process.poll() is None, f"it ended: {self.said()}"
            assert time.monotonic() < until, f"{word!r} was never said: {self.said()}"
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=20)

    def alive(self) -> list[str]:
        """The command lines of all processes that have our folder in their environment."""
        mark = f"GARDEN_DATA={self.folder}\0".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes():
                    found.append((process / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue  # gone meanwhile, or somebody else's
        return found

    def rows(self, query: str) -> list[Any]:
        with sqlite3.connect(self.folder / "garden.sqlite3") as database:
            return database.execute(query).fetchall()

    def content(self) -> dict[str, list[Any]]:
        """Every row but those of who is here now, and every picture's file with the time of its making."""
        with sqlite3.connect(self.folder / "garden.sqlite3") as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            kept = [name for name in names if not re.search("session|workerbeat|worker$|sqlite", name)]
            rows = {name: database.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in kept}  # noqa: S608
        pictures = sorted((self.folder / "pictures").rglob("*"))
        return {**rows, "files": [(str(path), path.stat().st_mtime_ns) for path in pictures]}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    garden = Garden(tmp_path_factory.mktemp("run") / "data")
    yield garden
    if garden.process and garden.process.poll() is None:
        garden.stop(signal.SIGTERM)


def test_a_first_start_plants_opens_blooms_and_closes(garden: Garden) -> None:
    garden.start()
    garden.wait_for("Ctrl-C closes it.")
    password = (garden.folder / "curator_password").read_text().strip()
    assert f"http://127.0.0.1:{garden.port}/" in garden.said()
    assert f"password {password}" in garden.said()
    assert len(garden.content()["gallery_image"]) >= 24
    assert {row[1] for row in garden.content()["auth_group"]} == {"curator", "senior curator", "operator"}
    status, home = garden.get("/")
    assert status == 200
    for sheet in re.findall(r'href="(/static/[^"]+\.css)"', home):
        assert garden.get(sheet)[0] == 200, sheet
    garden.wait_for("64 of 64 demo pictures stand.")
    _wait_until_well(garden)
    _wait_for_the_copies(garden)
    _second_start_is_refused(garden)
    assert garden.stop() == 0
    assert garden.alive() == []
    assert "Traceback" not in garden.said(), garden.said()
    assert "Good bye" in garden.said()


def _wait_until_well(garden: Garden) -> None:
    until = time.monotonic() + 40
    while (answer := garden.get("/healthz/deep"))[0] != 200:
        assert time.monotonic() < until, answer
        time.sleep(0.5)
    assert json.loads(answer[1])["status"] == "well"


def _wait_for_the_copies(garden: Garden) -> None:
    """Copies are made after a picture stands; those of the last ones may still be on their way."""
    until = time.monotonic() + 90
    while due := [pk for (pk,) in garden.rows("SELECT id FROM gallery_image WHERE renditions_due")]:
        assert time.monotonic() < until, due
        time.sleep(0.5)


def _second_start_is_refused(garden: Garden) -> None:
    """Once for the same data, once for the same port: one sentence each."""
    for folder, word in ((garden.folder, "already running"), (garden.folder.with_name("other"), "cannot be used")):
        other = Garden(folder)
        other.log = folder.with_name("refused.log")
        other.port = garden.port
        assert other.start().wait(timeout=30) == 1
        assert word in other.said()
        assert len(other.said().strip().splitlines()) == 1


def test_a_second_start_changes_nothing(garden: Garden) -> None:
    before = garden.content()
    assert len(before["gallery_image"]) == 64
    assert len(before["files"]) > 64
    started = time.monotonic()
    garden.start()
    garden.wait_for("Ctrl-C closes it.")
    assert time.monotonic() - started < 30
    assert "Planting" not in garden.said()
    assert " demo " not in garden.said(), "the finisher has nothing to do"
    assert garden.stop(signal.SIGTERM) == 0
    assert garden.alive() == []
    after = garden.content()
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_part_that_dies_closes_the_garden(garden: Garden) -> None:
    process = garden.start(GARDEN_CURATOR_PASSWORD="said by the operator", GARDEN_HOST=_own_address())
    garden.wait_for("Ctrl-C closes it.")
    assert "password said by the operator" in garden.said()
    beat = [path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if _is_beat(path, parent=process.pid)]
    os.kill(int(beat[0]), signal.SIGKILL)
    assert process.wait(timeout=20) == 1
    assert "beat was killed by SIGKILL" in garden.said()
    assert garden.alive() == []


def _own_address() -> str:
    """IPv6's where this machine has it."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return "127.0.0.1"
    return "::1"


@pytest.mark.parametrize("host", ["localhost", "not an address"])
def test_a_host_that_is_no_address_is_one_sentence(tmp_path: Path, host: str) -> None:
    garden = Garden(tmp_path / "data")
    assert garden.start(GARDEN_HOST=host).wait(timeout=60) == 1
    assert garden.said() == f"CommandError: GARDEN_HOST must be an IP address such as 127.0.0.1 or ::1, not {host!r}.\n"


def _is_beat(cmdline: Path, *, parent: int) -> bool:
    try:
        stat = cmdline.with_name("stat").read_text().rpartition(")")[2].split()
        return int(stat[1]) == parent and b"\0beat\0" in cmdline.read_bytes()
    except OSError:
        return False
