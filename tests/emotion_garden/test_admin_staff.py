"""Somebody new in the admin: a name, a password, a tick at each role; a role's own group is only shown."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from emotion_garden import roles

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"


@pytest.fixture
def boss_client(admin_user: User) -> Client:
    roles.write(roles.compare())
    client = Client()
    client.force_login(admin_user)
    return client


def test_each_role_is_a_tick_box_that_says_what_it_is_for(boss_client: Client) -> None:
    page = boss_client.get(ADD).content.decode()
    for role in roles.ROLES.values():
        assert f"<b>{role.label}</b><br>{role.duty}" in page
    assert 'name="is_staff" id="id_is_staff" checked' in page.replace('aria-describedby="id_is_staff_helptext" ', "")


def test_a_new_colleague_is_one_form(boss_client: Client) -> None:
    role = Group.objects.get(name="senior curator")
    secret = "a long sentence about tulips"
    sent = {"username": "anna", "usable_password": "true", "password1": secret, "password2": secret}
    boss_client.post(ADD, {**sent, "is_staff": "on", "groups": [str(role.pk)]})
    anna = Client()
    assert anna.login(username="anna", password=secret)
    assert anna.get("/admin/gallery/servedimage/").status_code == 200
    assert anna.get("/admin/generation/generationbatch/").status_code == 403
    assert "senior curator" in boss_client.get("/admin/auth/user/").content.decode()


def test_a_roles_group_is_shown_and_an_own_one_is_changed(boss_client: Client) -> None:
    role, own = Group.objects.get(name="curator"), Group.objects.create(name="careful curators")
    before = role.permissions.count()
    assert boss_client.get(f"/admin/auth/group/{role.pk}/change/").status_code == 200
    assert boss_client.post(f"/admin/auth/group/{role.pk}/change/", {"name": "mine"}).status_code == 403
    assert boss_client.post(f"/admin/auth/group/{role.pk}/delete/", {"post": "yes"}).status_code == 403
    boss_client.post(f"/admin/auth/group/{own.pk}/change/", {"name": "mine", "permissions": []})
    assert set(Group.objects.values_list("name", flat=True)) == {*roles.ROLES, "mine"}
    assert role.permissions.count() == before


def test_the_list_of_staff_costs_the_same_queries_however_long_it_is(
    boss_client: Client, django_assert_max_num_queries: object
) -> None:
    role = Group.objects.get(name="curator")
    for number in range(30):
        User.objects.create(username=f"colleague {number}", is_staff=True).groups.add(role)
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(9):
        assert boss_client.get("/admin/auth/user/").content.decode().count("colleague ") >= 30
