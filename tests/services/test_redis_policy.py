"""A Redis that drops messages when its memory is full is named before it does."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks


@pytest.fixture
def forgetful(tmp_path: Path) -> Iterator[str]:
    """A Redis of our own, on a port that is free."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("redis-server is not installed on this machine.")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--maxmemory-policy", "allkeys-lru"]
    process = subprocess.Popen([server, *words], cwd=tmp_path, stdout=subprocess.DEVNULL)
    _wait_for(port)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("The Redis of this test did not start.")


def test_a_redis_that_evicts_is_named(forgetful: str, settings: LazySettings) -> None:
    settings.CELERY_BROKER_URL = forgetful

    found = {check.id: check.msg for check in run_checks(include_deployment_checks=True)}

    assert "allkeys-lru" in found["garden.W008"]
