"""What no database takes is dropped at the admin's doors, and only that."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery import words
from gallery.models import Decision, Image, Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"
ODD_NUMBERS = ["²", "٣", "9" * 5000, "9" * 19, "-1", "+1", "1_0", " 1", "", "\0"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("c\0at", "cat"),
        ("\x1b[31mred\r\n\t\x85", "[31mred"),
        ("작은 고양이　♥ 👩‍🌾 café", "작은 고양이　♥ 👩‍🌾 café"),
        ("", ""),
    ],
)
def test_only_control_characters_are_dropped(said: str, kept: str) -> None:
    assert words.legible(said) == kept


def test_only_plain_digits_are_a_number() -> None:
    assert [words.number(text) for text in ODD_NUMBERS] == [None] * len(ODD_NUMBERS)
    assert words.number("0017") == 17


def asked(response: Any) -> dict[str, str]:
    assert response.status_code == 200
    found: dict[str, str] = response.context_data["cl"].params
    return found


@pytest.mark.parametrize("name", ["emotion", "favorite", "orientation", "safety", "model", "status"])
def test_no_filter_hands_a_nul_to_the_database(curator_client: Client, name: str) -> None:
    make_rows(1)
    assert "\0" not in "".join(asked(curator_client.get(POOL, {name: "\0cat\0"})).values())


def test_the_other_rooms_do_not_either(stranger: User, stranger_client: Client) -> None:
    stranger.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    for address, name in (
        ("gallery/decision", "became__exact"),
        ("gallery/visitor", "gender__exact"),
        ("emotions/emotionreading", "reader__exact"),
        ("recommendations/interaction", "kind__exact"),
        ("recommendations/slate", "rung__exact"),
        ("recommendations/tastemodel", "learner__exact"),
    ):
        page = stranger_client.get(f"/admin/{address}/", {name: "\0"})
        assert "\0" not in "".join(str(value) for value in asked(page).values())


def test_a_reason_is_kept_without_them(curator_client: Client) -> None:
    (image,) = make_rows(1)
    fields = {"action": "reject", "reason": " to\0o dark\x07 – 너무 어둡다 "}
    curator_client.post(f"{POOL}{image.pk}/decide/", fields)
    assert Decision.objects.get().reason == "too dark – 너무 어둡다"


@pytest.mark.parametrize("number", [number for number in ODD_NUMBERS if number])
def test_a_row_that_no_number_names_is_not_there(curator_client: Client, number: str) -> None:
    for room in ("poolimage", "decision"):
        assert curator_client.get(f"/admin/gallery/{room}/{number}/change/").status_code == 302


def test_a_tick_that_is_no_number_ticks_nothing(curator_client: Client) -> None:
    make_rows(1)
    curator_client.post(POOL, {"action": "reject", ACTION_CHECKBOX_NAME: ODD_NUMBERS, "index": "0"})
    assert Image.objects.get().status == Status.POOL
