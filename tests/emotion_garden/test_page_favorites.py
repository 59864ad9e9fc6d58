"""The favorites: the original's 64, each part with "any", and free words; chosen in either language, stored in one."""

import re
from itertools import product

import pytest
from django.test import Client

from gallery import revision
from gallery.models import Image
from recommendations.models import Slate
from tests.emotion_garden.test_page_garden import shown
from tests.gallery import factories

pytestmark = pytest.mark.django_db

# Word for word as the original's select sends them.
SEASONS = ("spring", "summer", "autumn", "winter")
WEATHERS = ("cloudy", "rainy", "snowy", "sunny")
TIMES = ("day", "sunset", "the-early-dawn", "the-middle-of-the-night")
ORIGINAL = {",".join(parts) for parts in product(SEASONS, WEATHERS, TIMES)}
NAMES = ("season", "weather", "time")


def grow(*favorites: str) -> dict[str, str]:
    """One upright picture for each: its code, and its favorite."""
    for favorite in favorites:
        factories.make_rows(1, status="serving", orientation="portrait", favorite=favorite)
    revision.rise()
    return {str(code): favorite for code, favorite in Image.objects.values_list("code", "favorite")}


def offered(page: str, name: str) -> list[str]:
    """The values of a select, without "any"."""
    select = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    assert select
    first, *others = re.findall(r'<option value="([^"]*)"', select[0])
    assert first == "", "Any comes first."
    return others


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_form_names_the_originals_64_and_each_brings_its_own_pictures(client: Client, language: str) -> None:
    favorites = grow("", "", *sorted(ORIGINAL))
    headers = {"Accept-Language": language}
    gate = client.get("/", headers=headers).text
    choices = list(product(*(offered(gate, name) for name in NAMES)))
    assert {",".join(parts) for parts in choices} == ORIGINAL
    for parts in choices:
        page = client.get("/garden/happy/", dict(zip(NAMES, parts, strict=True)), headers=headers).text
        assert ",".join(parts) in {favorites[code] for code in shown(page)}, parts


def test_what_is_stored_is_the_originals_word(client: Client) -> None:
    grow("winter,snowy,the-early-dawn")
    asked = {"emotion": "happy", "season": "winter", "weather": "snowy", "time": "the-early-dawn"}
    for language in ("en", "ko"):
        assert client.get("/api/v1/garden/", asked, headers={"Accept-Language": language}).status_code == 200
    assert {slate.favorite for slate in Slate.objects.all()} == {"winter,snowy,the-early-dawn"}


def test_any_leaves_a_part_open(client: Client) -> None:
    winters = {f"winter,{weather},day" for weather in WEATHERS}
    favorites = grow("", "", "", "summer,sunny,day", "summer,sunny,sunset", "cat", *sorted(winters))
    page = client.get("/garden/happy/?season=winter&weather=&time=&orientation=portrait").text
    found = {favorites[code] for code in shown(page)}
    assert len(found) == 3 and found < winters
    assert '<option value="winter" selected>' in page
    assert offered(page, "weather") and "snowy" not in re.findall(r'value="(\w+)" selected', page)
    page = client.get("/garden/happy/?time=sunset&season=&weather=").text
    assert "summer,sunny,sunset" in {favorites[code] for code in shown(page)}
    assert "Nothing grows here yet" not in page


def test_open_parts_of_which_nothing_grows_are_named_without_them(client: Client) -> None:
    grow("", "", "", "summer,sunny,day")
    page = client.get("/garden/happy/?season=winter&weather=&time=sunset").text
    assert "Nothing grows here yet for “winter, sunset”" in page
    assert len(shown(page)) == 3


@pytest.mark.parametrize("language", ["en", "ko"])
def test_free_words_are_chosen_by_name(client: Client, language: str) -> None:
    favorites = grow("", "", "cat", "작은 고양이")
    headers = {"Accept-Language": language}
    assert offered(client.get("/", headers=headers).text, "favorite") == ["cat", "작은 고양이"]
    for word in ("cat", "작은 고양이"):
        page = client.get("/garden/happy/", {"favorite": word, "season": "", "weather": "", "time": ""}).text
        assert word in {favorites[code] for code in shown(page)}
