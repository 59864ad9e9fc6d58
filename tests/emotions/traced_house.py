"""A real server with the tracer inside, and clients of it that may hang up whenever they like."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

PATIENCE = 60.0
READER = "tests.emotions.traced_web.WaitingReader"


@dataclass(frozen=True, slots=True)
class TracedHouse:
    """Where it is, and the folder in which everything of it lies: database, log, temporary files."""

    port: int
    folder: Path

    def ask(self, head: str, body: bytes = b"") -> bytes:
        """One request, answered to its end; `head` without Host, Connection and length."""
        with self.knock(head, body) as line:
            answer = b""
            while piece := line.recv(65_536):
                answer += piece
            return answer

    def knock(self, head: str, body: bytes = b"", *, stated: int | None = None) -> socket.socket:
        """A connection on which so much of a request was sent; the length that was said may be another."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        length = len(body) if stated is None else stated
        lines = [head, "Host: 127.0.0.1", "Connection: close", f"Content-Length: {length}", "", ""]
        line.sendall("\r\n".join(lines).encode() + body)
        return line

    def traced(self, act: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask(f"GET /traced/{act} HTTP/1.1").partition(b"\r\n\r\n")[2])
        return found

    def until(self, done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if done(found := self.traced("told")):
                return found
            time.sleep(0.05)
        raise AssertionError(f"It did not come so far: {found}")

    def form(self) -> dict[str, str]:
        """What the gate's form carries besides the photo: the cookie, its proof, the notice's version."""
        page = self.ask("GET / HTTP/1.1").decode()
        version = re.search(r'name="consent" value="(\w+)"', page)
        proof = re.search(r"csrftoken=(\w+)", page)
        assert version, page
        assert proof, page
        return {"consent": version[1], "csrfmiddlewaretoken": proof[1]}


@contextmanager
def opened(folder: Path) -> Iterator[TracedHouse]:
    (folder / "tmp").mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "emotion_garden.settings",
        "GARDEN_DATA": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "GARDEN_LOG_LEVEL": "DEBUG",
        "EMOTIONS_READER": READER,
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    (folder / "static").mkdir()
    for name in ("DATABASE_URL", "STORAGE_URL", "GARDEN_STATIC_ROOT"):
        environment.pop(name, None)
    options: dict[str, Any] = {"cwd": settings.BASE_DIR, "env": environment}
    for command in ("migrate", "collectstatic"):
        subprocess.run([sys.executable, "manage.py", command, "--noinput", "-v", "0"], check=True, **options)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    argv += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "tests.emotions.traced_web:application"]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(argv, stdout=log, stderr=log, **options)
        try:
            house = TracedHouse(port, folder)
            _wait(house, process)
            yield house
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(house: TracedHouse, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, (house.folder / "web.log").read_text()
        try:
            house.traced("told")
        except (OSError, ValueError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError((house.folder / "web.log").read_text())
