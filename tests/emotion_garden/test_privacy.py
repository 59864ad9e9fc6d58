"""/privacy: in plain words and true, with a visitor's own data to see, to take along and to erase, without a script."""

import json
import re
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from emotion_garden import privacy
from emotions import consent
from emotions.engines.base import Face
from emotions.frames import Picture
from gallery.models import AgeGroup, Visitor
from recommendations.models import Interaction
from tests.emotions import photos, readers
from tests.gallery import factories

pytestmark = pytest.mark.django_db


class GuessingReader(readers.ConfusedReader):
    """Tells an age and a gender of everybody."""

    def read(self, picture: Picture) -> list[Face]:
        return [replace(face, ages=(60, 70), gender="female") for face in super().read(picture)]


@pytest.fixture
def at_home(client: Client) -> Client:
    """A visitor who has liked one picture."""
    image = factories.make_image(emotion="happy", orientation="portrait")
    page = client.get("/garden/happy/?orientation=portrait")
    slate = re.search(r'name="slate" value="([^"]+)"', page.text)
    assert slate
    client.post(f"/pictures/{image.code}/like/", {"slate": slate[1], "wish": "like"})
    assert Interaction.objects.count() == 2
    return client


@pytest.mark.parametrize("address", ["/", "/garden/happy/", "/garden/hungry/", "/privacy/", "/no/such/page/"])
def test_every_page_leads_to_it(client: Client, address: str) -> None:
    assert 'href="/privacy/"' in client.get(address).text


def test_it_says_what_stands_at_the_gate_and_its_version(client: Client) -> None:
    page = client.get("/privacy/").text
    for sentence in consent.notice().sentences:
        assert sentence in page
    assert consent.notice().version in page
    assert "One exception" not in page


def test_it_says_when_photos_are_sent_away(client: Client, settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_consent.SendingReader"
    for address in ("/", "/privacy/"):
        assert "it is sent to Somebody Else Ltd" in client.get(address).text
    assert "sends photos to Somebody Else Ltd" in client.get("/privacy/").text


def test_every_cookie_that_is_ever_set_is_named(at_home: Client, admin_client: Client) -> None:
    at_home.post("/language/", {"language": "ko", "next": "/"})
    staff = Client()
    user = admin_client.session["_auth_user_id"]
    staff.post("/admin/login/", {"username": "admin", "password": "password", "next": "/admin/"})
    (waiting,) = factories.make_rows(1)
    staff.post(f"/admin/gallery/poolimage/{waiting.pk}/decide/", {"action": "approve"})
    found = {*at_home.cookies, *staff.cookies}
    named = {cookie.name for cookie in privacy.COOKIES}
    assert user
    assert found <= named, f"Cookies that /privacy does not name: {found - named}"
    assert named <= found, f"/privacy names cookies that nobody sets: {named - found}"
    page = at_home.get("/privacy/").text
    for name in named:
        assert f"<code>{name}</code>" in re.sub(r"\s*(</?code>)\s*", r"\1", page)


def test_looking_at_it_leaves_nothing_behind(client: Client) -> None:
    page = client.get("/privacy/")
    assert "Nothing. You have given it no photo" in page.text
    assert "garden_visitor" not in page.cookies
    assert page["Cache-Control"] == "private, no-store"
    for address in ("/privacy/my-garden.json", "/privacy/erase/"):
        assert client.get(address).status_code == 303
    assert not Visitor.objects.exists()


def test_one_takes_everything_along(at_home: Client) -> None:
    answer = at_home.get("/privacy/my-garden.json")
    assert answer["Content-Disposition"] == 'attachment; filename="my-garden.json"'
    told = json.loads(answer.content)
    assert told["visitor"] == str(Visitor.objects.get().code)
    assert [met["kind"] for met in told["interactions"]] == ["impression", "like"]


def test_erasing_asks_first_then_forgets_and_takes_the_cookie(at_home: Client) -> None:
    asked = at_home.get("/privacy/erase/").text
    assert "Shall the garden forget you?" in asked
    assert Visitor.objects.exists()
    done = at_home.post("/privacy/erase/", follow=True)
    assert done.redirect_chain == [("/privacy/?done=erased#yours", 303)]
    assert "The garden has forgotten you." in done.text
    assert not Visitor.objects.exists()
    assert not Interaction.objects.exists()
    assert at_home.cookies["garden_visitor"].value == ""
    again = at_home.post("/privacy/erase/", follow=True)
    assert "The garden has forgotten you." in again.text


def test_only_our_own_page_erases(at_home: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = at_home.cookies
    assert strict.post("/privacy/erase/").status_code == 403
    assert strict.delete("/api/v1/visitors/me/").status_code == 403
    assert Visitor.objects.exists()


def test_age_group_and_gender_are_said_and_taken_back(at_home: Client) -> None:
    at_home.post("/privacy/about-me/", {"age_group": "elder", "gender": "female"})
    assert Visitor.objects.get().age_group == AgeGroup.ELDER
    assert 'value="elder" selected' in at_home.get("/privacy/").text
    at_home.post("/privacy/about-me/", {"age_group": "\x00nonsense", "gender": ""})
    kept = Visitor.objects.get()
    assert (kept.age_group, kept.gender) == (None, None)
    assert Client().post("/privacy/about-me/", {"gender": "male"}).status_code == 303
    assert Visitor.objects.count() == 1


def test_what_a_reader_guesses_of_age_and_gender_never_becomes_what_was_said(
    client: Client, settings: LazySettings
) -> None:
    """TRU-12: an estimate decides nothing; it does not even reach what tastes are learnt from."""
    settings.EMOTIONS_READER = "tests.emotion_garden.test_privacy.GuessingReader"
    photo = SimpleUploadedFile("me.jpeg", photos.happy_photo())
    read = client.post("/api/v1/readings/", {"photo": photo}).json()
    assert read["faces"][0]["ages"] == [60, 70]
    visitor = Visitor.objects.get()
    assert (visitor.age_group, visitor.gender) == (None, None)
