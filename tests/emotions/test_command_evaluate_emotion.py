"""`manage.py evaluate_emotion`: figures from labelled photos, a calibration, and what visitors said."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from PIL import Image

from emotions import readings
from emotions.engines import base
from emotions.frames import Picture
from emotions.models import Calibration, EmotionReading
from gallery.models import Emotion, Visitor
from tests.emotions import photos, tracing

pytestmark = pytest.mark.django_db


class BoastfulReader:
    """Reads the emotion off the photo's brightness and always says 0.99; two of eight shades it reads wrong."""

    def describe(self) -> base.Described:
        return base.Described("boastful", "1")

    def read(self, picture: Picture) -> list[base.Face]:
        shade = int(picture.pixels[0, 0, 0])
        if shade > 250:
            return []
        guess = (shade // 8 + (1 if shade % 8 in {0, 5} else 0)) % 8
        scores = {name: 0.99 if number == guess else 0.01 / 7 for number, name in enumerate(Emotion.values)}
        return [base.Face(base.Box(0, 0, 60, 60), scores)]


def run(*words: str, status: int = 0) -> dict[str, Any]:
    out = io.StringIO()
    try:
        call_command("evaluate_emotion", *words, "--json", stdout=out)
        assert status == 0
    except SystemExit as error:
        assert error.code == status
    return dict(json.loads(out.getvalue()))


def written(*words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("evaluate_emotion", *words, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


@pytest.fixture
def shades(tmp_path: Path, settings: LazySettings) -> Path:
    """Eight photos of each emotion, of which the boastful reader gets three quarters right."""
    settings.EMOTIONS_READER = "tests.emotions.test_command_evaluate_emotion.BoastfulReader"
    for number, name in enumerate(Emotion.values):
        (tmp_path / name).mkdir()
        for step in range(8):
            Image.new("RGB", (64, 64), (number * 8 + step,) * 3).save(tmp_path / name / f"{step}.png")
    return tmp_path


def test_figures_of_a_folder(shades: Path) -> None:
    told = run(str(shades))
    assert (told["photos"], told["faces"], told["unreadable"]) == (64, 64, 0)
    assert told["accuracy"] == 0.75
    assert told["macro_f1"] == pytest.approx(0.75)
    assert told["calibration_error"] == pytest.approx(0.24)
    assert told["calibrated"] is False
    assert told["asked"] == 0
    assert told["recall"] == dict.fromkeys(sorted(Emotion.values), 0.75)
    assert sum(count for _label, _guess, count in told["confusion"]) == 64
    words = written(str(shades))
    assert "not calibrated" in words
    assert "accuracy 0.750" in words


def test_photos_without_a_face_and_files_that_are_none_are_named(shades: Path) -> None:
    Image.new("RGB", (64, 64), "white").save(shades / "sad" / "nobody.png")
    (shades / "sad" / "broken.jpg").write_bytes(photos.happy_photo()[:900])
    (shades / "sad" / "letter.txt").write_text("Dear garden")
    told = run(str(shades), status=1)
    assert (told["photos"], told["faces"], told["unreadable"]) == (67, 64, 2)
    assert {Path(each["path"]).name for each in told["refused"]} == {"broken.jpg", "letter.txt"}
    assert "letter.txt: The garden cannot open this kind of file" in written(str(shades))


def test_fitting_makes_readings_calibrated_and_says_so(shades: Path) -> None:
    assert readings.take(photos.happy_photo(), visitor=None).calibrated is False
    fit = run(str(shades), "--fit")["fit"]
    assert fit["kept"]
    assert fit["calibration_error_after"] < fit["calibration_error_before"]
    assert Calibration.objects.get().reader == "boastful"
    reading = readings.take(photos.happy_photo(), visitor=None)
    assert reading.calibrated is True
    assert reading.confidence == pytest.approx(0.75, abs=0.12)
    told = run(str(shades))
    assert told["calibrated"] is True
    assert told["calibration_error"] < 0.12
    assert run(str(shades), "--fit")["fit"]["temperature"] == pytest.approx(fit["temperature"])
    assert Calibration.objects.count() == 1


def test_a_fit_that_does_not_help_is_not_kept(shades: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emotions.evaluation.temperature_of", lambda _samples: 20.0)
    assert run(str(shades), "--fit")["fit"]["kept"] is False
    assert not Calibration.objects.exists()


def test_a_few_photos_are_no_calibration(shades: Path) -> None:
    for place in list(shades.iterdir())[2:]:
        for file in place.iterdir():
            file.unlink()
    assert run(str(shades), "--fit", status=2)["code"] == "too_few_photos"
    assert not Calibration.objects.exists()


def test_a_list_of_labels_may_stand_instead_of_folders(shades: Path, tmp_path: Path) -> None:
    rows = ["file,emotion", "happy/1.png,happy", "happy/2.png,Happiness", "calm/1.png,neutral", "missing.png,sad"]
    (tmp_path / "labels.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    told = run(str(tmp_path), status=1)
    assert (told["photos"], told["accuracy"]) == (4, 1.0)
    assert [Path(each["path"]).name for each in told["refused"]] == ["missing.png"]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("photo,label\n1.png,happy", "first line"),
        ("file,emotion\n1.png,hungry", "hungry"),
        ("file,emotion\n", "No labelled"),
    ],
)
def test_labels_that_make_no_sense_are_refused(tmp_path: Path, labels: str, said: str) -> None:
    (tmp_path / "labels.csv").write_text(labels)
    told = run(str(tmp_path), status=2)
    assert told["code"] == "bad_labels"
    assert said in told["error"]


def test_nothing_to_look_at_is_said(tmp_path: Path) -> None:
    assert "no folder" in run(str(tmp_path / "away"), status=2)["error"]
    assert "No labelled" in run(str(tmp_path), status=2)["error"]
    assert "--corrections" in run(status=2)["error"]


def test_nothing_of_the_photos_is_kept(shades: Path) -> None:
    with tracing.traced() as written_to:
        run(str(shades))
    assert not [each for each in written_to if "garden.sqlite3" not in each]
    assert not EmotionReading.objects.exists()


def test_the_true_reader_reads_the_astronaut(tmp_path: Path) -> None:
    (tmp_path / "happy").mkdir()
    (tmp_path / "happy" / "astronaut.jpg").write_bytes(photos.happy_photo())
    told = run(str(tmp_path))
    assert (told["reader"], told["accuracy"], told["sent_to"]) == ("fer", 1.0, None)


def test_corrections_are_told_without_the_rare_ones() -> None:
    visitor = Visitor.objects.create()

    def keep(emotion: str | None, correction: str | None, times: int) -> None:
        EmotionReading.objects.bulk_create(
            EmotionReading(
                visitor=visitor, outcome="read" if emotion else "unsure", emotion=emotion, correction=correction,
                confidence=0.6, reader="fer", reader_version="1",
            )
            for _ in range(times)
        )  # fmt: skip

    keep("happy", None, 20)
    keep("sad", "calm", 9)
    keep("angry", "calm", 6)
    keep("fear", "happy", 2)
    keep(None, "calm", 3)
    keep(None, None, 1)
    keep("happy", "happy", 4)
    told = run("--corrections")
    assert (told["readings"], told["corrected"], told["asked"], told["answered"]) == (41, 17, 4, 3)
    # The pair of two could be told from the sum if it alone were missing; so the next smallest is not told either.
    assert told["cells"] == [["sad", "calm", 9]]
    assert told["hidden"] == 2
    assert "sad → calm: 9" in written("--corrections")
    assert "fear" not in written("--corrections")


def test_corrections_of_an_empty_garden() -> None:
    assert run("--corrections")["readings"] == 0
    assert "–" in written("--corrections")
