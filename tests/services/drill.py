"""A crash drill: real workers started by `make gpu-worker`, killed at random moments, until everything is made."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.services.conftest import Checkout

ROOT: Path = settings.BASE_DIR
# The environment that runs this test is complete: nothing is to be installed.
MAKE = ("make", "--no-print-directory", f"PY={sys.executable}", "LIGHT=", "FULL=", "CHECKED=")
COUNTS = """
import json
from collections import Counter
from gallery.models import Image, Rendition
from generation.models import Attempt, GenerationBatch, Rendering
names = list(Image.objects.values_list("file", flat=True)) + list(Rendition.objects.values_list("file", flat=True))
print(json.dumps({
    "states": Counter(Rendering.objects.values_list("state", flat=True)),
    "batches": Counter(GenerationBatch.objects.values_list("state", flat=True)),
    "pictures": Image.objects.count(),
    "with_copies": Rendition.objects.values("image").distinct().count(),
    "seeds": Image.objects.values("seed").distinct().count(),
    "slots_with_a_picture": Rendering.objects.exclude(image=None).values("image").distinct().count(),
    "outcomes": Counter(Attempt.objects.values_list("outcome", flat=True)),
    "workers": sorted(set(Attempt.objects.values_list("worker", flat=True))),
    "names": sorted(set(names)),
}))
"""


class Drill:
    """The garden's processes; every one of them in a process group of its own, ended with the drill."""

    def __init__(self, folder: Path, *, seed: int = 7, **variables: str) -> None:
        self.folder = folder
        self.garden = Checkout(
            GARDEN_DATA=str(folder),
            GARDEN_LOG_LEVEL="INFO",
            GENERATION_RENDERER="tests.generation.renderers.Brief",
            GENERATION_LEASE_SECONDS="2",
            GENERATION_RETRY_SECONDS="1",
            # Ten kills at random may hit one picture three times, which would set it aside as a killer of workers.
            GENERATION_ATTEMPTS="11",
            CELERY_SWEEP_SECONDS="1",
            GARDEN_WORKER_PROCESSES="3",
            **variables,
        )
        self.killed = 0
        self._dice = random.Random(seed)
        self._renderers: list[subprocess.Popen[bytes]] = []
        self._others: list[subprocess.Popen[bytes]] = []
        self._started = 0

    def begin(self, *, workers: int) -> None:
        self._others = [self._make("worker", log="default.log"), self._make("beat", log="beat.log")]
        for _ in range(workers):
            self.add_worker()

    def add_worker(self) -> None:
        """Each under a name of its own, as an orchestrator gives it to a machine that it starts anew."""
        self._started += 1
        name = f"gpu{self._started}"
        self._renderers.append(self._make("gpu-worker", f"WORKER_NAME={name}", log=f"{name}.log"))

    def kill_one(self) -> None:
        """As the kernel does it: no goodbye. Another one is started."""
        victim = self._dice.choice(self._renderers)
        self._renderers.remove(victim)
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        self.killed += 1
        self.add_worker()

    def run(self, *, pictures: int, kills: int, done: Callable[[], int], midway: Callable[[], object]) -> None:
        """Kills spread over the work, so that the last is left to finish; `midway` happens once, after half of them."""
        marks = sorted(self._dice.uniform(0.02, 0.9) * pictures for _ in range(kills))
        for number, mark in enumerate(marks):
            self.wait(lambda mark=mark: done() >= mark, seconds=150)  # type: ignore[misc]
            time.sleep(self._dice.uniform(0, 0.2))
            self.kill_one()
            if number == kills // 2:
                midway()
        self.wait(lambda: done() >= pictures, seconds=150)

    def wait(self, reached: Callable[[], bool], *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < until, f"not within {seconds} s\n{self.logs()}"
            time.sleep(0.05)

    def manage(self, *words: str, **variables: str) -> str:
        before = self.garden.environment
        self.garden.environment = {**before, **variables}
        try:
            done = self.garden.run("manage.py", *words)
        finally:
            self.garden.environment = before
        assert done.returncode == 0, done.stderr
        return done.stdout

    def counts(self) -> dict[str, Any]:

        return dict(json.loads(self.manage("shell", "--verbosity", "0", "--command", COUNTS).splitlines()[-1]))

    def logs(self) -> str:
        return "\n".join(f"--- {log.name}\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        for process in [*self._renderers, *self._others]:
            os.killpg(process.pid, signal.SIGTERM)
        until = time.monotonic() + 10
        for process in [*self._renderers, *self._others]:
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _make(self, *words: str, log: str) -> "subprocess.Popen[bytes]":
        with (self.folder / log).open("ab") as out:
            return subprocess.Popen(
                [*MAKE, *words], cwd=ROOT, env=self.garden.environment, stdout=out, stderr=out, start_new_session=True
            )


def assert_exact(counts: dict[str, Any], *, pictures: int, stored: set[str]) -> None:
    """Every picture once: in the slots, in the gallery, in the store; and nothing beside them."""
    assert counts["states"] == {"done": pictures}
    assert counts["batches"].keys() == {"done"}
    assert counts["pictures"] == counts["seeds"] == counts["slots_with_a_picture"] == pictures
    assert counts["with_copies"] == pictures
    assert counts["outcomes"]["done"] == pictures
    assert "running" not in counts["outcomes"]
    assert stored == set(counts["names"])
