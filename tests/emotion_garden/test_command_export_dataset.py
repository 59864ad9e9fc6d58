"""`manage.py export_dataset`: the original's three tables."""

import csv
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from emotions.models import EmotionReading
from gallery import curation
from gallery.models import Image, Visitor
from recommendations import interactions, rankings
from recommendations.models import Interaction
from tests.emotion_garden import gardens
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return factories.make_curator()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_headers_and_the_quoting_are_the_originals(tmp_path: Path) -> None:
    factories.make_image(favorite='a "b", c')
    visitor = Visitor.objects.create(age_group="young-adult", gender="male")
    gardens.run("export_dataset", tmp_path)
    users, items, likes = ((tmp_path / f"{name}.csv").read_text() for name in ("users", "items", "interactions"))
    assert users == f'USER_ID,GENERATION,GENDER,EMOTION\n"{visitor.code}","young-adult","Male",""\n'
    assert items.startswith('ITEM_ID,TIMESTAMP,EMOTION\n"emotions/happy/a ""b"", c/img_')
    assert items.endswith('","happy/a ""b"", c"\n')
    assert likes == "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION\n"


def test_the_rows_are_as_many_as_in_the_database(tmp_path: Path, by: User) -> None:
    images = factories.make_images(5, by=by)
    factories.make_image(status="pool")
    for number in range(3):
        visitor = Visitor.objects.create()
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
        for item in offer.items[: number + 1]:
            interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
    interactions.unlike(visitor=visitor, image=offer.items[0].image.code)
    curation.retire(Image.objects.filter(pk__in=Interaction.objects.values("image")), by=by)
    told = gardens.run("export_dataset", tmp_path)[1]
    assert told == {"users": 3, "items": len(images), "interactions": 5, "written": True}
    rows = {name: table(tmp_path, f"{name}.csv") for name in ("users", "items", "interactions")}
    assert {name: len(found) for name, found in rows.items()} == {name: told[name] for name in rows}
    items = {row["ITEM_ID"] for row in rows["items"]}
    for row in rows["interactions"]:
        shown = row["IMPRESSION"].split("|")
        assert row["ITEM_ID"] in shown
        assert len(shown) == len(offer.items)
        assert set(shown) <= items
        assert row["EVENT_TYPE"] == "click"
        assert int(row["TIMESTAMP"]) > 1_600_000_000


def test_a_visitor_feels_what_they_said_last(tmp_path: Path) -> None:
    visitor = Visitor.objects.create()
    for emotion, correction in (("sad", None), ("happy", "fear")):
        EmotionReading.objects.create(
            visitor=visitor, outcome="read", emotion=emotion, confidence=0.5, correction=correction, reader="test"
        )
    EmotionReading.objects.create(visitor=visitor, outcome="no_face", reader="test")
    gardens.run("export_dataset", tmp_path)
    assert [row["EMOTION"] for row in table(tmp_path, "users.csv")] == ["FEAR"]


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    factories.make_image()
    assert gardens.run("export_dataset", tmp_path / "out", "--dry-run")[1]["items"] == 1
    assert not (tmp_path / "out").exists()
