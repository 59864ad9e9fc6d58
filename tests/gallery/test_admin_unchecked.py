"""Pictures that no safety check has passed, in the admin: blurred on the sheet, decided one at a time."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery.models import Decision, Image, Safety, Status
from tests.gallery.factories import make_image
from tests.gallery.test_admin_decide import POOL, SERVING, press, told

pytestmark = pytest.mark.django_db
UNSAFE = [Safety.FLAGGED, Safety.UNCHECKED]


@pytest.fixture
def bold_client(curator: User, curator_client: Client) -> Client:
    """Of a curator who may also approve what no check has passed."""
    curator.user_permissions.add(Permission.objects.get(codename="approve_unchecked"))
    return curator_client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def decide(client: Client, image: Image, action: str, reason: str = "") -> Any:
    return client.post(f"{POOL}{image.pk}/decide/", {"action": action, "reason": reason})


@pytest.mark.parametrize("safety", list(Safety))
def test_the_sheet_veils_what_no_check_has_passed_and_can_lift_the_veil_without_a_script(
    curator_client: Client, safety: Safety
) -> None:
    make_image(status=Status.POOL, safety=safety)
    sheet = page(curator_client, POOL)
    assert ("gl-veiled" in sheet) == (safety in UNSAFE)
    assert (f"gl-badge-{safety}" in sheet) == (safety in UNSAFE)
    lifts = re.findall(r'<label class="gl-reveal">\s*<input ([^>]*)>', sheet)
    assert len(lifts) == (safety in UNSAFE)
    # It must neither be sent as a ticked picture nor be anonymous to a screen reader.
    assert all("name=" not in lift and "Show picture 1 unveiled" in lift for lift in lifts)


def test_the_serving_room_hides_nothing_that_visitors_see(bold_client: Client) -> None:
    image = make_image(safety=Safety.FLAGGED)
    assert image.status == Status.SERVING
    assert "gl-veiled" not in page(bold_client, SERVING)


def test_the_button_under_the_sheet_refuses_them_even_from_those_who_may(bold_client: Client) -> None:
    images = [make_image(status=Status.POOL, safety=safety) for safety in UNSAFE]
    assert "approve_unchecked" not in page(bold_client, POOL)
    response = press(bold_client, "approve", images, reason="all fine")
    assert told(response) == "0 approved, 2 refused: without a passed safety check each is approved on its own page."
    press(bold_client, "approve_unchecked", images, reason="all fine")
    assert set(Image.objects.values_list("status", flat=True)) == {Status.POOL}


@pytest.mark.parametrize("safety", UNSAFE)
def test_its_own_page_shows_it_at_full_size_and_says_what_is_known(bold_client: Client, safety: Safety) -> None:
    image = make_image(status=Status.POOL, safety=safety, size=(400, 250), safety_note="strict-1: petals +0.100")
    text = page(bold_client, f"{POOL}{image.pk}/change/")
    assert f'<img src="/pictures/{image.code}/400.jpeg"' in text
    for words in ("strict-1: petals +0.100", "No safety check has passed this picture", "Reason (needed to approve)"):
        assert words in text
    assert 'value="approve_unchecked"' in text
    assert 'value="approve"' not in text


def test_a_reason_of_exemption_is_shown(curator_client: Client) -> None:
    image = make_image(status=Status.POOL, safety_note="trained on our own photos of flowers")
    text = page(curator_client, f"{POOL}{image.pk}/change/")
    assert "trained on our own photos of flowers" in text
    assert 'value="approve"' in text
    assert "No safety check has passed" not in text


def test_it_is_approved_there_with_a_reason_and_undone(bold_client: Client, curator: User) -> None:
    image = make_image(status=Status.POOL, safety=Safety.FLAGGED)
    response = decide(bold_client, image, "approve_unchecked", "only petals")
    assert response["Location"] == f"{SERVING}{image.pk}/change/"
    assert told(response) == "1 approved."
    assert Decision.objects.values_list("by", "reason").get() == (curator.pk, "only petals")
    text = page(bold_client, response["Location"])
    assert "only petals" in text
    assert "Undo" in text


def test_without_a_reason_nothing_changes_and_it_is_said(bold_client: Client) -> None:
    image = make_image(status=Status.POOL, safety=Safety.UNCHECKED)
    assert "Say why" in told(decide(bold_client, image, "approve_unchecked", " "))
    image.refresh_from_db()
    assert image.status == Status.POOL


def test_a_curator_without_the_permission_is_told_and_may_only_reject(curator_client: Client) -> None:
    image = make_image(status=Status.POOL, safety=Safety.UNCHECKED)
    text = page(curator_client, f"{POOL}{image.pk}/change/")
    assert "No safety check has passed this picture" in text
    assert 'value="approve' not in text
    assert decide(curator_client, image, "approve_unchecked", "please").status_code == 403
    assert "1 refused" in told(decide(curator_client, image, "approve", "please"))
    assert Image.objects.get().status == Status.POOL
    decide(curator_client, image, "reject")
    assert Image.objects.get().status == Status.REJECTED


def test_the_family_and_the_list_of_decisions_veil_them_too(bold_client: Client) -> None:
    image = make_image(status=Status.POOL)
    make_image(status=Status.REJECTED, safety=Safety.FLAGGED, family=image.family)
    assert page(bold_client, f"{POOL}{image.pk}/change/").count("gl-veil") == 1
    assert page(bold_client, "/admin/gallery/decision/").count("gl-veil") == 1


def test_a_picture_says_that_a_machine_has_made_it_and_how(curator_client: Client) -> None:
    image = make_image(status=Status.POOL, recipe={"renderer": "painter", "brush": "wet"})
    text = page(curator_client, f"{POOL}{image.pk}/change/")
    assert "made by a machine" in text
    assert "<dt>brush</dt>" in text
