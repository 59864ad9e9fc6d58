"""The folder of the pictures: files are there whole or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.module_loading import import_string

from emotion_garden import env
from gallery.storages import WholeFiles

NAME = "ab/picture.jpeg"


@pytest.fixture
def store(tmp_path: Path) -> WholeFiles:
    return WholeFiles(location=tmp_path / "pictures", allow_overwrite=True)


def there(store: WholeFiles) -> list[str]:
    folder = Path(store.location)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class Content(ContentFile[bytes]):
    """Calls between its chunks."""

    def __init__(self, between: Any) -> None:
        super().__init__(b"new new")
        self.between = between

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"new "
        self.between()
        yield b"new"


def test_a_file_is_stored_under_its_name_and_nothing_beside_it(store: WholeFiles) -> None:
    assert store.save(NAME, ContentFile(b"bytes")) == NAME
    assert there(store) == [NAME]
    assert Path(store.path(NAME)).read_bytes() == b"bytes"


def test_who_reads_meanwhile_has_the_old_file_whole(store: WholeFiles) -> None:
    store.save(NAME, ContentFile(b"old"))
    seen: list[bytes] = []

    store.save(NAME, Content(lambda: seen.append(Path(store.path(NAME)).read_bytes())))

    assert seen == [b"old"]
    assert Path(store.path(NAME)).read_bytes() == b"new new"


def test_a_file_that_is_not_there_yet_is_not_seen_in_parts(store: WholeFiles) -> None:
    seen: list[bool] = []

    store.save(NAME, Content(lambda: seen.append(store.exists(NAME))))

    assert seen == [False]


@pytest.mark.parametrize("step", ["fsync", "replace", "write"])
def test_a_failure_leaves_the_old_file_and_nothing_half_written(
    store: WholeFiles, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_any: Any) -> None:
        raise OSError("The disk is full.")

    store.save(NAME, ContentFile(b"old"))
    if step != "write":
        monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="disk is full"):
        store.save(NAME, Content(fail if step == "write" else lambda: None))

    assert there(store) == [NAME]
    assert Path(store.path(NAME)).read_bytes() == b"old"


def test_a_garden_without_a_bucket_uses_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STORAGE_URL", raising=False)
    assert import_string(env.storage("STORAGE_URL", tmp_path)["BACKEND"]) is WholeFiles
    monkeypatch.setenv("STORAGE_URL", f"file://{tmp_path}")
    assert isinstance(storages.create_storage(env.storage("STORAGE_URL", Path())), WholeFiles)
