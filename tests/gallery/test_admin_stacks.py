"""A stack on its picture's page: both decided at once, a cover chosen; and what looks like it is named."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery.models import AlikePair, Decision, Image, Safety, Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db
POOL = "/admin/gallery/poolimage/"
SERVING = "/admin/gallery/servedimage/"


def make_pair(**fields: Any) -> list[Image]:
    family = uuid4()
    return [make_rows(1, family=family, orientation=side, **fields)[0] for side in ("landscape", "portrait")]


def statuses(images: list[Image]) -> list[str]:
    return [Image.objects.get(pk=image.pk).status for image in images]


def page(client: Client, image: Image, room: str = POOL) -> str:
    return client.get(f"{room}{image.pk}/change/").content.decode()


def test_a_picture_and_its_pair_are_decided_as_one_group_and_undone_as_one(curator_client: Client) -> None:
    pair, other = make_pair(), make_rows(1)
    assert 'name="stack"' in page(curator_client, pair[0])
    assert 'name="stack"' not in page(curator_client, other[0])
    curator_client.post(f"{POOL}{pair[0].pk}/decide/", {"action": "approve", "stack": "1"})
    assert statuses([*pair, *other]) == [Status.SERVING, Status.SERVING, Status.POOL]
    [group] = set(Decision.objects.values_list("group", flat=True))
    curator_client.post(f"/admin/gallery/decision/undo/{group}/")
    assert statuses(pair) == [Status.POOL, Status.POOL]


def test_without_the_tick_the_other_one_waits(curator_client: Client) -> None:
    pair = make_pair()
    curator_client.post(f"{POOL}{pair[0].pk}/decide/", {"action": "reject"})
    assert statuses(pair) == [Status.REJECTED, Status.POOL]
    # It stands elsewhere now: nothing is left to be ticked, and a forged tick moves nothing.
    assert 'name="stack"' not in page(curator_client, pair[1])
    curator_client.post(f"{POOL}{pair[1].pk}/decide/", {"action": "reject", "stack": "1"})
    assert Decision.objects.count() == 2


def test_both_are_retired_from_the_serving_set(senior_client: Client) -> None:
    pair = make_pair(status=Status.SERVING)
    senior_client.post(f"{SERVING}{pair[1].pk}/decide/", {"action": "retire", "stack": "1"})
    assert statuses(pair) == [Status.RETIRED, Status.RETIRED]


def test_unchecked_pictures_are_approved_one_at_a_time_also_in_a_stack(senior_client: Client) -> None:
    pair = make_pair(safety=Safety.UNCHECKED)
    sent = {"action": "approve_unchecked", "reason": "looked at", "stack": "1"}
    senior_client.post(f"{POOL}{pair[0].pk}/decide/", sent)
    assert statuses(pair) == [Status.SERVING, Status.POOL]


def test_the_cover_is_chosen_on_the_page(curator_client: Client) -> None:
    landscape, portrait = make_pair()
    cover = f"{POOL}{portrait.pk}/cover/"
    assert "Make it the cover" in page(curator_client, portrait)
    assert curator_client.get(cover).status_code == 405
    assert curator_client.post(cover)["Location"] == f"{POOL}{portrait.pk}/change/"
    assert list(Image.objects.filter(is_cover=True)) == [portrait]
    told = page(curator_client, portrait)
    assert "Stack of 2" in told
    assert "Make it the cover" not in told
    assert "Make it the cover" in page(curator_client, landscape)


def test_who_may_not_correct_in_the_room_is_offered_no_cover(curator_client: Client) -> None:
    served, _other = make_pair(status=Status.SERVING)
    told = page(curator_client, served, SERVING)
    assert "Stack of 2" in told
    assert "Make it the cover" not in told
    assert curator_client.post(f"{SERVING}{served.pk}/cover/").status_code == 403


def test_strangers_and_unknown_pictures_choose_no_cover(client: Client, stranger_client: Client) -> None:
    landscape, _portrait = make_pair()
    assert stranger_client.post(f"{POOL}{landscape.pk}/cover/").status_code == 403
    assert client.post(f"{POOL}{landscape.pk}/cover/")["Location"].startswith("/admin/login/")
    assert stranger_client.post(f"{POOL}987654/cover/").status_code == 404
    assert not Image.objects.filter(is_cover=True).exists()


def test_a_page_names_what_looks_like_it_as_far_as_one_may_look(stranger: User, stranger_client: Client) -> None:
    one, two = make_rows(2)
    [served] = make_rows(1, status=Status.SERVING)
    for other in (two, served):
        AlikePair.objects.create(one=one, other=other, distance=2)
    stranger.user_permissions.set(Permission.objects.filter(codename="view_poolimage"))
    told = page(stranger_client, one)
    assert "Looks like another one" in told
    assert f"{POOL}{two.pk}/change/" in told
    assert str(served.code) not in told
    assert "Compare and judge" not in told
    stranger.user_permissions.set(
        Permission.objects.filter(codename__in=["view_poolimage", "view_servedimage", "judge_likeness"])
    )
    told = page(stranger_client, one)
    assert "Looks like 2 others" in told
    assert f"{SERVING}{served.pk}/change/" in told
    assert "Compare and judge" in told
