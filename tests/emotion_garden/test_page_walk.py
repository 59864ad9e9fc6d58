"""A walk through a whole garden: nothing twice until all was seen, then the oldest first, and said so once."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from gallery import revision
from tests.emotion_garden.test_page_garden import like_fields, next_link
from tests.gallery import factories

pytestmark = pytest.mark.django_db

FIRST_AGAIN = 4


def grow(slates: int) -> None:
    factories.make_rows(3 * slates, status="serving", orientation="portrait")
    revision.rise()


def row(page: str) -> list[str]:
    """The pictures in the order in which they hang."""
    return list(dict.fromkeys(re.findall(r'href="/pictures/([0-9a-f-]{36})/"', page)))


def test_every_page_shows_new_pictures_and_then_the_oldest_again(client: Client) -> None:
    grow(slates := 20)
    page = client.get("/garden/happy/").text
    walked = [row(page)]
    for _slate in range(slates - 1):
        page = client.get("/garden/happy/" + next_link(page)).text
        walked.append(row(page))
        assert "You have seen them all" not in page
    assert len({code for codes in walked for code in codes}) == 3 * slates
    for number in range(FIRST_AGAIN):
        page = client.get("/garden/happy/" + next_link(page)).text
        assert set(row(page)) == set(walked[number])
        assert ("You have seen them all. The walk begins again." in page) is (number == 0)


def test_the_page_on_which_the_walk_begins_again_says_so_also_when_asked_for_once_more(client: Client) -> None:
    factories.make_rows(5, status="serving", orientation="portrait")
    revision.rise()
    said = []
    page = client.get("/garden/happy/").text
    for _slate in range(3):
        page = client.get("/garden/happy/" + next_link(page)).text
        said.append("You have seen them all" in page)
        same = client.get(like_fields(page)["next"]).text
        assert (row(same), "You have seen them all" in same) == (row(page), said[-1])
    assert said == [True, False, False]


def test_200_slates_show_600_pictures_once_and_what_comes_again_is_marked(
    client: Client, settings: LazySettings
) -> None:
    # Faster than anybody walks.
    settings.GARDEN_LIMITS = dict.fromkeys(settings.GARDEN_LIMITS)
    grow(slates := 200)
    walked: list[list[str]] = []
    after, repeats = "", []
    for _slate in range(slates + FIRST_AGAIN):
        said = client.get("/api/v1/garden/", {"emotion": "happy", "orientation": "portrait", "after": after}).json()
        after = said["slate"]
        walked.append([item["code"] for item in said["items"]])
        repeats.append({item["repeat"] for item in said["items"]})
    assert repeats == [{False}] * slates + [{True}] * FIRST_AGAIN
    assert len({code for codes in walked[:slates] for code in codes}) == 3 * slates
    assert [set(codes) for codes in walked[slates:]] == [set(codes) for codes in walked[:FIRST_AGAIN]]
