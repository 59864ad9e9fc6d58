"""The photo from the plain form, read by the real Reader."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pixels
from skimage import data

from emotions import consent
from emotions.models import EmotionReading
from gallery.models import Visitor
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def jpeg(picture: Pixels.Image) -> SimpleUploadedFile:
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return SimpleUploadedFile("me.jpeg", out.getvalue(), "image/jpeg")


def agreed() -> dict[str, str]:
    """What the gate's form says of the notice above its button."""
    return {"consent": consent.notice().version}


@pytest.fixture
def face() -> SimpleUploadedFile:
    return jpeg(Pixels.fromarray(data.astronaut()))


def test_a_happy_face_opens_the_happy_garden(client: Client, face: SimpleUploadedFile) -> None:
    answer = client.post("/reading/", agreed() | {"photo": face, "orientation": "landscape", "season": "spring"})
    assert answer.status_code == 303
    reading = EmotionReading.objects.get().code
    assert answer["Location"] == f"/garden/happy/?orientation=landscape&season=spring&reading={reading}"
    assert Visitor.objects.count() == 1


def test_the_garden_says_what_the_photo_looks_like(client: Client, face: SimpleUploadedFile) -> None:
    factories.make_image(emotion="happy", orientation="portrait")
    answer = client.post("/reading/", agreed() | {"photo": face}, follow=True)
    assert "Your photo looks happy." in answer.text
    assert "That’s not how I feel" in answer.text


def test_one_click_corrects_a_reading_and_opens_the_other_garden(client: Client, face: SimpleUploadedFile) -> None:
    for emotion in ("happy", "calm"):
        factories.make_image(emotion=emotion, orientation="portrait")
    client.post("/reading/", agreed() | {"photo": face})
    reading = EmotionReading.objects.get()
    answer = client.post(f"/readings/{reading.code}/", {"emotion": "calm", "orientation": "portrait"}, follow=True)
    assert answer.redirect_chain == [(f"/garden/calm/?orientation=portrait&reading={reading.code}", 303)]
    assert "As you say." in answer.text
    assert "Your photo looks" not in answer.text
    reading.refresh_from_db()
    assert (reading.emotion, reading.correction) == ("happy", "calm")


def test_a_doubtful_photo_asks_and_puts_the_guesses_first(
    client: Client, face: SimpleUploadedFile, settings: LazySettings
) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_sureness.TornReader"
    answer = client.post("/reading/", agreed() | {"photo": face, "season": "spring"}, follow=True)
    reading = EmotionReading.objects.get()
    assert answer.redirect_chain == [(f"/readings/{reading.code}/?season=spring", 303)]
    assert "I am not sure what your photo looks like" in answer.text
    places = [answer.text.index(f'value="{emotion}"') for emotion in ("happy", "calm", "angry")]
    assert places == sorted(places)
    said = client.post(f"/readings/{reading.code}/", {"emotion": "calm", "season": "spring"})
    assert said["Location"] == f"/garden/calm/?season=spring&reading={reading.code}"


def test_nobody_sees_or_corrects_another_ones_reading(client: Client, face: SimpleUploadedFile) -> None:
    client.post("/reading/", agreed() | {"photo": face})
    address = f"/readings/{EmotionReading.objects.get().code}/"
    other = Client()
    assert other.get(address).status_code == 404
    assert other.post(address, {"emotion": "calm"}).status_code == 404
    assert "That’s not how I feel" not in other.get(f"/garden/happy/?reading={address.split('/')[2]}").text
    assert client.post(address, {"emotion": "hungry"}).status_code == 400
    assert client.get("/garden/happy/?reading=½").status_code == 200


def test_the_gate_remembers_what_the_last_photo_looked_like(client: Client, face: SimpleUploadedFile) -> None:
    client.post("/reading/", agreed() | {"photo": face})
    assert "Your last photo looked like this garden: Happy" in client.get("/").text


def test_a_photo_without_a_face_gets_a_kind_sentence_and_leaves_no_visitor(client: Client) -> None:
    answer = client.post("/reading/", agreed() | {"photo": jpeg(Pixels.new("RGB", (640, 480), "skyblue"))})
    assert answer.status_code == 422
    assert "could not find a face" in answer.text
    assert 'role="alert"' in answer.text
    assert not Visitor.objects.exists()


def test_a_photo_that_came_to_nothing_leaves_the_wish_chosen_and_in_sight(client: Client) -> None:
    nobody = jpeg(Pixels.new("RGB", (200, 200), "grey"))
    page = client.post("/reading/", agreed() | {"photo": nobody, "season": "winter", "weather": ""})
    assert page.status_code == 422
    assert '<option value="winter" selected>' in page.text
    assert '<details class="wish" open>' in page.text
    assert '<details class="wish">' in client.get("/").text


@pytest.mark.parametrize("content", [b"only words", b"\xff\xd8\xff\xe0 cut off"])
def test_what_is_no_photo_is_refused_with_a_sentence(client: Client, content: bytes) -> None:
    answer = client.post("/reading/", agreed() | {"photo": SimpleUploadedFile("me.jpeg", content, "image/jpeg")})
    assert 400 <= answer.status_code < 500
    assert 'role="alert"' in answer.text
    assert not Visitor.objects.exists()


def test_an_empty_form_is_answered_with_what_to_do(client: Client) -> None:
    answer = client.post("/reading/")
    assert answer.status_code == 422
    assert "Please choose a photo first." in answer.text


def test_it_is_protected_against_forged_forms(face: SimpleUploadedFile) -> None:
    answer = Client(enforce_csrf_checks=True).post("/reading/", {"photo": face})
    assert answer.status_code == 403
    assert "This page is too old" in answer.text


def test_the_photo_is_written_nowhere(
    client: Client, face: SimpleUploadedFile, tmp_path: Path, settings: object
) -> None:
    client.post("/reading/", agreed() | {"photo": face})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
