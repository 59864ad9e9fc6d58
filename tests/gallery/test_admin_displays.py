"""The walls' room in the admin: zones, their places, the picker, the changes."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery import curation, displays
from gallery.models import DisplayChange, DisplayZone, Image, Orientation, Status
from tests.gallery.factories import make_curator, make_image, make_rows
from tests.gallery.test_admin_decide import told

pytestmark = pytest.mark.django_db
ZONES = "/admin/gallery/displayzone/"
LANDSCAPE = Orientation.LANDSCAPE


@pytest.fixture
def keeper(db: Any) -> User:
    """Of the walls, and of nothing else: no room of pictures is open to them."""
    user = User.objects.create_user("keeper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="displayzone"))
    return user


@pytest.fixture
def client_of(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


@pytest.fixture
def zone(keeper: User) -> DisplayZone:
    return displays.make("lobby", by=keeper)


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def act(client: Client, zone: DisplayZone, what: str, **sent: Any) -> Any:
    return client.post(f"{ZONES}{zone.pk}/act/", {"do": what, "orientation": LANDSCAPE, **sent})


def row(zone: DisplayZone) -> list[int | None]:
    return list(displays.chosen(DisplayZone.objects.get(pk=zone.pk)).landscape)


def test_zones_are_offered_by_the_originals_names_and_made_on_first_use(client_of: Client) -> None:
    empty = page(client_of, ZONES)
    assert "There is no zone yet" in empty
    assert [name for name in displays.SUGGESTED if f'value="{name}"' in empty] == ["zone1", "zone2", "zone3"]
    response = client_of.post(f"{ZONES}add/", {"name": "zone1"})
    zone = DisplayZone.objects.get(name="zone1")
    assert response["Location"] == f"{ZONES}{zone.pk}/change/"
    assert 'value="zone1"' not in page(client_of, ZONES)
    assert client_of.get(f"{ZONES}add/")["Location"] == ZONES
    for name in ("Zone 1", "a/b", "", "a\0b", "x" * 100):
        assert told(client_of.post(f"{ZONES}add/", {"name": name}))
    assert DisplayZone.objects.count() == 1


def test_pictures_are_picked_ordered_and_taken_away_by_buttons(client_of: Client, zone: DisplayZone) -> None:
    one, two = make_image(caption="a pond"), make_image(caption="a hill")
    shown = page(client_of, f"{ZONES}{zone.pk}/change/")
    assert "Add: a pond" in shown
    response = act(client_of, zone, "place", image=one.pk, pick=LANDSCAPE, q="a")
    assert response["Location"] == f"{ZONES}{zone.pk}/change/?pick=landscape&q=a#picker"
    act(client_of, zone, "place", image=two.pk)
    act(client_of, zone, "later", image=one.pk, ordinal=1)
    assert row(zone)[:3] == [two.pk, one.pk, None]
    shown = page(client_of, f"{ZONES}{zone.pk}/change/")
    assert "Add: a pond" not in shown
    assert "Landscape, 2 pictures" in shown
    act(client_of, zone, "remove", image=two.pk, ordinal=1)
    assert row(zone)[:2] == [None, one.pk]
    assert "Another picture stands" in told(act(client_of, zone, "remove", image=two.pk, ordinal=1))


def test_the_picker_searches_served_pictures_of_the_rows_orientation_only(client_of: Client, zone: DisplayZone) -> None:
    make_image(caption="a lying pond")
    make_image(caption="a standing pond", orientation="portrait")
    make_image(caption="a hidden pond", status=Status.POOL)
    make_image(caption="a hill")
    shown = page(client_of, f"{ZONES}{zone.pk}/change/?q=pond")
    assert re.findall('Add: ([^"]*)', shown) == ["a lying pond"]
    assert re.findall('Add: ([^"]*)', page(client_of, f"{ZONES}{zone.pk}/change/?q=pond&pick=portrait")) == [
        "a standing pond"
    ]
    for odd in ("q=emotion:joyful", "q=%00", "q=by:keeper", "p=99999999999999999", "pick=x", "p=-1"):
        assert client_of.get(f"{ZONES}{zone.pk}/change/?{odd}").status_code == 200
    assert 'role="alert"' in page(client_of, f"{ZONES}{zone.pk}/change/?q=emotion:joyful")


def test_the_page_costs_the_same_with_a_large_garden(
    client_of: Client, zone: DisplayZone, keeper: User, django_assert_max_num_queries: Any
) -> None:
    images = make_rows(60, status=Status.SERVING)
    displays.choose(zone, landscape=images[:8], by=keeper)
    with django_assert_max_num_queries(20):
        shown = page(client_of, f"{ZONES}{zone.pk}/change/")
    assert shown.count("Add: ") == 24
    assert "p=1" in shown
    assert "All eight places are taken" in shown
    assert "All eight places" in told(act(client_of, zone, "place", image=images[20].pk))


def test_what_was_taken_down_is_marked_and_not_shown_to_those_who_may_not_see_it(
    client_of: Client, zone: DisplayZone, keeper: User
) -> None:
    image = make_image(caption="a secret")
    displays.choose(zone, landscape=[image], by=keeper)
    curation.retire(Image.objects.all(), by=make_curator())
    shown = page(client_of, f"{ZONES}{zone.pk}/change/")
    assert "passed over" in shown
    assert "nothing to show" in shown
    assert str(image.code) not in shown
    assert "a secret" not in shown


def test_a_zone_follows_an_emotion_and_a_change_is_put_back(client_of: Client, zone: DisplayZone) -> None:
    make_image(emotion="sad")
    act(client_of, zone, "follow", emotion="sad")
    shown = page(client_of, f"{ZONES}{zone.pk}/change/")
    assert "follows sad" in shown
    assert "follows sad" in page(client_of, ZONES)
    assert shown.count("Put back what was before") == 1
    change = DisplayChange.objects.get()
    act(client_of, zone, "back", change=change.pk)
    zone.refresh_from_db()
    assert zone.follows == ""
    assert "Nothing was put back" in told(act(client_of, zone, "back", change=change.pk))


def test_odd_buttons_are_refused_in_words(client_of: Client, zone: DisplayZone, keeper: User) -> None:
    waiting, other = make_image(status=Status.POOL), displays.make("other", by=keeper)
    change = displays.follow(other, emotion="sad", by=keeper)
    assert change is not None
    odd: list[tuple[str, dict[str, Any]]] = [
        ("", {}), ("explode", {}), ("place", {"image": "x"}), ("place", {"image": "9" * 30}),
        ("place", {"image": waiting.pk}), ("place", {"image": waiting.pk, "orientation": "sideways"}),
        ("remove", {"image": 1, "ordinal": 99}), ("later", {"image": 1, "ordinal": "\0"}), ("follow", {"emotion": "x"}),
    ]  # fmt: skip
    for what, sent in odd:
        assert told(act(client_of, zone, what, **sent)), what
    assert act(client_of, zone, "back", change=change.pk).status_code == 404
    assert row(zone) == [None] * 8
    assert client_of.get(f"{ZONES}{zone.pk}/act/").status_code == 405
    assert client_of.get(f"{ZONES}987654321/change/").status_code == 404
    assert client_of.get(f"{ZONES}{'9' * 30}/change/").status_code == 404


def test_who_may_only_look_sees_no_button_and_a_stranger_sees_no_room(
    client: Client, stranger_client: Client, zone: DisplayZone, keeper: User, client_of: Client
) -> None:
    [image] = make_rows(1, status=Status.SERVING)
    keeper.user_permissions.set(Permission.objects.filter(codename="view_displayzone"))
    shown = page(client_of, f"{ZONES}{zone.pk}/change/")
    assert 'name="do"' not in shown
    assert "gd-name" not in page(client_of, ZONES)
    assert act(client_of, zone, "place", image=image.pk).status_code == 403
    assert client_of.post(f"{ZONES}add/", {"name": "zone1"}).status_code == 403
    for address in (ZONES, f"{ZONES}{zone.pk}/change/"):
        assert stranger_client.get(address).status_code == 403
        assert client.get(address).status_code == 302
    assert act(stranger_client, zone, "place", image=image.pk).status_code == 403
    assert row(zone) == [None] * 8
