"""A move that is stopped anywhere goes on; a damaged or foreign export is refused before anything is written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage

from emotion_garden.moving import exporting, planting, rows
from emotion_garden.moving import manifest as manifest_paper
from gallery.models import Image, Visitor
from recommendations.models import Interaction
from tests.emotion_garden import gardens
from tests.gallery import factories

pytestmark = pytest.mark.django_db


class Stop(KeyboardInterrupt):
    """The operator, or the power."""


@pytest.fixture
def box(exported: Path, tmp_path: Path) -> Path:
    """An export of a garden that is gone: the database is empty."""
    return Path(shutil.copytree(exported, tmp_path / "box"))


def stopping_at(step: int) -> Callable[[str, int], None]:
    steps = iter(range(step))

    def on_step(_what: str, _done: int) -> None:
        if next(steps, None) is None:
            raise Stop

    return on_step


def quiet(_what: str, _done: int) -> None:
    pass


def test_an_import_killed_anywhere_goes_on_to_the_same_garden(
    box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "CHUNK", 3)
    before = gardens.papers(box)
    kills, step = 0, 30
    while True:
        try:
            planting.plant(box, on_step=stopping_at(step))
            break
        except Stop:
            kills += 1
            step = step * 9 // 8
    exporting.export(tmp_path / "again", on_step=quiet)

    assert kills > 10, "killed in its files and in its rows"
    after = gardens.papers(tmp_path / "again")
    assert {name for name in before if after[name] != before[name]} == set()


def test_an_import_that_is_done_may_be_run_again(box: Path) -> None:
    assert gardens.run("garden_import", box)[0] == 0
    counts = exporting.survey()
    status, told = gardens.run("garden_import", box)
    assert (status, told["copied"]) == (0, 0)
    assert exporting.survey() == counts


def test_an_export_killed_anywhere_is_no_export_until_it_is_run_again(box: Path, tmp_path: Path) -> None:
    gardens.run("garden_import", box)
    for step in (0, 3, 20):
        with pytest.raises(Stop):
            exporting.export(tmp_path / "again", on_step=stopping_at(step))
        status, told = gardens.run("garden_import", tmp_path / "again", "--dry-run")
        assert (status, told["code"]) == (2, "unusable_folder")
    exporting.export(tmp_path / "again", on_step=quiet)
    assert gardens.papers(tmp_path / "again") == gardens.papers(box)


def test_a_second_export_copies_only_what_is_missing_or_wrong(box: Path) -> None:
    gardens.run("garden_import", box)
    one, other, *rest = sorted((box / "pictures").rglob("*.*"))
    one.unlink()
    other.write_bytes(b"rotten")
    stamps = {path: path.stat().st_mtime_ns for path in rest}
    before = gardens.papers(box)

    assert gardens.run("garden_export", box)[0] == 0
    assert gardens.papers(box) == before
    assert {path: path.stat().st_mtime_ns for path in rest} == stamps
    assert gardens.run("garden_import", box, "--dry-run")[0] == 0


def test_a_file_that_the_garden_lost_is_said_and_the_rest_is_exported(box: Path, tmp_path: Path) -> None:
    gardens.run("garden_import", box)
    lost, rotten = Image.objects.order_by("pk")[:2]
    default_storage.delete(str(lost.file))
    Path(default_storage.path(str(rotten.file))).write_bytes(b"rotten")
    status, told = gardens.run("garden_export", tmp_path / "second")

    assert (status, told["missing"]) == (1, 2)
    assert sorted((tmp_path / "second/missing.txt").read_text().split()) == sorted([str(lost.file), str(rotten.file)])
    assert gardens.run("garden_import", tmp_path / "second", "--dry-run")[0] == 0


@pytest.mark.parametrize("name", ["rows/gallery.image.jsonl", "SHA256SUMS", "a picture", "a taste", "missing.txt"])
def test_a_damaged_export_is_refused_before_anything_is_written(box: Path, name: str) -> None:
    inside = {"a picture": "pictures", "a taste": "tastes"}
    path = sorted((box / inside[name]).rglob("*.*"))[-1] if name in inside else box / name
    path.write_bytes(path.read_bytes() + b"\n")
    status, told = gardens.run("garden_import", box)
    assert (status, told["code"]) == (2, "damaged_export")
    assert path.name in told["error"]
    assert not Image.objects.exists()
    assert not User.objects.exists()
    assert not Path(default_storage.path("")).exists()


@pytest.mark.parametrize("path", ["../../outside", "/etc/passwd", "pictures/../../outside"])
def test_a_path_that_leads_out_of_the_folder_is_refused(box: Path, path: str) -> None:
    sums = (box / "SHA256SUMS").read_text() + f"{'0' * 64}  {path}\n"
    (box / "SHA256SUMS").write_text(sums)
    manifest = json.loads((box / "manifest.json").read_text())
    manifest["sums"] = manifest_paper.hash_of(box / "SHA256SUMS")
    (box / "manifest.json").write_text(json.dumps(manifest))
    assert gardens.run("garden_import", box)[1]["code"] == "damaged_export"


def test_a_garden_that_is_not_empty_is_left_as_it_is(box: Path) -> None:
    stranger = factories.make_image(status="pool")
    status, told = gardens.run("garden_import", box)
    assert (status, told["code"]) == (2, "not_empty")
    assert "not empty" in told["error"]
    assert Image.objects.get() == stranger
    assert not Interaction.objects.exists()


def test_what_was_added_after_an_import_is_not_overwritten(box: Path) -> None:
    gardens.run("garden_import", box)
    Visitor.objects.create()
    assert gardens.run("garden_import", box)[1]["code"] == "not_empty"


def test_an_export_of_another_version_is_refused(box: Path) -> None:
    text = (box / "manifest.json").read_text()
    manifest: dict[str, Any] = json.loads(text)
    manifest["migrations"]["gallery"] = "0001_initial"
    (box / "manifest.json").write_text(json.dumps(manifest))
    status, told = gardens.run("garden_import", box)
    assert (status, told["code"]) == (2, "other_version")
    assert "gallery 0001_initial" in told["error"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b'{"format": 2}', b"\xff\xfe"])
def test_a_manifest_that_is_none_is_refused_with_a_sentence(box: Path, content: bytes) -> None:
    (box / "manifest.json").write_bytes(content)
    status, told = gardens.run("garden_import", box)
    assert status == 2
    assert told["code"] in {"damaged_export", "other_version"}


def test_a_folder_with_other_things_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("dear")
    status, told = gardens.run("garden_export", tmp_path / "home")
    assert (status, told["code"]) == (2, "unusable_folder")
    assert "letters.txt" in told["error"]
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letters.txt"]


def test_a_dry_run_writes_nothing(box: Path, tmp_path: Path) -> None:
    assert gardens.run("garden_import", box, "--dry-run")[1]["planted"] is False
    assert not Image.objects.exists()
    factories.make_image()
    assert gardens.run("garden_export", tmp_path / "dry", "--dry-run")[1]["rows"]["gallery.image"] == 1
    assert not (tmp_path / "dry").exists()


def test_half_a_folder_of_tastes_is_replaced(box: Path, settings: LazySettings) -> None:
    folder = next((box / "tastes").iterdir())
    half = settings.RECOMMENDATIONS_MODELS / f"{folder.name}.part"
    half.mkdir(parents=True)
    (half / "junk").write_text("half")
    gardens.run("garden_import", box)
    names = sorted(path.name for path in (settings.RECOMMENDATIONS_MODELS / folder.name).iterdir())
    assert names == sorted(path.name for path in folder.iterdir())
    assert not half.exists()
