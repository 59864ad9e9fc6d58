"""Files that no row names."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from gallery import files, orphans, pool, storages
from tests.gallery import factories

pytestmark = pytest.mark.django_db
AT_ONCE = timedelta(0)
ABANDONED = files.name(files.digest(b"nobody wrote this down"), "jpeg")


def test_only_files_that_no_row_names_are_found_and_removed() -> None:
    image = factories.make_image()
    default_storage.save(ABANDONED, ContentFile(b"nobody wrote this down"))

    assert list(orphans.find(older_than=AT_ONCE)) == [ABANDONED]
    assert orphans.remove(ABANDONED, older_than=AT_ONCE)
    assert not orphans.remove(ABANDONED, older_than=AT_ONCE), "another sweep was first"
    assert list(orphans.find(older_than=AT_ONCE)) == []
    assert default_storage.exists(str(image.file.name))


def test_a_file_that_a_row_names_by_now_is_kept() -> None:
    name = str(factories.make_image().file.name)

    assert not orphans.remove(name, older_than=AT_ONCE)
    assert default_storage.exists(name)


@pytest.mark.parametrize(
    "name",
    [
        "dump.sql",
        "backups/dump.sql",
        "ab/notes.txt",
        f"ab/{'c' * 64}.jpeg",
        f"ab/ab{'c' * 62}.png",
        f"backups/ab{'c' * 62}.jpeg",
        f".parts/ab{'c' * 62}.jpeg",
    ],
)
def test_a_file_that_is_not_named_as_we_name_files_is_left_alone(name: str) -> None:
    default_storage.save(name, ContentFile(b"somebody else's"))

    assert list(orphans.find(older_than=AT_ONCE)) == []
    with pytest.raises(ValueError, match="no name of ours"):
        orphans.remove(name)
    assert default_storage.exists(name)


def test_in_a_garden_without_pictures_nothing_is_found() -> None:
    assert list(orphans.find(older_than=AT_ONCE)) == []


def test_what_is_young_is_left_to_the_worker_that_stored_it(capsys: pytest.CaptureFixture[str]) -> None:
    default_storage.save(ABANDONED, ContentFile(b"its row is about to come"))

    call_command("sweep", "--orphans")

    assert "removed: 0" in capsys.readouterr().out
    assert default_storage.exists(ABANDONED)


def test_half_a_file_is_found_when_it_is_as_old_as_any_other_orphan() -> None:
    half = f"{storages.PARTS}/{'0a' * 16}"
    default_storage.save(half, ContentFile(b"half"))
    assert list(orphans.find()) == []
    assert not orphans.remove(half)

    made_older(half, by=timedelta(days=2))

    assert list(orphans.find()) == [half]
    assert orphans.remove(half)
    assert list(orphans.find()) == []


def test_a_file_that_is_received_again_is_not_removed_before_its_row_is_written() -> None:
    jpeg = factories.make_jpeg()
    name = files.name(files.digest(jpeg), "jpeg")
    default_storage.save(name, ContentFile(jpeg))
    made_older(name, by=timedelta(days=3))
    assert list(orphans.find()) == [name]
    meanwhile: list[bool] = []

    class Late(dict[str, Any]):
        """A recipe that is read between the file and its row."""

        def get(self, key: str, default: Any = None) -> Any:
            if key == "model":
                meanwhile.append(orphans.remove(name))
            return super().get(key, default)

    image, new = pool.receive(jpeg, emotion="happy", recipe=Late())

    assert new
    assert meanwhile == [False]
    assert image.file.read() == jpeg


@pytest.mark.parametrize(("hours", "stored_again"), [(11, False), (13, True)])
def test_a_file_is_stored_again_when_half_the_time_of_an_orphan_is_over(hours: int, stored_again: bool) -> None:
    jpeg = factories.make_jpeg()
    name = files.name(files.digest(jpeg), "jpeg")
    default_storage.save(name, ContentFile(jpeg))
    made_older(name, by=timedelta(hours=hours))

    pool.receive(jpeg, emotion="happy", recipe={})

    assert (orphans.age(name) < timedelta(hours=1)) is stored_again


def made_older(name: str, *, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(default_storage.path(name), (then, then))
