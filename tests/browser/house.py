"""The real garden in processes of its own, as `make run` starts its web part, on a scratch folder."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

PASSWORD = "only for the browser tests"
PATIENCE = 60
# A proxy of the environment would look for 127.0.0.1 on its own machine.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class House:
    """Where the garden is, and the pictures in it."""

    url: str
    served: list[str]
    waiting: list[str]
    environment: dict[str, str]

    def told(self, *arguments: str) -> Any:
        """What a program that works on this garden's own folder prints, as JSON."""
        return json.loads(_run(list(arguments), self.environment))


@contextmanager
def opened(folder: Path, *, processes: int = 1) -> Iterator[House]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "emotion_garden.settings",
        "GARDEN_DATA": str(folder),
        "GARDEN_CURATOR_PASSWORD": PASSWORD,
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    for name in ("DATABASE_URL", "STORAGE_URL", "GARDEN_STATIC_ROOT"):
        environment.pop(name, None)
    planted = json.loads(_run(["-m", "tests.browser.planting"], environment))
    port = _free_port()
    with (folder / "web.log").open("wb") as log, _web(port, processes, environment, log) as process:
        _wait(f"http://127.0.0.1:{port}/healthz/live", process, folder / "web.log")
        yield House(f"http://127.0.0.1:{port}", environment=environment, **planted)


@contextmanager
def _web(port: int, processes: int, environment: dict[str, str], log: object) -> Iterator["subprocess.Popen[bytes]"]:
    argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    argv += [
        "--port",
        str(port),
        "--workers",
        str(processes),
        "--blocking-threads",
        "4",
        "emotion_garden.wsgi:application",
    ]
    process = subprocess.Popen(argv, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    argv = [sys.executable, *arguments]
    done = subprocess.run(argv, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            DIRECT.open(url, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The garden did not open: {log.read_text()}")


@cache
def chromium() -> str | None:
    """The browser of this machine; `CHROMIUM` names another. One that starts: it may be a stub that wants a snap."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = (path for name in names if name and (path := shutil.which(name)))
    return next((path for path in found if _starts(path)), None)


def _starts(path: str) -> bool:
    return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=PATIENCE).returncode == 0
