"""Searches that are kept: as boards above the sheet, with counts, for oneself or for everybody."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gallery import saved_searches
from gallery.admin import saying
from gallery.models import Image, Room, SavedSearch, Status
from tests.gallery.factories import make_curator, make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"
SEARCHES = f"{POOL}searches/"


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def keep(client: Client, name: str = "Sad cats", **more: str) -> Any:
    return client.post(SEARCHES, {"name": name, "query": "emotion:sad favorite:cat", "next": POOL, **more})


def test_a_search_that_was_clicked_together_is_kept_and_shows_the_same_pictures(curator_client: Client) -> None:
    make_rows(2, emotion="sad", favorite="spring,cloudy,day")
    make_rows(1, emotion="sad")
    page: Any = curator_client.get(f"{POOL}?emotion=sad&favorite=spring,cloudy,day&q=-rose")
    said = page.context_data["boards"].said
    assert said == 'emotion:sad favorite:"spring,cloudy,day" -rose'
    assert "Keep this search" in page.content.decode()
    assert told(keep(curator_client, query=said)) == "“Sad cats” is kept."
    page = curator_client.get(POOL)
    page = curator_client.get(page.context_data["boards"].all[0].address)
    assert page.context_data["cl"].result_count == 2
    assert "Keep this search" not in page.content.decode()
    assert 'aria-current="true"' in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"favorite": "-", "model": "sd 2"}, '-has:favorite model:"sd 2"'),
        ({"status": "rejected", "safety": "flagged"}, "safety:flagged status:rejected"),
        ({"status": "all"}, "(status:pool OR status:rejected)"),
        ({"made": "7d", "alike": "1", "orientation": "portrait"}, "orientation:portrait made>=6d is:alike"),
        ({"q": "rose OR tulip", "batch_code": "9d0e5a0e"}, "batch:9d0e5a0e (rose OR tulip)"),
        ({"q": "status:rejected", "status": "all"}, "status:rejected"),
        ({"p": "3", "o": "1"}, ""),
    ],
)
def test_the_filters_are_said_in_the_search_language(asked: dict[str, str], said: str) -> None:
    assert saying.said(asked, statuses=(Status.POOL, Status.REJECTED)) == said


def test_boards_follow_the_pictures_and_their_counts_end_somewhere(
    curator_client: Client, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "MOST_COUNTED", 5)
    keep(curator_client)
    kept = SavedSearch.objects.get()
    make_rows(3, emotion="sad", favorite="cat")
    make_rows(1, emotion="sad", favorite="cat", status=Status.REJECTED, by=curator)
    assert curator_client.get(f"{SEARCHES}counts/").json() == {"counts": {str(kept.pk): 3}, "most": 5}
    make_rows(9, emotion="sad", favorite="cat")
    assert curator_client.get(f"{SEARCHES}counts/").json()["counts"] == {str(kept.pk): 6}


def test_a_shared_board_is_everybodys_to_see_and_its_keepers_to_change(curator_client: Client) -> None:
    other = make_curator("other")
    saved_searches.keep("rose", name="Mine alone", room=Room.POOL, by=other)
    shared = saved_searches.keep("tulip", name="Ours", room=Room.POOL, by=other, shared=True)
    saved_searches.keep("tulip", name="Elsewhere", room=Room.SERVING, by=other, shared=True)
    page = curator_client.get(f"{POOL}?q=tulip").content.decode()
    assert "Ours" in page
    assert "Mine alone" not in page
    assert "Elsewhere" not in page
    assert f"{SEARCHES}{shared.pk}/" not in page
    for address in (f"{SEARCHES}{shared.pk}/", f"{SEARCHES}{shared.pk}/drop/"):
        assert "no such search of yours" in told(curator_client.post(address, {"name": "Stolen"}))
    assert SavedSearch.objects.filter(name="Ours").exists()


def test_ones_own_board_is_renamed_shared_and_removed(curator_client: Client) -> None:
    keep(curator_client)
    kept = SavedSearch.objects.get()
    page = curator_client.get(f"{POOL}?q={kept.query}").content.decode()
    assert f'action="{SEARCHES}{kept.pk}/"' in page
    curator_client.post(f"{SEARCHES}{kept.pk}/", {"name": " Blue   cats ", "shared": "1"})
    assert list(SavedSearch.objects.values_list("name", "is_shared")) == [("Blue cats", True)]
    response = curator_client.post(f"{SEARCHES}{kept.pk}/drop/")
    assert told(response).endswith("Its search was: emotion:sad favorite:cat")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "A name has 1 to 80 characters."),
        ({"name": "x" * 81}, "A name has 1 to 80 characters."),
        ({"name": "\x00"}, "A name has 1 to 80 characters."),
        ({"query": ""}, "There is nothing to keep"),
        ({"query": "steps:many"}, "“steps” wants a number"),
        ({"query": "x" * 501}, "at most 500 characters"),
        ({"name": "Taken"}, "You keep another search under the name “Taken”."),
    ],
)
def test_what_cannot_be_kept_is_said(curator_client: Client, sent: dict[str, str], words: str) -> None:
    keep(curator_client, name="Taken")
    assert words in told(keep(curator_client, **sent))
    assert SavedSearch.objects.count() == 1


def test_one_person_keeps_so_many_and_no_more(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST", 2)
    for name in "ab":
        saved_searches.keep("rose", name=name, room=Room.POOL, by=curator)
    with pytest.raises(saved_searches.UnusableNameError, match="remove one first"):
        saved_searches.keep("rose", name="c", room=Room.POOL, by=curator)


def test_searches_are_kept_by_those_who_may(curator: User, curator_client: Client, stranger_client: Client) -> None:
    assert keep(stranger_client).status_code == 403
    assert stranger_client.get(f"{SEARCHES}counts/").status_code == 403
    assert Client().post(SEARCHES, {}).status_code == 302
    curator.user_permissions.remove(*curator.user_permissions.filter(codename__endswith="savedsearch"))
    assert keep(curator_client).status_code == 403
    assert "Keep this search" not in curator_client.get(f"{POOL}?emotion=sad").content.decode()


def test_nobody_is_sent_to_another_site(curator_client: Client) -> None:
    assert keep(curator_client, next="https://example.org/")["Location"] == POOL


def test_many_boards_cost_one_statement(curator_client: Client) -> None:
    make_rows(2)
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as statements:
            page = curator_client.get(POOL).content.decode()
        costs.append(len(statements))
        for each in range(20):
            keep(curator_client, name=f"{number} {each}")
    assert costs[0] == costs[1]
    assert len(re.findall('class="gl-board"', page)) == 20


def test_a_board_whose_search_is_not_understood_any_more_says_so_when_opened(
    curator_client: Client, curator: User
) -> None:
    SavedSearch.objects.create(name="Old", room=Room.POOL, query="colour:red", by=curator)
    assert curator_client.get(f"{SEARCHES}counts/").json()["counts"] == {}
    assert "There is no field “colour”" in curator_client.get(f"{POOL}?q=colour:red").content.decode()
    assert Image.objects.count() == 0
