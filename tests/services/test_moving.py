"""A garden moves between databases: from SQLite to PostgreSQL and back it stays the same, byte for byte."""

from pathlib import Path

import psycopg
import pytest

from tests.services.conftest import Checkout

# One process for each garden: starting them is what takes the time.
_BEGIN = """
import sys, django; django.setup()
from django.core.management import call_command as run
from gallery.models import Visitor
from tests.emotion_garden import gardens
source, target = sys.argv[1:]
run("migrate", verbosity=0)
run("garden_import", source) if source else gardens.grown()
run("garden_export", target)
Visitor.objects.create()  # numbers go on behind those that came
"""


@pytest.mark.timeout(300)
def test_from_sqlite_to_postgresql_and_back(postgresql: str, tmp_path: Path) -> None:
    server, name = postgresql.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            _there_and_back(postgresql, tmp_path)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _there_and_back(postgresql: str, tmp_path: Path) -> None:
    light = {"RECOMMENDATIONS_LEARNER": "popularity", "GARDEN_LOG_LEVEL": "WARNING"}
    boxes = ["", *(str(tmp_path / f"box-{number}") for number in range(3))]
    for number, url in enumerate(["", postgresql, ""]):
        garden = Checkout(GARDEN_DATA=str(tmp_path / f"garden-{number}"), DATABASE_URL=url, **light)
        done = garden.run("-c", _BEGIN, boxes[number], boxes[number + 1])
        assert done.returncode == 0, done.stdout + done.stderr
    one, *others = [_papers(Path(box)) for box in boxes[1:]]
    assert len(one) > 20
    assert others == [one, one]


def _papers(box: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [*box.glob("*.*"), box / "SHA256SUMS", *box.glob("rows/*")]}
