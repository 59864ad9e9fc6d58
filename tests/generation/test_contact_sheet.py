"""scripts/contact_sheet.py, as somebody meets it who has forgotten its arguments."""

import shlex
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from PIL import Image

SCRIPT = settings.BASE_DIR / "scripts" / "contact_sheet.py"


def _run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False, timeout=60)


def test_without_arguments_it_answers_with_an_example_that_works(tmp_path: Path) -> None:
    done = _run()
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    words = shlex.split(line.partition("contact_sheet.py ")[2])
    sheet = tmp_path / words[0]
    assert _run(str(sheet), *words[1:], "--count", "1", "--size", "64", "--columns", "1").returncode == 0
    with Image.open(sheet) as painted:
        assert painted.size == (64, 40)
