"""Walls and the kiosk: what hangs is shown to everybody, what was taken down to nobody, and nobody is counted."""

from typing import Any

import pytest
from django.test import Client

from gallery import curation, displays
from gallery.models import DisplayZone, Image, Visitor
from recommendations.models import Interaction, Slate
from tests.gallery import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hung() -> list[Image]:
    """Three lying and two standing pictures on zone1."""
    boss = factories.make_curator()
    lying, standing = factories.make_images(3), factories.make_images(2, orientation="portrait", emotion="calm")
    displays.choose(displays.make("zone1", by=boss), landscape=lying, portrait=standing, by=boss)
    return [*lying, *standing]


def feed(client: Client, address: str = "/walls/zone1/pictures.json") -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    panes: list[dict[str, Any]] = answer.json()["panes"]
    return panes


def codes(row: list[dict[str, Any]]) -> list[str]:
    return [picture["code"] for picture in row]


def test_a_wall_shows_its_places_in_order(client: Client, hung: list[Image]) -> None:
    (pane,) = feed(client)
    assert codes(pane["landscape"]) == [str(image.code) for image in hung[:3]]
    assert codes(pane["portrait"]) == [str(image.code) for image in hung[3:]]
    assert client.get(pane["landscape"][0]["src"]).status_code == 200


@pytest.mark.parametrize(("place", "lying", "standing"), [("2h", [1], []), ("1v", [], [3]), ("9h", [0, 1, 2], [3, 4])])
def test_one_place_fills_a_screen(
    client: Client, hung: list[Image], place: str, lying: list[int], standing: list[int]
) -> None:
    (pane,) = feed(client, f"/walls/zone1/pictures.json?place={place}")
    assert codes(pane["landscape"]) == [str(hung[number].code) for number in lying]
    assert codes(pane["portrait"]) == [str(hung[number].code) for number in standing]


def test_what_was_taken_down_leaves_the_wall_and_the_others_keep_their_places(
    client: Client, hung: list[Image]
) -> None:
    curation.retire(Image.objects.filter(pk=hung[0].pk), by=factories.make_curator())
    assert codes(feed(client)[0]["landscape"]) == [str(image.code) for image in hung[1:3]]
    assert codes(feed(client, "/walls/zone1/pictures.json?place=1h")[0]["landscape"]) == []
    assert codes(feed(client, "/walls/zone1/pictures.json?place=2h")[0]["landscape"]) == [str(hung[1].code)]
    assert str(hung[0].code) not in client.get("/walls/zone1/").text


def test_a_zone_that_follows_an_emotion_shows_its_most_liked(client: Client, hung: list[Image]) -> None:
    zone = DisplayZone.objects.get()
    displays.follow(zone, emotion="happy", by=factories.make_curator())
    Image.objects.filter(pk=hung[2].pk).update(likes=5)
    (pane,) = feed(client)
    assert codes(pane["landscape"])[0] == str(hung[2].code)
    assert pane["portrait"] == []


