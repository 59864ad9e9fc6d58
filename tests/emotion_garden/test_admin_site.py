"""What all pages of the admin share: who is turned away comes back to a page, not to a button."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from gallery.models import Status
from tests.gallery.factories import make_image

pytestmark = pytest.mark.django_db

SHEET = "/admin/gallery/poolimage/"


def press(client: Client, referer: str) -> str:
    image = make_image(status=Status.POOL)
    answer = client.post(f"{SHEET}{image.pk}/decide/", {"action": "approve"}, headers={"Referer": referer})
    assert answer.status_code == 302
    image.refresh_from_db()
    assert image.status == Status.POOL
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"http://testserver{SHEET}?emotion=sad", "/admin/gallery/poolimage/%3Femotion%3Dsad"),
        ("http://elsewhere.example/admin/x/", "/admin/"),
        ("http://testserver/garden/", "/admin/"),
        ("http://testserver//elsewhere.example/", "/admin/"),
        ("http://[", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_who_logs_in_after_a_press_is_back_where_the_button_stood(client: Client, referer: str, back: str) -> None:
    assert press(client, referer) == f"/admin/login/?next={back}"


def test_the_way_back_opens(client: Client, admin_user: User) -> None:
    address = press(client, f"http://testserver{SHEET}?emotion=sad")
    assert admin_user.is_superuser
    answer = client.post(address, {"username": admin_user.get_username(), "password": "password"}, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == SHEET


def test_the_playground_is_reached_from_the_admin_by_those_who_may_order(
    operator_client: Client, curator_client: Client
) -> None:
    link = '<a href="/playground/"'
    assert link in operator_client.get("/admin/").text
    assert link not in curator_client.get("/admin/").text
