"""Real processes: a training that is killed at any step, and web processes that follow another model."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from tests.generation import processes

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_training_killed_at_any_step_leaves_the_old_model_live(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path, RECOMMENDATIONS_LEARNER="popularity")
    process = machine.start("-m", "tests.recommendations.dying", DJANGO_SETTINGS_MODULE="emotion_garden.settings")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    told = json.loads(out)
    after = told.pop("after")
    assert len(told) == 7
    for step, left in told.items():
        assert left == {"killed": True, "live": True, "fault": ""}, step
    assert after == {"live": True, "fault": ""}


def test_every_web_process_follows_within_ten_seconds(tmp_path: Path) -> None:
    machine = processes.machine(tmp_path)
    prepared = machine.start("-m", "tests.recommendations.preparing", DJANGO_SETTINGS_MODULE="emotion_garden.settings")
    out, err = prepared.communicate(timeout=120)
    assert prepared.returncode == 0, err
    _one, two = out.split()
    asking = [
        machine.start("-m", "tests.recommendations.asking", DJANGO_SETTINGS_MODULE="emotion_garden.settings")
        for _process in range(2)
    ]
    try:
        assert [_line(process) for process in asking] == ["one", "one"]
        for words, expected in (((two,), "two"), (("--none",), "popularity")):
            told = machine.answer("activate_tastes", *words)
            done = time.monotonic()
            assert [_line(process) for process in asking] == [expected, expected]
            assert time.monotonic() - done < 10
            assert told["held"] is True
    finally:
        for process in asking:
            processes.kill(process)


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
