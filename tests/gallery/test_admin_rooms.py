"""The two rooms: what they show, to whom, and how they are searched."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from gallery.models import Image, Safety, Status
from tests.gallery.factories import make_curator, make_image, make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"
SERVING = "/admin/gallery/servedimage/"


def shown(response: Any) -> set[int]:
    assert response.status_code == 200
    return {image.pk for image in response.context_data["cl"].result_list}


def pks(**fields: Any) -> set[int]:
    return set(Image.objects.filter(**fields).values_list("pk", flat=True))


@pytest.fixture
def garden(curator: User) -> None:
    for status in Status:
        make_rows(2, status=status, by=curator)


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        (POOL, [Status.POOL]),
        (f"{POOL}?status=rejected", [Status.REJECTED]),
        (f"{POOL}?status=all", [Status.POOL, Status.REJECTED]),
        (f"{POOL}?status=serving", [Status.POOL]),
        (SERVING, [Status.SERVING]),
        (f"{SERVING}?status=retired", [Status.RETIRED]),
        (f"{SERVING}?status=all", [Status.SERVING, Status.RETIRED]),
    ],
)
def test_a_room_shows_its_own_pictures(curator_client: Client, address: str, statuses: list[str]) -> None:
    assert shown(curator_client.get(address)) == pks(status__in=statuses)


def test_filters_and_search_narrow_the_sheet(curator_client: Client) -> None:
    make_rows(1, emotion="sad", favorite="cat", safety=Safety.FLAGGED, model="sd", orientation="portrait")
    make_rows(1, emotion="calm", caption="lilies on a quiet pond")
    odd = pks(emotion="sad")
    for query in ("emotion=sad", "favorite=cat", "safety=flagged", "model=sd", "orientation=portrait", "q=CAT"):
        assert shown(curator_client.get(f"{POOL}?{query}")) == odd
    assert shown(curator_client.get(f"{POOL}?favorite=-")) == pks(emotion="calm")
    assert shown(curator_client.get(f"{POOL}?q=quiet+pond")) == pks(emotion="calm")
    assert shown(curator_client.get(f"{POOL}?q={Image.objects.get(emotion='calm').code}")) == pks(emotion="calm")
    assert shown(curator_client.get(f"{POOL}?emotion=bored")) == set()


def test_a_batch_can_be_looked_at_alone(curator_client: Client) -> None:
    image = make_rows(2, batch_code="9d0e5a0e-6b0e-4d3f-8f3c-111111111111")[0]
    make_rows(1)
    assert shown(curator_client.get(f"{POOL}?batch_code={image.batch_code}")) == pks(batch_code=image.batch_code)


def test_the_sheet_is_sorted_by_age_and_likes(curator_client: Client) -> None:
    first, second, third = make_rows(3)
    Image.objects.filter(pk=second.pk).update(likes=5)
    orders = {"": [third, second, first], "?o=1": [first, second, third], "?o=-2": [second, third, first]}
    for query, expected in orders.items():
        response: Any = curator_client.get(f"{POOL}{query}")
        assert [image.pk for image in response.context_data["cl"].result_list] == [image.pk for image in expected]


def test_a_page_that_is_gone_shows_the_last_one_and_keeps_the_filters(curator_client: Client) -> None:
    make_rows(3)
    make_rows(1, emotion="sad")
    assert shown(curator_client.get(f"{POOL}?emotion=happy&p=7")) == pks(emotion="happy")


def test_an_empty_room_says_so(curator_client: Client) -> None:
    assert "Nothing is waiting" in curator_client.get(POOL).content.decode()
    assert "Nothing is served yet" in curator_client.get(SERVING).content.decode()
    assert "No picture matches" in curator_client.get(f"{POOL}?emotion=sad").content.decode()


@pytest.mark.parametrize("address", [POOL, SERVING, "/admin/gallery/decision/", "/admin/gallery/visitor/"])
def test_a_stranger_is_refused_and_an_anonymous_one_is_sent_to_the_login(
    client: Client, stranger_client: Client, address: str
) -> None:
    assert stranger_client.get(address).status_code == 403
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_buttons_are_offered_to_those_who_may_press_them(curator_client: Client, stranger: User) -> None:
    make_rows(1)
    page = curator_client.get(POOL).content.decode()
    assert 'value="approve"' in page
    assert 'value="reject"' in page
    assert 'value="restore"' not in page
    stranger.user_permissions.set(Permission.objects.filter(codename__in=["view_poolimage", "reject_poolimage"]))
    looker = Client()
    looker.force_login(stranger)
    page = looker.get(POOL).content.decode()
    assert 'value="approve"' not in page
    assert 'value="reject"' in page


def test_somebody_who_may_only_look_sees_no_boxes_to_tick(stranger: User) -> None:
    make_rows(1)
    stranger.user_permissions.set(Permission.objects.filter(codename="view_poolimage"))
    looker = Client()
    looker.force_login(stranger)
    page = looker.get(POOL).content.decode()
    assert "gl-card" in page
    assert "checkbox" not in page


def test_nothing_is_added_changed_or_deleted_by_hand() -> None:
    boss = make_curator("boss")
    boss.is_superuser = True
    boss.save()
    client = Client()
    client.force_login(boss)
    image = make_rows(1)[0]
    for room in ("poolimage", "decision", "visitor"):
        assert client.get(f"/admin/gallery/{room}/add/").status_code == 403
    assert client.post(f"{POOL}{image.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{POOL}{image.pk}/change/", {"favorite": "x"}).status_code == 403
    client.post(POOL, {"action": "delete_selected", "_selected_action": [image.pk], "index": 0, "post": "yes"})
    assert Image.objects.get().favorite == ""


@pytest.mark.parametrize("count", [3, 60])
def test_a_sheet_costs_the_same_queries_however_many_pictures_it_has(
    curator_client: Client, curator: User, count: int, django_assert_num_queries: Any
) -> None:
    make_rows(count)
    make_rows(count, status=Status.REJECTED, by=curator)
    with django_assert_num_queries(9 if count == 60 else 8):
        curator_client.get(f"{POOL}?status=all")


def test_the_pages_carry_no_inline_script_or_style(curator_client: Client) -> None:
    image = make_image(status=Status.POOL)
    for address in (POOL, reverse("admin:gallery_poolimage_change", args=[image.pk])):
        page = curator_client.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert all("src=" in tag.split(">")[0] for tag in page.split("<script")[1:])


def test_every_picture_on_the_sheet_comes_through_the_file_door(curator_client: Client) -> None:
    image = make_image(status=Status.POOL, size=(400, 250))
    page = curator_client.get(POOL).content.decode()
    address = f"/pictures/{image.code}/320.webp"
    assert address in page
    assert curator_client.get(address).status_code == 200
