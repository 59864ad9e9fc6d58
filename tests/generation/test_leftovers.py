"""Files of workers that died: written down before they are stored, removed a day later if no picture names them."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gallery import files, pool, storages
from gallery.models import Image
from generation import batches, claims, leftovers, recipes, rendering, sweeping, tasks
from generation.models import Attempt, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, die, order, pictures, states

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1, minutes=1)


def test_the_file_of_a_worker_that_died_in_a_cancelled_batch_is_removed_a_day_later() -> None:
    batch = order()
    slot = claimed()
    name = _stored_without_a_row(slot)
    batches.cancel(batch)
    die(slot)
    sweeping.sweep()
    assert leftovers.remove() == []

    _a_day_passes()
    tasks.remove_leftovers()

    assert states(batch) == {"cancelled": 2}
    assert not default_storage.exists(name)
    assert not Attempt.objects.exclude(stores="").exists()


def test_a_file_that_a_later_claim_has_named_stays() -> None:
    batch = order()
    slot = claimed()
    name = _stored_without_a_row(slot)
    die(slot)
    assert rendering.work() == 2

    _a_day_passes()

    assert leftovers.remove() == []
    assert name in [picture.file.name for picture in pictures(batch)]
    assert all(default_storage.exists(str(picture.file.name)) for picture in pictures(batch))


def test_the_file_of_a_worker_whose_slot_other_hardware_made_again_is_removed(use: Use) -> None:
    batch = order()
    slot = claimed()
    name = _stored_without_a_row(slot)
    die(slot)
    use(renderers.Tinted)
    assert rendering.work() == 2

    _a_day_passes()

    assert leftovers.remove() == [name]
    assert all(default_storage.exists(str(picture.file.name)) for picture in pictures(batch))


def test_what_is_being_made_and_what_is_done_leaves_nothing_to_remove() -> None:
    order()
    rendering.work(most=1)
    slot = claimed()
    name = _stored_without_a_row(slot)

    _a_day_passes()

    assert leftovers.remove() == []
    assert default_storage.exists(name)
    assert not Attempt.objects.done().exclude(stores="").exists()


def test_files_that_nobody_here_has_stored_are_left_to_an_operator() -> None:
    """After a restore, or beside the wrong database, a whole store looks unnamed."""
    order()
    rendering.work()
    names = [str(picture.file.name) for picture in Image.objects.all()]
    Image.objects.all().delete()

    _a_day_passes()

    assert leftovers.remove() == []
    assert all(default_storage.exists(name) for name in names)


def test_half_a_file_is_removed_a_day_later() -> None:
    half = f"{storages.PARTS}/{'0a' * 16}"
    default_storage.save(half, ContentFile(b"\xff\xd8\xff half"))
    assert leftovers.remove() == []

    _a_day_passes()

    assert leftovers.remove() == [half]
    assert leftovers.remove() == []


def _stored_without_a_row(slot: Rendering) -> str:
    """As far as a worker comes that is killed between the file and its row."""
    engine = renderers.Blotches()
    request = recipes.request(slot)
    jpeg = recipes.written(engine.picture(request), recipes.canonical(engine=engine.describe(), request=request))
    name = files.name(files.digest(jpeg), "jpeg")
    assert claims.storing(slot, file=name)
    assert pool.stored(name, jpeg) == name
    return name


def _a_day_passes() -> None:
    then = time.time() - DAY.total_seconds()
    folders, _files = default_storage.listdir("")
    for folder in folders:
        for file in default_storage.listdir(folder)[1]:
            os.utime(default_storage.path(f"{folder}/{file}"), (then, then))
    for attempt in Attempt.objects.exclude(ended_at=None):
        Attempt.objects.filter(pk=attempt.pk).update(ended_at=timezone.now() - DAY)
