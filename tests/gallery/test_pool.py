"""Receiving pictures: kept once, whole, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from gallery import files, likeness, pool
from gallery.errors import GardenError, UnknownEmotionError
from gallery.models import Image, Orientation, Rendition, Status
from tests.gallery.factories import make_image, make_jpeg

ORDERED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def receive(jpeg: bytes, **fields: Any) -> tuple[Image, bool]:
    return pool.receive(jpeg, **{"emotion": "happy", "recipe": {}, "ordered_at": ORDERED, **fields})


@pytest.mark.django_db
def test_a_picture_is_received_with_everything_it_must_remember() -> None:
    jpeg = make_jpeg(size=(400, 250))
    recipe = {"model": "sd", "seed": 2**62, "steps": 50, "guidance": 7.5}
    image, new = receive(jpeg, favorite=" Spring,Cloudy,Day ", caption="a happy flower", recipe=recipe, ordinal=3)
    assert new
    image.refresh_from_db()
    assert (image.status, image.emotion, image.favorite) == (Status.POOL, "happy", "spring,cloudy,day")
    assert (image.seed, image.model, image.steps, image.recipe) == (2**62, "sd", 50, recipe)
    assert (image.width, image.height, image.orientation) == (400, 250, Orientation.LANDSCAPE)
    assert image.key_tail == "happy/spring,cloudy,day/img_20260304-050607000_3h.jpeg"
    assert image.file.read() == jpeg
    assert len(image.phash) == 16


@pytest.mark.django_db
def test_a_received_picture_has_its_original_alone_and_its_copies_are_due() -> None:
    image, _new = receive(make_jpeg(size=(800, 1280)))
    image.refresh_from_db()
    assert image.renditions_due
    assert not Rendition.objects.exists()
    assert default_storage.listdir(image.sha256[:2])[1] == [f"{image.sha256}.jpeg"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(Status))
def test_bytes_that_are_here_already_keep_their_picture_and_its_status(status: Status) -> None:
    image = make_image(status=status)
    again, new = receive(image.file.read(), emotion="sad")
    assert (again.pk, new, again.status, again.emotion) == (image.pk, False, status, "happy")


@pytest.mark.django_db
def test_a_key_that_is_taken_gets_a_part_of_the_hash() -> None:
    first, _new = receive(make_jpeg())
    second, new = receive(make_jpeg())
    assert new
    assert first.key_tail == "happy/img_20260304-050607000_0h.jpeg"
    assert second.key_tail == f"happy/img_20260304-050607000_0-{second.sha256[:8]}h.jpeg"


@pytest.mark.django_db
def test_a_half_written_file_of_a_dead_worker_is_written_again() -> None:
    jpeg = make_jpeg()
    name = files.name(files.digest(jpeg), "jpeg")
    default_storage.save(name, ContentFile(jpeg[:100]))
    image, new = receive(jpeg)
    assert new
    assert image.file.name == name
    assert image.file.read() == jpeg


@pytest.mark.django_db
def test_a_worker_that_dies_between_file_and_row_leaves_nothing_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    jpeg = make_jpeg(size=(400, 250))

    def dying(self: Image, **_: Any) -> None:
        raise OSError("The machine went away.")

    with monkeypatch.context() as patched:
        patched.setattr(Image, "save", dying)
        with pytest.raises(OSError, match="went away"):
            receive(jpeg)
    assert not Image.objects.exists()
    assert default_storage.exists(files.name(files.digest(jpeg), "jpeg"))
    image, new = receive(jpeg)
    assert new
    assert image.file.read() == jpeg


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"just words", "not a JPEG"),
        (b"\xff\xd8\xff", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "not a JPEG"),
        (b"\xff\xd8\xff" + b"0" * files.MOST_BYTES, "larger than 30 MB"),
        (make_jpeg(7, size=(400, 250))[:-900], "damaged or cut off"),
    ],
)
def test_bytes_that_are_no_picture_are_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(GardenError, match=sentence):
        receive(data)
    assert not Image.objects.exists()


@pytest.mark.parametrize("size", [(1280, 800), (64, 40), (63, 300), (9, 7)])
def test_a_glimpse_gives_the_size_and_the_hash_of_the_whole_picture(size: tuple[int, int]) -> None:
    data = make_jpeg(3, size=size)
    seen, whole = files.glimpsed(data), files.opened(data)
    assert (seen.width, seen.height) == size == whole.size
    assert seen.pixels.mode == "RGB"
    assert likeness.distance(likeness.phash(seen.pixels), likeness.phash(whole)) <= 2


@pytest.mark.django_db
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    header = bytearray(make_jpeg(7))
    frame = header.index(b"\xff\xc0") + 5
    header[frame : frame + 4] = (9000).to_bytes(2, "big") * 2
    with pytest.raises(GardenError, match="more than 40 million pixels"):
        receive(bytes(header))


@pytest.mark.django_db
def test_an_unknown_emotion_and_a_favorite_with_a_slash_are_refused() -> None:
    with pytest.raises(UnknownEmotionError, match="none of the eight"):
        receive(make_jpeg(), emotion="bored")
    with pytest.raises(GardenError, match="without a slash"):
        receive(make_jpeg(), favorite="cat/../dog")


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_received_at_once_give_one_picture() -> None:
    jpeg = make_jpeg(size=(400, 250))

    def one(_number: int) -> tuple[int, bool]:
        try:
            image, new = receive(jpeg)
            return image.pk, new
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(one, range(8)))
    assert len({pk for pk, _new in got}) == 1
    assert sum(new for _pk, new in got) == 1
    assert Image.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_different_pictures_of_one_second_received_at_once_all_get_a_key() -> None:
    jpegs = [make_jpeg() for _number in range(8)]

    def one(jpeg: bytes) -> bool:
        try:
            return receive(jpeg)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(one, jpegs))
    assert Image.objects.values("key_tail").distinct().count() == 8


def test_what_was_written_beside_the_pixels_is_not_published() -> None:
    picture = files.opened(make_jpeg(1))
    plain = [files.jpeg(picture), *(copy.data for copy in files.copies(picture))]
    picture.info = {"comment": b"made by somebody", "icc_profile": b"a screen of theirs"}

    assert [files.jpeg(picture), *(copy.data for copy in files.copies(picture))] == plain
    assert picture.info, "the caller's picture stays as it is"


def test_distance_counts_differing_bits() -> None:
    assert likeness.distance("0000000000000000", "ffffffffffffffff") == 64
    assert likeness.distance("00000000000000f0", "0000000000000000") == 4


def test_a_picture_saved_again_looks_alike_and_another_does_not() -> None:
    picture = files.opened(make_jpeg(1, size=(640, 400)))
    smaller = files.opened(files.jpeg(picture.resize((320, 200))))
    other = files.opened(make_jpeg(2, size=(640, 400)))
    assert likeness.distance(likeness.phash(picture), likeness.phash(smaller)) <= likeness.LOOKS_ALIKE
    assert likeness.distance(likeness.phash(picture), likeness.phash(other)) > likeness.LOOKS_ALIKE
