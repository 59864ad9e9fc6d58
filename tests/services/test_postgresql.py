"""PostgreSQL by one setting: the tests that lean on the database run again, on the real one."""

import re

import pytest

from tests.services.conftest import Checkout

# What leans on rows, locks, constraints and SQL of our own; pictures, faces and pages do not change with the database.
FOLDERS = ["tests/gallery", "tests/generation", "tests/recommendations"]
BURSTS = "tests/emotion_garden/original_api/test_bursts.py"
LEFT_OUT = (
    "painter or diffusers or renderers or scale or evaluat or lightfm or speed or memory or admin or synthetic "
    "or not_there or hangs or asked_to_end or learn_tastes or policy"
)
FEWEST = 100


# For a machine that does other things too: alone it takes about a minute on two cores.
@pytest.mark.timeout(960)
def test_the_database_tests_pass_on_postgresql(postgresql: str) -> None:
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--create-db", "-k", f"not ({LEFT_OUT})"]
    done = Checkout(DATABASE_URL=postgresql).run("-m", "pytest", *options, *FOLDERS, BURSTS, timeout=900)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) >= FEWEST, f"Only {passed[1]} tests ran: have they moved?"
