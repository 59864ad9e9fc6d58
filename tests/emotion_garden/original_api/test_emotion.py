"""POST /emotion: the whole answer, key by key, and no face."""

import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from PIL import Image as Pixels

from emotion_garden.original_api import emotion
from emotions.models import EmotionReading
from gallery.models import Emotion, Visitor
from recommendations import history
from tests.emotion_garden.original_api.asking import ask
from tests.emotions import readers
from tests.emotions.test_sureness import face
from tests.gallery import factories

pytestmark = pytest.mark.django_db
BOOLEANS = ("smile", "eyeglasses", "sunglasses", "beard", "mustache", "eyesOpen", "mouthOpen")


class KnowingReader(readers.ConfusedReader):
    """Tells age and gender, too."""

    def read(self, picture: Any) -> list[Any]:
        from dataclasses import replace

        return [replace(face(happy=0.9), ages=(13, 21), gender="male")]


class NamingReader(readers.ConfusedReader):
    """Sees one of the eight clearly."""

    named = ""

    def read(self, picture: Any) -> list[Any]:
        return [face(None, **{self.named: 0.9})]


@pytest.fixture(autouse=True)
def _reader(settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.readers.ConfusedReader"


def photo(kind: str = "PNG", *, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    picture = Pixels.radial_gradient("L").resize((500, 376))
    picture.convert("RGB").save(out, kind) if mode == "RGB" else Pixels.new("RGBA", (500, 376)).save(out, kind)
    return out.getvalue()


def post(client: Client, body: bytes, kind: str = "image/png", **headers: str) -> Any:
    return client.post("/emotion", body, content_type=kind, headers=headers)


def test_a_face_is_told_key_by_key(client: Client, settings: LazySettings) -> None:
    settings.EMOTIONS_READER = f"{__name__}.KnowingReader"
    answer = post(client, photo())
    told = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert list(told) == [
        "id", "bucket", "key", "ageRange", "smile", "eyeglasses", "sunglasses", "gender", "beard", "mustache",
        "eyesOpen", "mouthOpen", "emotions", "generation",
    ]  # fmt: skip
    assert told["ageRange"] == {"Low": 13, "High": 21}
    assert (told["gender"], told["emotions"], told["generation"]) == ("Male", "HAPPY", "teenager")
    assert all(type(told[name]) is bool for name in BOOLEANS)
    assert UUID(told["id"]) == Visitor.objects.get().code
    assert told["key"] == f"profile/{told['id']}.jpeg"
    assert told["bucket"] == "demo-emotion-garden"


def test_what_nobody_knows_is_any_age_and_an_adult(client: Client) -> None:
    told = json.loads(post(client, photo("JPEG"), "image/jpeg").content)
    assert told["ageRange"] == {"Low": 0, "High": 98}
    assert told["generation"] == "adult"
    assert told["gender"] in {"Male", "Female"}
    assert Visitor.objects.get().age_group is None
    assert Visitor.objects.get().gender is None


@pytest.mark.parametrize("reader", ["tests.emotions.test_sureness.TornReader", "tests.emotions.readers.SmallReader"])
def test_an_unsure_face_is_named_all_the_same(client: Client, settings: LazySettings, reader: str) -> None:
    settings.EMOTIONS_READER = reader
    told = json.loads(post(client, photo()).content)
    assert told["emotions"] == ("HAPPY" if "Torn" in reader else "CONFUSED")
    assert EmotionReading.objects.get().emotion is None


@pytest.mark.parametrize("emotion", Emotion.values)
def test_each_of_the_eight_is_named_in_capitals(client: Client, settings: LazySettings, emotion: str) -> None:
    NamingReader.named = emotion
    settings.EMOTIONS_READER = f"{__name__}.NamingReader"
    assert json.loads(post(client, photo()).content)["emotions"] == emotion.upper()


def test_what_was_guessed_for_want_of_knowledge_teaches_nothing(client: Client) -> None:
    """The pages send it back with every request for pictures; it stays a guess."""
    shown = factories.make_rows(3, status="serving", emotion="confused")
    told = json.loads(post(client, photo()).content)
    asked = {"id": told["id"], "emotion": "confused", "generation": told["generation"], "gender": told["gender"]}
    for route in ("/garden", "/gardenfromDB"):
        assert ask(client, route, asked).status_code == 200
    names = [f"emotions/{image.key_tail}" for image in shown]
    assert ask(client, "/like", {**asked, "itemId": names[0], "impression": names}).content == b"Success"
    visitor = Visitor.objects.get()
    assert (visitor.age_group, visitor.gender) == (None, None)
    assert {(visit.age_group, visit.gender) for visit in history.read().visits} <= {(None, None), ("", "")}


def test_two_presses_are_one_visitor_with_the_same_id(client: Client) -> None:
    ids = {json.loads(post(client, photo()).content)["id"] for _time in range(2)}
    assert ids == {str(Visitor.objects.get().code)}


def test_an_empty_wall_and_a_transparent_picture_have_no_face(client: Client) -> None:
    for body in (photo(mode="RGBA"), b""):
        answer = post(client, body)
        assert answer.status_code != 200
    answer = post(client, photo(mode="RGBA"))
    assert (answer.status_code, answer.content) == (404, b"No Face")
    assert not Visitor.objects.exists()


def test_an_id_that_the_client_chose_comes_back_and_means_nobody_else(client: Client) -> None:
    told = json.loads(post(client, photo(), **{"X-user-id": "1234567890"}).content)
    assert (told["id"], told["key"]) == ("1234567890", "profile/1234567890.jpeg")
    mine = Visitor.objects.get()
    other = Client()
    taken = json.loads(post(other, photo(), **{"X-user-id": str(mine.code)}).content)
    assert taken["id"] == str(mine.code)
    assert EmotionReading.objects.filter(visitor=mine).count() == 1
    assert Visitor.objects.count() == 2


def test_an_id_that_the_client_chose_is_its_own_sessions_and_no_ones_else(client: Client) -> None:
    """The same id from two browsers is two visitors; within one it is the one whose likes were given under it."""
    (image,) = factories.make_rows(1, status="serving", emotion="confused")
    name = f"emotions/{image.key_tail}"
    other = Client()
    for each in (client, other):
        post(each, photo(), **{"X-user-id": "1234567890"})
    assert ask(client, "/like", {"id": "1234567890", "itemId": name, "impression": [name]}).status_code == 200
    mine, theirs = (each.get("/api/v1/visitors/me/").json() for each in (client, other))
    assert [deed["kind"] for deed in mine["interactions"] if deed["kind"] == "like"] == ["like"]
    assert theirs["interactions"] == []
    assert len(mine["readings"]) == len(theirs["readings"]) == 1


def test_nothing_of_a_photo_can_be_fetched(client: Client) -> None:
    told = json.loads(post(client, photo("JPEG"), "image/jpeg").content)
    for path in (told["key"], f"{told['bucket']}/{told['key']}", "dataset/users/users.csv", "profile/"):
        assert client.get(f"/{path}").status_code in {403, 404}, path
    assert not list(Path(settings.STORAGES["default"]["OPTIONS"]["location"]).rglob("*"))


def test_it_is_not_read_where_no_faces_are_read(client: Client, settings: LazySettings) -> None:
    settings.GARDEN_PROFILE = "school"
    answer = post(client, photo())
    assert answer.status_code == 403
    assert "mood" in json.loads(answer.content)["message"]


def test_what_is_no_photo_is_refused_in_a_sentence(client: Client) -> None:
    answer = post(client, b"hello")
    assert 400 <= answer.status_code < 500
    assert json.loads(answer.content)["message"]


@pytest.mark.parametrize(
    ("low", "high", "name"),
    [
        (0, 10, "toddler"), (5, 7, "child"), (13, 21, "teenager"), (19, 31, "young-adult"), (0, 98, "adult"),
        (60, 68, "middle-age"), (60, 69, "middle-age"), (60, 70, "elder"),
    ],
)  # fmt: skip
def test_a_generation_follows_from_the_middle_of_the_ages(low: int, high: int, name: str) -> None:
    assert emotion.generation(low, high) == name
