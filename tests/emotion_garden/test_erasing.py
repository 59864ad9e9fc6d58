"""What the garden knows of a visitor is told to them whole, and is erased without a trace: also from learnt tastes."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core import serializers
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emotion_garden import erasing
from emotions.models import EmotionReading
from gallery import visitors
from gallery.errors import NotFoundError
from gallery.models import Image, Visitor
from recommendations import interactions, live, rankings, training
from recommendations.models import Interaction, Kind, Slate, TasteModel
from tests.gallery import factories

pytestmark = pytest.mark.django_db
ME = "/api/v1/visitors/me/"


@pytest.fixture
def pictures() -> list[Image]:
    return [factories.make_image(emotion="happy", orientation="portrait") for _number in range(4)]


def visited(*, likes: int = 3, limit: int = 3) -> Visitor:
    """Somebody who was read, was shown pictures and liked some."""
    visitor = visitors.arrive(age_group="adult")
    EmotionReading.objects.create(
        visitor=visitor, outcome="read", emotion="happy", confidence=0.9, scores={"happy": 0.9}, reader="x",
        reader_version="1", correction="calm", consent="abc",
    )  # fmt: skip
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", favorite="", limit=limit)
    interactions.seen(visitor=visitor, slate=str(offer.slate))
    for item in offer.items[:likes]:
        interactions.like(visitor=visitor, image=item.image.code, slate=str(offer.slate))
    return visitor


def as_(visitor: Visitor) -> dict[str, Any]:
    return {"headers": {"X-Visitor": visitors.token(visitor)}}


def everything() -> str:
    """Every row of every table, as text."""
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    return "".join(serializers.serialize("json", model._base_manager.all()) for model in models)


def test_it_tells_everything(client: Client, pictures: list[Image]) -> None:
    visitor = visited()
    told = client.get(ME, **as_(visitor)).json()
    assert (told["visitor"], told["age_group"], told["gender"]) == (str(visitor.code), "adult", None)
    (reading,) = told["readings"]
    assert (reading["emotion"], reading["correction"], reading["consent"]) == ("happy", "calm", "abc")
    (slate,) = told["slates"]
    shown = {str(image.code) for image in pictures}
    assert len(slate["pictures"]) == 3
    assert set(slate["pictures"]) <= shown
    assert [met["kind"] for met in told["interactions"]].count("like") == 3
    assert {met["picture"] for met in told["interactions"]} <= shown
    assert {met["in_slate"] for met in told["interactions"]} == {slate["code"]}


def test_every_table_that_knows_a_visitor_is_told_of(client: Client, pictures: list[Image]) -> None:
    """A new table with a visitor in it must be told and erased too; `told` and `erase` of its petal say how."""
    knowing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Visitor
    }
    assert knowing == {"emotions.EmotionReading", "recommendations.Slate", "recommendations.Interaction"}


def test_the_number_of_questions_does_not_grow(pictures: list[Image]) -> None:
    counts = []
    for limit in (1, 4):
        visitor = visited(likes=limit, limit=limit)
        with CaptureQueriesContext(connection) as asked:
            erasing.told(visitor)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_erasing_leaves_no_trace_in_any_table(client: Client, pictures: list[Image]) -> None:
    visitor, other = visited(), visited()
    before = {pk: (likes, showings) for pk, likes, showings in Image.objects.values_list("pk", "likes", "showings")}
    assert str(visitor.code) in everything()
    of_other = json.dumps(erasing.told(other), default=str)
    assert client.delete(ME, **as_(visitor)).status_code == 204
    assert str(visitor.code) not in everything()
    assert visitor.code.hex not in everything()
    assert json.dumps(erasing.told(other), default=str) == of_other
    assert EmotionReading.objects.count() == Slate.objects.count() == 1
    assert before != dict.fromkeys(before, (0, 0))
    for image in Image.objects.all():
        met = Interaction.objects.filter(image=image)
        assert image.likes == met.filter(kind=Kind.LIKE, withdrawn_at__isnull=True).count()
        assert image.showings == met.filter(kind=Kind.IMPRESSION).count()


def test_erasing_twice_and_erasing_nobody_is_the_same_answer(client: Client, pictures: list[Image]) -> None:
    visitor = visited()
    for _time in range(2):
        assert client.delete(ME, **as_(visitor)).status_code == 204
    assert Client().delete(ME).status_code == 204
    assert client.get(ME, **as_(visitor)).json()["code"] == "not_found"
    assert not Visitor.objects.exists()


def test_an_erasure_that_was_interrupted_can_be_finished(
    pictures: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visited()
    with monkeypatch.context() as broken:
        broken.setattr(visitors, "forget", lambda _visitor: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erasing.erase(visitor)
    erasing.erase(visitor)
    assert not Visitor.objects.exists()
    assert set(Image.objects.values_list("likes", "showings")) == {(0, 0)}


def test_a_like_from_another_tab_that_comes_too_late_finds_nothing(pictures: list[Image]) -> None:
    """Both began when the visitor was there."""
    visitor = visited(likes=0)
    erasing.erase(Visitor.objects.get(pk=visitor.pk))
    with pytest.raises(NotFoundError):
        interactions.like(visitor=visitor, image=pictures[0].code)
    assert not Interaction.objects.exists()
    assert Image.objects.get(pk=pictures[0].pk).likes == 0


def test_nobody_tells_or_erases_somebody_else(client: Client, pictures: list[Image]) -> None:
    visitor = visited()
    forged = {"X-Visitor": visitor.code.hex}
    assert client.delete(ME, headers=forged).status_code == 401
    assert client.get(ME, headers=forged).status_code == 401
    client.get("/garden/happy/")
    assert client.get(ME).status_code == 404
    assert Visitor.objects.filter(pk=visitor.pk).exists()


def test_age_group_and_gender_can_be_said_and_taken_back(client: Client) -> None:
    visitor = visitors.arrive()
    said = client.patch(ME, {"age_group": "elder", "gender": "male"}, content_type="application/json", **as_(visitor))
    assert said.json() == {"visitor": str(visitor.code), "age_group": "elder", "gender": "male"}
    client.patch(ME, {"gender": None}, content_type="application/json", **as_(visitor))
    visitor.refresh_from_db()
    assert (visitor.age_group, visitor.gender) == ("elder", None)
    wrong = client.patch(ME, {"gender": "\x00"}, content_type="application/json", **as_(visitor))
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid")


def in_files(folder: Path, code: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and code.encode() in path.read_bytes()]


def test_tastes_learnt_after_an_erasure_know_nothing_of_it(settings: LazySettings, pictures: list[Image]) -> None:
    settings.RECOMMENDATIONS_LEARNER = "lightfm"
    people = [visited() for _person in range(4)]
    gone, folder = str(people[0].code), settings.RECOMMENDATIONS_MODELS
    training.learn(anyway=True)
    assert in_files(folder, gone), "The model does not name visitors any more: this test sees nothing."
    erasing.erase(people[0])
    learnt = training.learn_if_changed()
    assert learnt is not None
    assert not in_files(folder, gone)
    assert in_files(folder, str(people[1].code))
    # Too few visits to pass the gate: popularity ranks, rather than what has to go.
    assert learnt.verdict["code"] == "too_little" and live.current() is None


def test_they_go_also_when_too_little_is_left_to_learn_from(settings: LazySettings, pictures: list[Image]) -> None:
    settings.RECOMMENDATIONS_LEARNER = "lightfm"
    people = [visited() for _person in range(2)]
    training.learn(anyway=True)
    erasing.erase(people[0])
    assert training.learn_if_changed() is None
    assert not in_files(settings.RECOMMENDATIONS_MODELS, str(people[0].code))
    assert not TasteModel.objects.filter(active=True).exists()
    assert live.current() is None
