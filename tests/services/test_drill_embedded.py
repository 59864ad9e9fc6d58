"""The crash drill on one machine: SQLite, the file system and no broker but files; and a short one over RabbitMQ."""

import os
import sqlite3
from pathlib import Path

import pytest

from gallery import storages
from tests.services.drill import Drill, assert_exact


@pytest.mark.timeout(240)
def test_the_embedded_garden_loses_and_doubles_nothing(tmp_path: Path) -> None:
    drill = Drill(tmp_path, CELERY_BROKER_URL="filesystem://")

    _drilled(drill, pictures=200, kills=10)


@pytest.mark.timeout(120)
def test_nothing_is_lost_or_doubled_over_rabbitmq(rabbitmq: str, tmp_path: Path) -> None:
    drill = Drill(tmp_path, CELERY_BROKER_URL=rabbitmq)

    _drilled(drill, pictures=20, kills=2)


def _drilled(drill: Drill, *, pictures: int, kills: int) -> None:
    drill.manage("migrate", "--verbosity", "0")
    try:
        drill.begin(workers=3)
        drill.manage("render_batch", "--emotion", "calm", "--size", "64x40", "--count", str(pictures // 2))
        drill.run(
            pictures=pictures,
            kills=kills,
            done=lambda: _number(drill, "SELECT COUNT(*) FROM generation_rendering WHERE state = 'done'"),
            midway=lambda: _empty_the_broker(drill.folder / "broker"),
        )
        open_batches = "SELECT COUNT(*) FROM generation_generationbatch WHERE state <> 'done'"
        drill.wait(lambda: _number(drill, open_batches) == 0, seconds=20)
        copies_due = "SELECT COUNT(*) FROM gallery_image WHERE renditions_due"
        drill.wait(lambda: _number(drill, copies_due) == 0, seconds=60)
        counts = drill.counts()
    finally:
        drill.end()

    folder = drill.folder / "pictures"
    # What a killed worker was writing goes by itself once it is a day old: by what beat sends, here by its command.
    for half in (folder / storages.PARTS).iterdir():
        os.utime(half, (0, 0))
    drill.manage("sweep")
    stored = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert_exact(counts, pictures=pictures, stored=stored)
    assert drill.killed == kills
    # With few kills none may have hit; with many, none would prove nothing.
    assert counts["outcomes"].get("lost", 0) >= kills // 10


def _empty_the_broker(folder: Path) -> None:
    """The embedded broker's messages are files; whatever is lost with them, the sweep makes up for."""
    for message in (folder / "queue").glob("*.msg"):
        message.unlink(missing_ok=True)


def _number(drill: Drill, sql: str) -> int:
    with sqlite3.connect(f"file:{drill.folder / 'garden.sqlite3'}?mode=ro", uri=True, timeout=20) as database:
        return int(database.execute(sql).fetchone()[0])
