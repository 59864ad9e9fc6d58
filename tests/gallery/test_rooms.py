"""Each room is closed to those who may only look into the other one."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery.models import Status
from tests.gallery.factories import make_image, make_rows

pytestmark = pytest.mark.django_db
IN_ROOM = {
    "poolimage": {Status.POOL, Status.REJECTED},
    "servedimage": {Status.SERVING, Status.RETIRED},
}


@pytest.mark.parametrize("room", IN_ROOM)
def test_the_file_door_opens_for_ones_own_room_only(stranger: User, stranger_client: Client, room: str) -> None:
    stranger.user_permissions.set(Permission.objects.filter(codename=f"view_{room}"))
    images = {status: make_image(status=status) for status in Status}
    open_to = {
        status
        for status, image in images.items()
        if stranger_client.get(f"/pictures/{image.code}/64.webp").status_code == 200
    }
    assert open_to == IN_ROOM[room] | {Status.SERVING}


@pytest.mark.parametrize("room", IN_ROOM)
def test_a_family_shows_only_those_who_stand_where_one_may_look(
    stranger: User, stranger_client: Client, room: str
) -> None:
    stranger.user_permissions.set(Permission.objects.filter(codename=f"view_{room}"))
    family = uuid4()
    relatives = {status: make_rows(1, status=status, family=family)[0] for status in Status}
    (image,) = make_rows(1, status=min(IN_ROOM[room]), family=family)
    page: Any = stranger_client.get(f"/admin/gallery/{room}/{image.pk}/change/")
    assert {one.pk for one in page.context_data["family"]} == {relatives[status].pk for status in IN_ROOM[room]}
