"""Real processes: killed in the middle, racing for slots, hanging, and without a broker."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from generation.leases import HUNG
from tests.generation import processes

pytestmark = pytest.mark.django_db(transaction=True)
DONE = "SELECT COUNT(*) FROM generation_rendering WHERE state = 'done'"
HELD = "SELECT COUNT(*) FROM generation_rendering WHERE state IN ('rendering', 'storing')"
IMAGES = "SELECT COUNT(*) FROM gallery_image"
ORDER = ("render_batch", "--emotion", "happy", "--size", "64x40", "--key", "k")


def test_a_batch_killed_twice_in_the_middle_ends_with_exactly_the_pictures_ordered(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path)
    for killed_after in (2, 5):
        worker = machine.start("manage.py", *ORDER, "--count", "5", "--here")
        machine.wait_until(DONE, least=killed_after)
        machine.wait_until(HELD, least=1)
        processes.kill(worker)
        assert machine.rows(DONE)[0][0] < 10

    end = machine.answer(*ORDER, "--count", "5", "--here")

    assert (end["state"], end["total"], end["done"], end["new"], end["failed"]) == ("done", 10, 10, 10, 0)
    assert machine.rows(IMAGES) == [(10,)]
    assert machine.rows("SELECT COUNT(DISTINCT seed) FROM gallery_image") == [(10,)]
    stored = machine.rows("SELECT file FROM gallery_image UNION SELECT file FROM gallery_rendition")
    assert machine.files() == {name for (name,) in stored}


def test_three_processes_that_claim_at_once_never_get_the_same_slot(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path)
    machine.answer(*ORDER, "--count", "60")
    words = ("-m", "tests.generation.claimer")
    claimers = [machine.start(*words, most, GENERATION_LEASE_SECONDS="60") for most in ("1", "3", "8")]
    for claimer in claimers:
        assert claimer.stdout is not None
        assert claimer.stdout.readline() == "ready\n"
    got = _let_go(claimers)

    together = [pk for pks in got for pk in pks]
    assert len(together) == len(set(together)) == 120


def test_a_process_that_is_asked_to_end_gives_its_slot_back_at_once(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path)
    worker = machine.start("manage.py", *ORDER, "--count", "5", "--here", GENERATION_LEASE_SECONDS="60")
    machine.wait_until(DONE, least=1)
    time.sleep(0.15)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=10)

    states = dict(machine.rows("SELECT state, COUNT(*) FROM generation_rendering GROUP BY state"))
    assert machine.rows(HELD) == [(0,)]
    assert states["done"] + states["queued"] == 10
    assert machine.rows("SELECT COUNT(*) FROM generation_rendering WHERE state = 'queued' AND attempts > 0") == [(0,)]


def test_a_lease_is_renewed_while_an_engine_is_silent(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path, GENERATION_RENDERER="tests.generation.renderers.Hanging")
    worker = machine.start("manage.py", *ORDER, "--count", "1", "--here")
    machine.wait_until("SELECT COUNT(*) FROM generation_rendering WHERE state = 'rendering'", least=1)
    time.sleep(2.5)
    assert machine.answer("sweep")["queued"] == 0

    processes.kill(worker)
    time.sleep(2)
    assert machine.answer("sweep")["queued"] == 1


def test_an_engine_that_hangs_costs_its_process_and_the_lease_is_not_renewed_for_ever(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path, GENERATION_RENDERER="tests.generation.renderers.Hanging")
    worker = machine.start("manage.py", *ORDER, "--count", "1", "--here", GENERATION_PATIENCE_SECONDS="1")
    _out, err = worker.communicate(timeout=20)

    assert worker.returncode == HUNG
    assert "no sign of life" in err


def test_a_picture_that_kills_every_worker_is_gone_after_three_deaths_and_the_others_are_finished(
    tmp_path: Path,
) -> None:
    machine = processes.machine(tmp_path, GENERATION_RENDERER="tests.generation.renderers.Deadly")
    words = (*ORDER, "--count", "50", "--seed", "0", "--here")

    ends = [machine.manage(*words).returncode for _ in range(4)]

    assert ends == [-signal.SIGKILL] * 3 + [1], "three deaths, then an order of which one picture failed"
    failed = machine.rows("SELECT seed, error_class, losses FROM generation_rendering WHERE state = 'failed'")
    assert failed == [(3, "worker_lost", 3)]
    assert machine.rows(DONE) == machine.rows(IMAGES) == [(99,)]


def test_an_order_stands_though_the_broker_is_down(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path)

    begun = time.monotonic()
    done = machine.manage(*ORDER, "--count", "1", CELERY_BROKER_URL="redis://127.0.0.1:1/0")

    assert done.returncode == 0, done.stderr
    assert "the sweep will ring again" in done.stderr
    assert machine.rows("SELECT COUNT(*) FROM generation_rendering WHERE state = 'queued'") == [(2,)]
    assert time.monotonic() - begun < 20


def _let_go(claimers: "list[subprocess.Popen[str]]") -> list[list[str]]:
    for claimer in claimers:
        assert claimer.stdin is not None
        claimer.stdin.write("go\n")
        claimer.stdin.flush()
    return [claimer.communicate(timeout=30)[0].split() for claimer in claimers]
