"""Settings that make no sense end every program with one sentence, not with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def _end(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR, env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("door", [("manage.py", "check"), ("-c", "import emotion_garden.wsgi")])
def test_a_variable_that_makes_no_sense_is_one_line(tmp_path: Path, door: tuple[str, ...]) -> None:
    done = _end(*door, GARDEN_DATA=str(tmp_path), PORT="99999")
    assert done.returncode == 1
    assert done.stderr == "The garden cannot start: PORT must be at most 65535, not 99999.\n"


def test_an_engine_that_nobody_knows_stops_a_command(tmp_path: Path) -> None:
    done = _end("manage.py", "run_garden", GARDEN_DATA=str(tmp_path), EMOTIONS_READER="foo")
    assert done.returncode == 1
    assert "EMOTIONS_READER names no engine: 'foo'." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["sweep", "learn_tastes"])
def test_a_command_in_a_folder_without_a_garden_says_so(tmp_path: Path, command: str) -> None:
    # Not DATABASE_URL: the tests may run on another database.
    done = _end("manage.py", command, GARDEN_DATA=str(tmp_path), DATABASE_URL="")
    assert done.returncode == 1
    assert "Is this the garden you mean (DATABASE_URL, GARDEN_DATA), and has it been made (manage.py migrate)?" in (
        done.stderr
    )
    assert "Traceback" not in done.stderr
