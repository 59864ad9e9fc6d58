"""`manage.py import_dataset`: what an export wrote comes back, once, however often it is read."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from emotion_garden import dataset_likes, dataset_people
from emotions.models import EmotionReading
from gallery.models import Image, Visitor
from recommendations import history, interactions, rankings
from recommendations.models import Interaction, Slate
from tests.emotion_garden import gardens
from tests.gallery import factories

pytestmark = pytest.mark.django_db
THEN = 1_679_314_370


@pytest.fixture
def by() -> User:
    return factories.make_curator()


def visited(images: int = 7) -> None:
    """Three visitors like what is offered to them, one likes a picture on its own page, one takes a like back."""
    for number in range(3):
        visitor = Visitor.objects.create(age_group="adult" if number else None, gender="male" if number else None)
        offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy")
        for item in offer.items[: number + 1]:
            interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
        EmotionReading.objects.create(visitor=visitor, outcome="read", emotion="happy", confidence=0.7, reader="test")
    other = next(image for image in Image.objects.serving() if image not in [item.image for item in offer.items])
    interactions.like(visitor=visitor, image=other.code)
    Visitor.objects.create()


def forgotten() -> None:
    for model in (Interaction, Slate, EmotionReading, Visitor):
        model.objects.all().delete()
    Image.objects.update(likes=0, showings=0)


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def write(folder: Path, *rows: tuple[Any, ...], users: str = "") -> Path:
    with (folder / "interactions.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "IMPRESSION"), *rows])
    if users:
        (folder / "users.csv").write_text(users)
    return folder


def key(image: Image) -> str:
    return f"emotions/{image.key_tail}"


def test_an_export_comes_back_byte_for_byte(tmp_path: Path, by: User) -> None:
    factories.make_images(7, by=by, favorite="100% café+tea")
    visited()
    gardens.run("export_dataset", tmp_path / "one")
    counts = list(Image.objects.order_by("pk").values_list("likes", flat=True))
    forgotten()
    status, told = gardens.run("import_dataset", tmp_path / "one")
    assert status == 0
    assert told | {"visitors": 4, "likes": 7, "slates": 3, "readings": 3, "unknown_pictures": 0} == told
    gardens.run("export_dataset", tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert list(Image.objects.order_by("pk").values_list("likes", flat=True)) == counts


def test_it_is_learnt_from_as_if_it_had_happened_here(tmp_path: Path, by: User) -> None:
    images = factories.make_images(4, by=by)
    shown = "|".join(key(image) for image in images[:3])
    write(tmp_path, ("anna", key(images[1]), THEN, "click", shown), ("anna", key(images[2]), THEN + 5, "click", shown))
    gardens.run("import_dataset", tmp_path)
    known = history.read()
    assert known.likes.positions.tolist() == [1, 2] and len(known.shown) == 3
    like = Interaction.objects.filter(kind="like").order_by("pk")[0]
    assert (like.created_at, like.emotion) == (datetime.fromtimestamp(THEN, tz=UTC), images[1].emotion)
    slate = Slate.objects.get()
    assert (slate.seen_at, slate.policy) == (like.created_at, dataset_likes.POLICY)
    assert [item["propensity"] for item in slate.items] == [None] * 3
    assert list(Image.objects.order_by("pk").values_list("likes", "showings")) == [(0, 1), (1, 1), (1, 1), (0, 0)]
    visitor = Visitor.objects.get(code=dataset_people.code("anna"))
    assert visitor.created_at == like.created_at


def test_run_again_it_changes_nothing(tmp_path: Path, by: User) -> None:
    factories.make_images(7, by=by)
    visited()
    gardens.run("export_dataset", tmp_path)
    forgotten()
    gardens.run("import_dataset", tmp_path)
    before = [
        list(model.objects.order_by("pk").values()) for model in (Image, Visitor, Slate, Interaction, EmotionReading)
    ]
    told = gardens.run("import_dataset", tmp_path)[1]
    assert told | {"visitors": 0, "likes": 0, "already_here": 7, "slates": 0, "impressions": 0, "readings": 0} == told
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (Image, Visitor, Slate, Interaction, EmotionReading)
    ]


def test_interrupted_it_goes_on(tmp_path: Path, by: User) -> None:
    images = factories.make_images(2, by=by)
    rows = [(f"v{n}", key(images[n % 2]), THEN + n, "click", f"{key(images[0])}|{key(images[1])}") for n in range(600)]
    write(tmp_path, *rows)

    def die(_table: str, _done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dataset_likes.plant(tmp_path, on_step=die)
    assert Interaction.objects.filter(kind="like").count() == dataset_people.CHUNK
    told = gardens.run("import_dataset", tmp_path)[1]
    assert told | {"likes": 100, "already_here": 500, "visitors": 100, "slates": 100} == told
    assert list(Image.objects.order_by("pk").values_list("likes", "showings")) == [(300, 600), (300, 600)]


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path, by: User) -> None:
    images = factories.make_images(2, by=by)
    write(tmp_path, ("a", key(images[0]), THEN, "click", f"{key(images[0])}|{key(images[1])}"))
    dry = gardens.run("import_dataset", tmp_path, "--dry-run")[1]
    assert not Visitor.objects.exists() and not Interaction.objects.exists()
    assert list(Image.objects.values_list("likes", "showings")) == [(0, 0), (0, 0)]
    assert dry | {"written": True} == gardens.run("import_dataset", tmp_path)[1]


def test_what_is_unknown_is_counted_and_never_made_up(tmp_path: Path, by: User) -> None:
    served, pooled = factories.make_images(1, by=by)[0], factories.make_image(status="pool")
    (tmp_path / "items.csv").write_text(f"ITEM_ID\n{key(served)}\nemotions/happy/gone_1h.jpeg\n")
    write(
        tmp_path,
        ("a", "emotions/happy/gone_1h.jpeg", THEN, "click", ""),
        ("a", key(pooled), THEN, "click", ""),
        ("a", key(served), THEN, "watch", ""),
        ("b", key(served), THEN, "like", f"emotions/happy/gone_1h.jpeg|{key(served)}"),
        ("b", key(served), THEN + 1, "like", ""),
    )
    told = gardens.run("import_dataset", tmp_path)[1]
    assert told | {
        "visitors": 1, "likes": 1, "already_here": 1, "unknown_pictures": 2, "other_events": 1, "impressions": 1,
        "items_known": 1, "items_unknown": 1,
    } == told  # fmt: skip
    assert Image.objects.count() == 2


def test_what_a_visitor_said_or_took_back_here_stays(tmp_path: Path, by: User) -> None:
    image = factories.make_images(1, by=by)[0]
    visitor = Visitor.objects.create(gender="female")
    EmotionReading.objects.create(visitor=visitor, outcome="read", emotion="calm", confidence=0.9, reader="test")
    interactions.like(visitor=visitor, image=image.code)
    interactions.unlike(visitor=visitor, image=image.code)
    users = f"USER_ID,GENERATION,GENDER,EMOTION\n{visitor.code},24,Male,SAD\n"
    write(tmp_path, (visitor.code, key(image), THEN, "click", ""), users=users)
    told = gardens.run("import_dataset", tmp_path)[1]
    assert told | {"visitors": 0, "completed": 1, "likes": 0, "already_here": 1, "readings": 0} == told
    visitor.refresh_from_db()
    assert (visitor.gender, visitor.age_group) == ("female", "young-adult")
    assert not Interaction.objects.filter(kind="like", withdrawn_at=None).exists()


def test_an_old_clients_addresses_are_understood(tmp_path: Path, by: User) -> None:
    image = factories.make_images(1, by=by, favorite="red cat")[0]
    url = f"https://garden.example/{key(image)}".replace(" ", "%20")
    write(tmp_path, (uuid4(), url, THEN * 1000, "click", url))
    assert gardens.run("import_dataset", tmp_path)[1]["likes"] == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("a", "emotions/happy/x_1h.jpeg", "", "click", ""), "line 3: TIMESTAMP is empty."),
        (("a", "emotions/happy/x_1h.jpeg", "soon", "click", ""), "line 3: TIMESTAMP “soon”"),
        (("a", "emotions/happy/x_1h.jpeg", "-99999999999", "click", ""), "line 3: Its TIMESTAMP is no moment of ours."),
        (
            ("a", "emotions/happy/x_1h.jpeg", int((timezone.now() + timedelta(days=9)).timestamp()), "click", ""),
            "future",
        ),
    ],
)
def test_a_wrong_line_stops_it_before_anything_is_written(
    tmp_path: Path, by: User, row: tuple[Any, ...], words: str
) -> None:
    image = factories.make_images(1, by=by)[0]
    write(tmp_path, ("a", key(image), THEN, "click", ""), row)
    status, told = gardens.run("import_dataset", tmp_path)
    assert status == 2 and words in told["error"] and told["code"] == "bad_dataset"
    assert not Visitor.objects.exists()


def test_no_folder_is_a_sentence(tmp_path: Path) -> None:
    assert "There is no folder" in gardens.run("import_dataset", tmp_path / "nowhere")[1]["error"]
