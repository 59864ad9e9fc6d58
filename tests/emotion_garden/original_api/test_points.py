"""The table of what old clients rely on speaks of tests that are there."""

import re

from django.conf import settings

from tests.emotion_garden.original_api.points import API, CLIENTS, PAGES, SAFETY


def test_every_point_has_tests_that_are_there() -> None:
    files = [path for folder in (API, PAGES) for path in (settings.BASE_DIR / folder).glob("test_*.py")]
    there = {
        f"{path.name}::{name}" for path in files for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    assert (len(CLIENTS), len(SAFETY)) == (22, 13)
    for point, tests in (CLIENTS | SAFETY).items():
        assert tests, f"Nothing holds “{point}”."
        assert not set(tests) - there, f"{point}: {set(tests) - there} are gone."
