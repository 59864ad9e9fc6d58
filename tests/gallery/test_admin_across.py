"""“All that match” in the rooms: what was counted is what is decided about, or one is asked again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gallery import curation, snapshots
from gallery.admin import across
from gallery.models import Decision, Image, Safety, Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"
ACROSS = {"index": "0", "_selected_action": "0", "select_across": "1", "reason": ""}


def token(response: Any) -> str:
    found = re.search(r'name="snapshot" value="([^"]+)"', response.content.decode())
    assert found, "The page carries no snapshot."
    return found[1]


def press(client: Client, address: str, **more: str) -> Any:
    return client.post(address, {**ACROSS, "action": "approve", **more})


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def waiting() -> int:
    return Image.objects.pooled().count()


def test_all_that_match_means_every_page_and_no_other_picture(curator_client: Client) -> None:
    make_rows(70)
    make_rows(5, emotion="sad")
    address = f"{POOL}?emotion=happy"
    page = curator_client.get(address)
    assert "all 70, on every page" in page.content.decode()
    assert told(press(curator_client, address, snapshot=token(page))) == "70 approved."
    assert set(Image.objects.pooled().values_list("emotion", flat=True)) == {"sad"}
    assert Decision.objects.values("group").distinct().count() == 1


def test_what_a_search_finds_is_what_is_decided_about(curator_client: Client) -> None:
    make_rows(61, caption="lilies on a pond")
    make_rows(3, caption="a rose")
    address = f"{POOL}?q=pond+-rose"
    asked = press(curator_client, address)
    assert "61</b> pictures match" in asked.content.decode()
    assert told(press(curator_client, address, snapshot=token(asked), sure="1")) == "61 approved."
    assert waiting() == 3


def test_pictures_that_arrive_meanwhile_are_not_part_of_it(curator_client: Client) -> None:
    make_rows(70)
    page = curator_client.get(POOL)
    late = make_rows(2)
    assert told(press(curator_client, POOL, snapshot=token(page))) == "70 approved."
    assert set(Image.objects.pooled().values_list("pk", flat=True)) == {image.pk for image in late}


def test_when_somebody_has_decided_meanwhile_nothing_happens_and_both_numbers_are_told(
    curator_client: Client, curator: User
) -> None:
    images = make_rows(70)
    page = curator_client.get(POOL)
    curation.reject(Image.objects.filter(pk__in=[image.pk for image in images[:3]]), by=curator)
    asked = press(curator_client, POOL, snapshot=token(page), reason="for spring")
    words = asked.content.decode()
    assert "You were shown 70 pictures, and now 67 of them match" in words
    assert 'value="for spring"' in words
    assert waiting() == 67
    assert told(press(curator_client, POOL, snapshot=token(asked), sure="1")) == "67 approved."


def test_many_are_decided_about_only_after_a_page_that_says_what_will_happen(
    curator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(across, "MOST_AT_ONCE", 65)
    make_rows(70)
    make_rows(4, safety=Safety.UNCHECKED)
    asked = press(curator_client, POOL, snapshot=token(curator_client.get(POOL)))
    words = asked.content.decode()
    assert "74</b> pictures match" in words
    assert "Approve: 70" in words
    assert "without a passed safety check each is approved on its own page" in words
    assert waiting() == 74
    assert "70 approved, 4 refused" in told(press(curator_client, POOL, snapshot=token(asked), sure="1"))


def test_the_page_says_how_many_a_button_would_leave_alone(curator_client: Client, curator: User) -> None:
    make_rows(61)
    make_rows(2, status=Status.REJECTED, by=curator)
    asked = press(curator_client, f"{POOL}?status=all")
    assert "<b>2</b> stay where they are: this button does not move them" in asked.content.decode()


@pytest.mark.parametrize(
    "wrong",
    ["", "nonsense", signing.dumps("else", salt=snapshots.SALT), signing.dumps(["a", 1, 2], salt="other")],
    ids=["none", "nonsense", "of another shape", "of another purpose"],
)
def test_without_a_token_of_ours_one_is_asked_first(curator_client: Client, wrong: str) -> None:
    make_rows(61)
    asked = press(curator_client, POOL, snapshot=wrong, sure="1")
    assert "61</b> pictures match" in asked.content.decode()
    assert waiting() == 61


def test_a_token_of_another_search_decides_about_nothing(curator_client: Client) -> None:
    make_rows(61, emotion="sad")
    make_rows(61)
    sad = token(curator_client.get(f"{POOL}?emotion=sad"))
    asked = press(curator_client, f"{POOL}?emotion=happy", snapshot=sad, sure="1")
    assert "too old, or showed another search" in asked.content.decode()
    assert waiting() == 122


def test_a_search_that_is_not_understood_decides_about_nothing(curator_client: Client) -> None:
    make_rows(3)
    address = f"{POOL}?q=steps:many"
    asked = press(curator_client, address)
    assert "0</b> pictures match" in asked.content.decode()
    press(curator_client, address, snapshot=token(asked), sure="1")
    assert waiting() == 3


def test_the_group_is_undone_with_one_button(curator_client: Client) -> None:
    make_rows(70)
    press(curator_client, POOL, snapshot=token(curator_client.get(POOL)))
    group = Decision.objects.values_list("group", flat=True)[0]
    response = curator_client.post(f"/admin/gallery/decision/undo/{group}/", {"next": POOL})
    assert told(response).endswith("70 pictures are back where they were.")
    assert waiting() == 70


def test_a_thousand_pictures_more_cost_a_few_statements_more(
    curator_client: Client, record_property: Callable[[str, object], None]
) -> None:
    costs = []
    for emotion, count in (("happy", 500), ("sad", 1500)):
        make_rows(count, emotion=emotion)
        address = f"{POOL}?emotion={emotion}"
        page = curator_client.get(address)
        with CaptureQueriesContext(connection) as statements:
            assert told(press(curator_client, address, snapshot=token(page), sure="1")).endswith(f"{count} approved.")
        costs.append(len(statements))
    record_property("figures", f"1,000 approvals by one action: {costs[1] - costs[0]} statements")
    assert costs[1] - costs[0] <= 26


def test_a_stranger_is_asked_nothing(stranger_client: Client) -> None:
    make_rows(61)
    assert press(stranger_client, POOL).status_code == 403
    assert waiting() == 61