def test_asking_again_costs_no_bytes_until_something_changes(
    client: Client, hung: list[Image], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        answer = client.get("/walls/zone1/pictures.json")
    assert answer["Cache-Control"] == "private, no-cache"
    again = {"If-None-Match": answer["ETag"]}
    with django_assert_num_queries(2):
        same = client.get("/walls/zone1/pictures.json", headers=again)
    assert (same.status_code, same.content) == (304, b"")
    displays.follow(DisplayZone.objects.get(), emotion="calm", by=factories.make_curator())
    with django_assert_num_queries(3):
        assert client.get("/walls/zone1/pictures.json", headers=again).status_code == 200


def test_the_address_of_a_picture_changes_with_its_file(client: Client, hung: list[Image]) -> None:
    before = feed(client)[0]["landscape"][0]["src"]
    Image.objects.filter(pk=hung[0].pk).update(sha256="f" * 64)
    assert feed(client)[0]["landscape"][0]["src"] != before


def test_the_page_turns_by_itself_without_scripts(client: Client, hung: list[Image]) -> None:
    page = client.get("/walls/zone1/?seconds=30")
    assert '<meta http-equiv="refresh" content="30;url=?seconds=30&amp;n=1">' in page.text
    assert str(hung[0].code) in page.text
    assert str(hung[3].code) in page.text
    assert str(hung[1].code) in client.get("/walls/zone1/?seconds=30&n=1").text
    assert "screen-wake-lock=(self)" in page["Permissions-Policy"]
    assert "camera=()" in page["Permissions-Policy"]


def test_the_list_names_every_zone_and_what_hangs_there(client: Client, hung: list[Image]) -> None:
    displays.make("lobby", by=factories.make_curator())
    page = client.get("/walls/").text
    for address in ("/walls/zone1/", "/walls/zone1/?place=3h", "/walls/zone1/?place=2v", "/walls/lobby/"):
        assert f'href="{address}"' in page
    assert 'href="/walls/zone1/?place=4h"' not in page


@pytest.mark.parametrize("address", ["/walls/", "/walls/bare/", "/kiosk/"])
def test_an_empty_garden_says_so_in_words(client: Client, address: str) -> None:
    displays.make("bare", by=factories.make_curator())
    page = client.get(address)
    assert page.status_code == 200
    assert "Nothing hangs here yet" in page.text


def test_the_kiosk_walks_through_the_moods_three_at_a_time(client: Client) -> None:
    for emotion in ("happy", "sad"):
        for orientation in ("landscape", "portrait"):
            factories.make_images(4, emotion=emotion, orientation=orientation)
    factories.make_images(2, emotion="calm")
    panes = feed(client, "/kiosk/pictures.json")
    for name in ("landscape", "portrait"):
        steps = list(zip(*(pane[name] for pane in panes), strict=True))
        assert [{picture["emotion"] for picture in step} for step in steps] == [{"happy"}, {"sad"}] * 2
        assert all(len(set(codes(list(step)))) == 3 for step in steps)


def test_a_single_picture_is_enough_for_the_kiosk(client: Client) -> None:
    image = factories.make_image(emotion="fear")
    factories.make_image(emotion="fear", status="retired")
    found = {code for pane in feed(client, "/kiosk/pictures.json") for code in codes(pane["landscape"])}
    assert found == {str(image.code)}
    assert str(image.code) in client.get("/kiosk/").text


def test_the_kiosk_shows_zones_side_by_side(client: Client, hung: list[Image]) -> None:
    boss = factories.make_curator()
    displays.follow(displays.make("zone2", by=boss), emotion="calm", by=boss)
    panes = feed(client, "/kiosk/pictures.json?zones=zone2,zone1,zone9")
    assert [pane["name"] for pane in panes] == ["zone2", "zone1"]
    assert feed(client, "/kiosk/pictures.json?zones=zone2&zones=zone1") == panes
    assert [pane["name"] for pane in feed(client, "/kiosk/pictures.json?zones=zone9")] == ["walk1", "walk2", "walk3"]


def test_a_screen_that_nobody_looks_at_counts_nobody(client: Client, hung: list[Image]) -> None:
    for address in ("/walls/", "/walls/zone1/", "/walls/zone1/pictures.json", "/kiosk/", "/kiosk/pictures.json"):
        client.get(address)
    assert "garden_visitor" not in client.cookies
    assert not Visitor.objects.exists()
    assert not Slate.objects.exists()
    assert not Interaction.objects.exists()


def test_whoever_touches_the_kiosk_is_not_taken_for_the_guest_before(client: Client, hung: list[Image]) -> None:
    client.get("/garden/happy/?orientation=landscape")
    before = client.cookies["garden_visitor"].value
    answer = client.post("/kiosk/begin/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.cookies["garden_visitor"].value == ""
    client.get("/garden/happy/?orientation=landscape")
    assert client.cookies["garden_visitor"].value not in ("", before)
    assert client.get("/kiosk/begin/").status_code == 405


@pytest.mark.parametrize("zone", ["zone1", "ZONE1", "zone%001", "%2e%2e", "z" * 500, "ｚone1", "zone1/.."])
@pytest.mark.parametrize("asked", ["", "pictures.json"])
def test_a_wall_that_is_not_there_is_not_found(client: Client, zone: str, asked: str) -> None:
    assert client.get(f"/walls/{zone}/{asked}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["place=%00h", "place=²h", "place=0h", "n=-1", "n=" + "9" * 40, "n=999999999999999999", "seconds=x", "seconds=%00"],
)
def test_an_address_typed_wrong_still_shows_the_wall(client: Client, hung: list[Image], query: str) -> None:
    for address in ("/walls/zone1/", "/walls/zone1/pictures.json", "/kiosk/", "/kiosk/pictures.json"):
        assert client.get(f"{address}?{query}&zones=%00,zone1,{'z' * 900}&idle=-5").status_code == 200


def test_the_keeper_may_look_after_screens_only_where_they_register_it(client: Client) -> None:
    answer = client.get("/walls/keeper.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "importScripts" in answer.text
