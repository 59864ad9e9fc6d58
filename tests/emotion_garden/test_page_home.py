"""The gate: three equal doors, in the visitor's language, without a trace of who looked."""

import pytest
from django.conf import LazySettings
from django.test import Client

from gallery.models import Emotion, Visitor
from tests.gallery import factories

pytestmark = pytest.mark.django_db


def test_it_has_three_doors(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    for door in ("Look in the mirror", "Bring a photo", "Pick a mood"):
        assert door in page.text


def test_every_mood_is_one_press_away_without_a_script(client: Client) -> None:
    page = client.get("/").text
    for emotion in Emotion.values:
        assert f'formaction="/garden/{emotion}/"' in page


def test_the_upload_and_the_phones_camera_are_plain_forms(client: Client) -> None:
    page = client.get("/").text
    assert page.count('action="/reading/') == 2
    assert 'capture="user"' in page


def test_it_promises_that_the_photo_is_not_kept_and_claims_no_feelings(client: Client) -> None:
    page = client.get("/").text
    assert "never kept" in page
    assert "looks like" in page


def test_looking_at_it_makes_no_row_and_no_visitor_cookie(client: Client) -> None:
    page = client.get("/")
    assert not Visitor.objects.exists()
    assert "garden_visitor" not in page.cookies
    assert page["Cache-Control"] == "private, no-store"


def test_the_favorites_are_season_weather_and_time_each_with_any(client: Client) -> None:
    page = client.get("/").text
    for name in ("season", "weather", "time"):
        # Outside of the moods' form, and yet sent with it, without a script.
        assert f'<select name="{name}" form="moods">' in page
    assert page.count('<option value="">any</option>') == 3
    assert 'name="favorite"' not in page


def test_a_favorite_of_the_serving_set_that_is_no_season_is_offered_by_name(client: Client) -> None:
    factories.make_image(favorite="cat")
    factories.make_image(favorite="dragon", status="pool")
    page = client.get("/").text
    assert '<option value="cat">cat</option>' in page
    assert "dragon" not in page


def test_it_speaks_korean_to_a_korean_browser(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "ko"}).text
    assert '<html lang="ko"' in page
    for word in ("행복", "놀람", "평온", "화남", "공포", "혼란스러움", "역겨움", "슬픔"):
        assert word in page


def test_the_switch_changes_the_language_and_comes_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "ko", "next": "/garden/calm/"}, follow=True)
    assert answer.redirect_chain == [("/garden/calm/", 302)]
    assert '<html lang="ko"' in answer.text


def test_the_switch_sends_nobody_elsewhere(client: Client) -> None:
    answer = client.post("/language/", {"language": "ko", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_other_methods_are_refused(client: Client) -> None:
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    ("host", "https", "lent"),
    [("localhost:8000", False, True), ("garden.example", True, True), ("garden.example", False, False)],
)
def test_it_knows_before_any_script_whether_browsers_lend_a_camera(
    client: Client, settings: LazySettings, host: str, https: bool, lent: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = client.get("/", headers={"host": host}, secure=https).text
    assert ('class="door lent"' in page) == lent
