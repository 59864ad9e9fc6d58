"""The active model in a serving process: swapped by its row, kept when the new files are damaged."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from gallery.models import Image, Visitor
from recommendations import features, rankings, taste_files, tastes, versions
from recommendations.features import Picture
from recommendations.models import Slate, TasteModel
from recommendations.tastes import Tastes
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def images(settings: LazySettings) -> list[Image]:
    settings.RECOMMENDATIONS_EXPLORATION = 0
    return factories.make_rows(5, status="serving")


def favoring(image: Image, *, name: str) -> TasteModel:
    """A model in which this picture is everybody's first."""
    zeros = np.zeros((1, 2), dtype=np.float32)
    own = features.identity(Picture(str(image.code), "", "", ""))
    model = Tastes(
        visits=tastes.side(["emotion:happy"], zeros, np.zeros(1, dtype=np.float32)),
        pictures=tastes.side([own], zeros, np.ones(1, dtype=np.float32)),
    )
    taste_files.save(model, folder=folder(name))
    return TasteModel.objects.create(folder=name, learner="test", data_hash="")


def folder(name: str) -> Path:
    from django.conf import settings

    return Path(settings.RECOMMENDATIONS_MODELS) / name


def first() -> tuple[int, int | None]:
    visitor = Visitor.objects.create()
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
    return offer.items[0].image.pk, Slate.objects.get(code=offer.slate).taste_model_id


def test_another_model_becomes_active_at_the_next_question(images: list[Image]) -> None:
    assert first()[1] is None
    one, two = favoring(images[3], name="one"), favoring(images[1], name="two")
    versions.switch(one)
    assert first() == (images[3].pk, one.pk)
    versions.switch(two)
    assert first() == (images[1].pk, two.pk)
    versions.switch(one)
    assert first() == (images[3].pk, one.pk)
    TasteModel.objects.update(active=False)
    assert first()[1] is None


@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "newer", "unreadable"])
def test_damaged_files_leave_the_old_model_live_and_say_so(
    images: list[Image], harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = favoring(images[3], name="one"), favoring(images[1], name="two")
    versions.switch(one)
    first()
    damage(folder("two"), harm)
    versions.switch(two)
    with caplog.at_level(logging.ERROR):
        assert first() == (images[3].pk, one.pk)
        first()
    assert len(caplog.records) == 1
    assert "the one before stays live" in caplog.text and "two" in caplog.text
    with pytest.raises(taste_files.CorruptTastesError):
        taste_files.load(folder("two"))


def damage(model: Path, harm: str) -> None:
    manifest, biases = model / "manifest.json", model / "picture_biases.npy"
    if harm == "gone":
        biases.unlink()
    elif harm == "cut":
        biases.write_bytes(biases.read_bytes()[:-2])
    elif harm == "changed":
        np.save(biases, np.full(1, 7, dtype=np.float32))
    elif harm == "newer":
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 2}))
    else:
        manifest.write_text("{")


def test_with_no_model_that_loads_popularity_serves(images: list[Image]) -> None:
    TasteModel.objects.create(folder="never", learner="test", data_hash="", active=True)
    assert first()[1] is None


def test_a_crash_while_saving_leaves_no_model(images: list[Image], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            favoring(images[0], name="one")
    assert not folder("one").exists()
    assert favoring(images[0], name="one").pk


def test_the_database_allows_one_active_model(images: list[Image]) -> None:
    versions.switch(favoring(images[0], name="one"))
    with pytest.raises(IntegrityError), transaction.atomic():
        TasteModel.objects.create(folder="x", learner="test", data_hash="", active=True)


def test_the_arrays_are_shared_not_copied(images: list[Image]) -> None:
    favoring(images[0], name="one")
    assert isinstance(taste_files.load(folder("one")).pictures.vectors, np.memmap)
