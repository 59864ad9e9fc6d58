"""The contract of a reader, over every one there is."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings
from PIL import Image

from emotions import engines
from emotions.engines import base
from gallery.models import Emotion
from tests.emotions import photos, readers, rekognition

READERS = ["fer", "rekognition", "tests.emotions.readers.ConfusedReader"]


@pytest.mark.parametrize("name", READERS)
class TestEveryReader:
    @pytest.fixture
    def reader(self, name: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[base.Reader]:
        settings.EMOTIONS_READER = name
        if name != "rekognition":
            yield engines.reader()
            return
        with rekognition.service(monkeypatch):  # its answers are written from the documentation, not the service's own
            yield engines.reader()

    def test_it_says_who_it_is(self, reader: base.Reader) -> None:
        described = reader.describe()
        assert described.name
        assert described.version

    def test_it_finds_the_face_and_scores_all_eight_emotions(self, reader: base.Reader) -> None:
        (face,) = reader.read(photos.picture(photos.webcam()))
        assert set(face.scores) == set(Emotion.values)
        assert all(0 <= score <= 1 for score in face.scores.values())
        assert sum(face.scores.values()) == pytest.approx(1, abs=1e-4)
        assert 0 <= face.unknown <= 1
        assert face.sharpness >= 0
        assert 0 <= face.brightness <= 255

    def test_what_it_tells_besides_has_a_name_and_a_confidence(self, reader: base.Reader) -> None:
        (face,) = reader.read(photos.picture(photos.webcam()))
        assert set(face.features) <= set(base.FEATURES)
        assert all(0.5 <= feature.confidence <= 1 for feature in face.features.values())
        assert face.gender in {None, "male", "female"}
        assert face.ages is None or 0 <= face.ages[0] <= face.ages[1]

    def test_the_box_lies_inside_the_picture(self, reader: base.Reader) -> None:
        for at in [(40, 330), (1240, 330), (640, 40), (640, 690)]:
            for face in reader.read(photos.picture(photos.webcam(200, at=at))):
                box = face.box
                assert min(box.x, box.y) >= 0
                assert min(box.width, box.height) > 0
                assert box.x + box.width <= 1280
                assert box.y + box.height <= 720

    def test_it_sees_nobody_on_an_empty_wall(self, reader: base.Reader) -> None:
        assert reader.read(photos.picture(Image.new("RGB", (640, 360), photos.WALL))) == []

    @pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (19, 19), (79, 2559), (257, 90), (600, 601)])
    def test_odd_sizes_do_no_harm(self, reader: base.Reader, size: tuple[int, int]) -> None:
        assert reader.read(photos.picture(Image.new("RGB", size))) == []

    def test_the_same_picture_gets_the_same_answer(self, reader: base.Reader) -> None:
        picture = photos.picture(photos.webcam())
        assert reader.read(picture) == reader.read(picture)

    def test_eight_threads_at_once_get_the_same_answer(self, reader: base.Reader) -> None:
        picture = photos.picture(photos.webcam(size=(640, 480), at=(320, 200)))
        alone = reader.read(picture)
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda _turn: reader.read(picture), range(24)))
        assert all(faces == alone for faces in together)

    def test_it_is_built_once(self, reader: base.Reader) -> None:
        assert engines.reader() is reader


def test_an_unknown_reader_is_named(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.readers.NobodysReader"
    with pytest.raises(base.ReaderError, match="NobodysReader"):
        engines.reader()


class SlowlyBuilt(readers.ConfusedReader):
    """Counts how often it is built, slowly enough for others to come meanwhile."""

    built = 0

    def __init__(self) -> None:
        type(self).built += 1
        time.sleep(0.2)


def test_visitors_who_come_first_together_build_one_reader(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_readers.SlowlyBuilt"
    with ThreadPoolExecutor(4) as pool:
        found = [each.result() for each in [pool.submit(engines.reader) for _ in range(4)]]
    assert len({id(reader) for reader in found}) == 1
    assert SlowlyBuilt.built == 1
