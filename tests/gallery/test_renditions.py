"""Smaller copies: made after the picture came, once, by whoever is there, whatever fails."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from emotion_garden.celery import app
from gallery import files, renditions, tasks
from gallery.models import Image, Rendition, RenditionClaim
from tests.gallery.factories import make_image, make_jpeg

pytestmark = pytest.mark.django_db


def due(**fields: Any) -> Image:
    return make_image(renditions=False, **fields)


def one(image: Image) -> QuerySet[Image]:
    return Image.objects.filter(pk=image.pk)


def made(image: Image) -> set[tuple[int, int, str]]:
    return set(image.renditions.values_list("width", "height", "format"))


def later(image: Image) -> None:
    """A minute goes by."""
    RenditionClaim.objects.filter(pk=image.pk).update(until=timezone.now() - timedelta(seconds=1))


def spoil(image: Image, data: bytes) -> None:
    default_storage.save(str(image.file.name), ContentFile(data))


def test_copies_are_made_in_both_formats_and_never_larger_than_the_picture() -> None:
    image = due(size=(800, 1280))

    assert renditions.make() == 1

    assert made(image) == {
        (320, 512, "webp"), (320, 512, "jpeg"), (640, 1024, "webp"), (640, 1024, "jpeg"), (800, 1280, "webp"),
    }  # fmt: skip
    for row in image.renditions.all():
        assert files.digest(row.file.read()) == row.sha256
    assert not Image.objects.filter(renditions_due=True).exists()
    assert not RenditionClaim.objects.exists()


def test_a_picture_wider_than_the_ladder_gets_each_width_once() -> None:
    image = due(size=(1536, 1024))
    assert renditions.make() == 1
    assert {width for width, _height, _format in made(image)} == {320, 640, 1280}
    assert Rendition.objects.count() == 6


def test_the_task_makes_what_is_due_and_a_second_bell_finds_nothing() -> None:
    images = [due(), due()]
    for _bell in range(2):
        tasks.make_renditions()
        assert Rendition.objects.count() == len(images)


def test_beat_rings_though_every_bell_was_lost() -> None:
    entries = [entry for entry in app.conf.beat_schedule.values() if entry["task"] == tasks.make_renditions.name]
    assert len(entries) == 1
    app.loader.import_default_modules()
    assert tasks.make_renditions.name in app.tasks
    assert app.amqp.router.route({}, tasks.make_renditions.name)["queue"].name == "default"


def test_a_broker_that_is_away_costs_nothing(settings: LazySettings) -> None:
    """Its folder is a file: nothing can be put there."""
    queue: Path = settings.CELERY_BROKER_DATA / "queue"
    rmtree(queue, ignore_errors=True)
    queue.touch()
    try:
        image = due()
        tasks.ring()
    finally:
        queue.unlink()
        queue.mkdir()
    assert renditions.make() == 1
    assert made(image)


def test_a_slice_ends_with_its_time_and_the_rest_waits() -> None:
    due()
    assert renditions.make(seconds=0) == 0
    assert not RenditionClaim.objects.exists()
    assert renditions.make() == 1


def test_a_picture_that_cannot_be_decoded_is_left_with_its_original_and_stops_nobody() -> None:
    broken, changed, well = due(size=(400, 250)), due(), due()
    data = broken.file.read()[:-900]
    spoil(broken, data)
    one(broken).update(sha256=files.digest(data))
    spoil(changed, make_jpeg())

    assert renditions.make() == 1

    assert made(well)
    told = {claim.image_id: claim.error for claim in renditions.given_up()}
    assert told == {
        broken.pk: "The picture is damaged or cut off.",
        changed.pk: "The stored file is not the one that was received.",
    }
    assert renditions.make() == 0


def test_what_was_put_right_is_made_when_somebody_asks() -> None:
    image = due()
    jpeg = image.file.read()
    spoil(image, b"nothing")
    assert renditions.make() == 0
    spoil(image, jpeg)

    assert renditions.ask(one(image)) == 1

    assert renditions.make() == 1
    assert not renditions.given_up().exists()


def test_a_store_that_is_away_ends_the_run_and_the_pictures_are_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    images = [due(), due()]

    def away(*_: Any, **__: Any) -> str:
        raise OSError("The disk went away.")

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "save", away)
        for _time in range(renditions.MOST_LOST + 2):
            assert renditions.make() == 0
            later(images[0])
    assert RenditionClaim.objects.get().error == "The disk went away."
    assert not renditions.given_up().exists()

    assert renditions.make() == 2


def test_a_worker_that_dies_gives_its_picture_to_another_a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    image = die_with(due(), monkeypatch)
    assert renditions.make() == 0, "its lease has not run out"
    later(image)
    assert renditions.make() == 1
    assert made(image)


def test_a_picture_that_ends_every_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    image = due()
    for _time in range(renditions.MOST_LOST):
        die_with(image, monkeypatch)
        later(image)
    assert renditions.make() == 0
    assert [claim.image_id for claim in renditions.given_up()] == [image.pk]


def die_with(image: Image, monkeypatch: pytest.MonkeyPatch) -> Image:
    """As a killed process does: nothing after this point happens."""

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(files, "copies", killed)
        with pytest.raises(KeyboardInterrupt):
            renditions.make()
    return image


def test_a_picture_that_got_another_file_meanwhile_keeps_no_copies_of_the_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = due()
    new, copies = make_jpeg(), files.copies

    def replaced(*given: Any, **named: Any) -> list[files.Copy]:
        name = default_storage.save(files.name(files.digest(new), "jpeg"), ContentFile(new))
        one(image).update(file=name, sha256=files.digest(new))
        return copies(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(files, "copies", replaced)
        assert renditions.make() == 0
    assert not made(image)
    later(image)
    assert renditions.make() == 1
    expected = copies(files.opened(new))[0].data
    assert io.BytesIO(image.renditions.get().file.read()).read() == expected


@pytest.mark.django_db(transaction=True)
def test_workers_share_the_work_and_nothing_is_made_twice(
    record_property: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = [due(size=(400, 250)) for _number in range(24)]
    encoded: list[int] = []
    copies = files.copies

    def counted(*given: Any, **named: Any) -> list[files.Copy]:
        encoded.append(1)
        return copies(*given, **named)

    monkeypatch.setattr(files, "copies", counted)

    def work(_number: int) -> int:
        try:
            return renditions.make()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        shares = list(threads.map(work, range(4)))

    record_property("figures", f"copies of {len(images)} pictures by four workers: {shares}")
    assert sum(shares) == len(images) == len(encoded)
    assert Rendition.objects.count() == 3 * len(images)
    assert not RenditionClaim.objects.exists()
