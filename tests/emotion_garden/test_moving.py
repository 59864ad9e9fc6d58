"""Export, wipe, import: the same garden, byte for byte."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db.models import ForeignKey

from emotion_garden.moving import contents, people, rows, storing
from gallery import curation, pool
from gallery.models import Decision, Image, Rendition
from recommendations.models import Interaction, Slate, TasteModel
from tests.emotion_garden import gardens
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    yield tmp_path / "box"


def test_every_model_moves_or_says_why_it_stays() -> None:
    """A new model: put it into MOVED, behind what it points at, or into LEFT_OUT with the reason."""
    every = {model._meta.label_lower for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}
    listed = [*contents.PEOPLE, *contents.MOVED, *contents.LEFT_OUT]
    assert sorted(every) == sorted(listed)


def test_every_model_stands_behind_what_it_points_at() -> None:
    for place, model in enumerate(contents.models()):
        for column in contents.columns(model):
            if isinstance(column, ForeignKey) and column.related_model not in (User, model):
                target = column.related_model._meta.label_lower
                assert contents.MOVED.index(target) < place, f"{column} points at {target}, which comes later"


def test_export_wipe_import_export_is_the_same_garden_byte_for_byte(box: Path, tmp_path: Path) -> None:
    gardens.grown()
    assert gardens.run("garden_export", box)[0] == 0
    before = gardens.papers(box)
    pictures = {name: default_storage.open(name).read() for name in storing.named()}
    assert not [label for label in contents.MOVED if not before[f"{label}.jsonl"]], "a table without a row to lose"
    gardens.wiped()
    assert not Image.objects.exists()

    status, told = gardens.run("garden_import", box)
    assert (status, told["copied"]) == (0, len(pictures))
    assert {name: default_storage.open(name).read() for name in storing.named()} == pictures
    assert gardens.run("garden_export", tmp_path / "second")[0] == 0
    assert gardens.papers(tmp_path / "second") == before


def test_the_planted_garden_lives_on(box: Path) -> None:
    by = gardens.grown()
    gardens.run("garden_export", box)
    gardens.wiped()
    gardens.run("garden_import", box)

    jin = User.objects.get(username=by.username)
    assert not jin.has_usable_password()
    assert [group.name for group in jin.groups.all()] == ["tending"]
    undone = Decision.objects.exclude(undone_by=None).get(reason="dull", image=Image.objects.pooled().order_by("pk")[0])
    assert undone.undone_by is not None
    assert undone.undone_by.became == "pool"
    replaced = Decision.objects.get(kind="replacement")
    assert curation.undo(replaced.group, by=jin).changed == 1
    assert default_storage.exists(str(Image.objects.get(pk=replaced.image_id).file))
    new = factories.make_image(by=jin)
    assert new.pk > Image.objects.exclude(pk=new.pk).order_by("-pk")[0].pk, "numbers go on where they ended"
    assert curation.retire(Image.objects.filter(pk=new.pk), by=jin).changed == 1
    slate = Slate.objects.first()
    assert slate is not None
    assert Image.objects.filter(pk__in=[item["image"] for item in slate.items]).count() == len(slate.items)


def test_who_is_here_already_keeps_the_password(box: Path) -> None:
    gardens.grown()
    gardens.run("garden_export", box)
    gardens.wiped()
    User.objects.create_user("somebody else")
    User.objects.create_user("Jin", password="mine")
    gardens.run("garden_import", box)

    assert User.objects.get(username="Jin").check_password("mine")
    assert set(Decision.objects.values_list("by__username", flat=True)) == {"Jin"}


def test_no_secret_is_exported(box: Path, settings: LazySettings) -> None:
    gardens.grown().set_password("hush")
    gardens.run("garden_export", box)

    every = b"".join(path.read_bytes() for path in box.rglob("*") if path.is_file())
    assert b"password" not in every
    assert settings.SECRET_KEY.encode() not in every
    assert box.stat().st_mode & 0o077 == 0


def test_two_exports_of_one_garden_are_equal(box: Path, tmp_path: Path) -> None:
    gardens.grown()
    gardens.run("garden_export", box)
    gardens.run("garden_export", tmp_path / "other")
    assert gardens.papers(box) == gardens.papers(tmp_path / "other")


def test_three_times_the_rows_take_no_more_memory() -> None:
    peaks: list[int] = []
    for _more in range(2):
        factories.make_rows((1, 2)[len(peaks)] * 2 * rows.CHUNK)
        tracemalloc.start()
        for row in rows.read(Image, names=people.names()):
            rows.line(row)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert Image.objects.count() == 6 * rows.CHUNK
    assert peaks[1] < 1.3 * peaks[0]


def test_the_manifest_says_what_is_inside(box: Path) -> None:
    gardens.grown()
    gardens.run("garden_export", box)
    manifest = json.loads((box / "manifest.json").read_text())
    assert manifest["rows"]["gallery.image"] == Image.objects.count()
    assert manifest["rows"]["recommendations.interaction"] == Interaction.objects.count()
    # The pruned one has no file; the replaced one has its old file still, so that it can be put back.
    assert manifest["pictures"] == (Image.objects.count() - 1) + Rendition.objects.count() + 1
    assert manifest["missing"] == 0
    assert manifest["tastes"] == 7 * TasteModel.objects.count()
    assert manifest["migrations"]["gallery"].startswith("00")


def test_a_picture_that_is_here_already_is_not_copied(box: Path) -> None:
    gardens.grown()
    gardens.run("garden_export", box)
    files = {name: default_storage.open(name).read() for name in storing.named()}
    gardens.wiped()
    image, _new = pool.receive(next(iter(files.values())), emotion="happy", recipe={})
    there = image.renditions.count() + 1
    image.renditions.all().delete()
    image.delete()
    assert gardens.run("garden_import", box)[1]["copied"] == len(files) - there
