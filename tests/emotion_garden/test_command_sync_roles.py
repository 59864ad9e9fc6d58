"""`manage.py sync_roles`: the table of roles becomes groups, again and again, and nothing else is touched."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command

from emotion_garden import roles
from emotion_garden.roles import ROLES, Role

pytestmark = pytest.mark.django_db


def sync(*arguments: str) -> str:
    out = StringIO()
    call_command("sync_roles", *arguments, stdout=out)
    return out.getvalue()


def granted(name: str) -> set[str]:
    rows = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def test_the_groups_are_what_the_table_says() -> None:
    said = sync()
    assert {name: granted(name) for name in ROLES} == {name: role.permissions for name, role in ROLES.items()}
    assert f"curator: new group, {len(ROLES['curator'].permissions)} permissions granted" in said
    assert "  + gallery.approve_poolimage" in said


def test_a_second_time_changes_nothing_and_says_so() -> None:
    sync()
    before = list(Group.permissions.through.objects.order_by("pk").values())
    assert sync() == "The roles are as they should be.\n"
    assert list(Group.permissions.through.objects.order_by("pk").values()) == before


def test_what_the_table_does_not_grant_is_taken_back_and_what_it_grants_is_put_back() -> None:
    sync()
    group = Group.objects.get(name="operator")
    group.permissions.add(Permission.objects.get(codename="approve_poolimage"))
    group.permissions.remove(Permission.objects.get(codename="add_generationbatch"))
    assert sync() == (
        "operator: 1 permission granted, 1 permission taken back\n"
        "  + generation.add_generationbatch\n"
        "  - gallery.approve_poolimage\n"
    )
    assert granted("operator") == ROLES["operator"].permissions


def test_other_groups_members_and_single_users_are_left_alone(stranger: User) -> None:
    sync()
    own = Group.objects.create(name="careful curators")
    own.permissions.add(Permission.objects.get(codename="delete_visitor"))
    stranger.groups.set([own, Group.objects.get(name="curator")])
    stranger.user_permissions.add(Permission.objects.get(codename="delete_visitor"))
    Group.objects.get(name="curator").permissions.clear()
    sync()
    assert granted("careful curators") == {"gallery.delete_visitor"}
    assert set(stranger.groups.values_list("name", flat=True)) == {"careful curators", "curator"}
    assert stranger.user_permissions.count() == 1


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    dry = sync("--dry-run")
    assert not Group.objects.exists()
    assert dry == sync().rstrip("\n") + "\nNothing was written.\n"


def test_a_permission_that_does_not_exist_is_said_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Role("gardener", "gardener", "", frozenset({"gallery.water_flowers", "gallery.view_visitor"}))
    monkeypatch.setattr(roles, "ROLES", {**ROLES, "gardener": wrong})
    with pytest.raises(CommandError, match=r"gallery\.water_flowers does not exist: run `manage.py migrate` first"):
        sync()
    assert not Group.objects.exists()


def test_somebody_gets_a_role_at_the_shell() -> None:
    anna = User.objects.create_user("anna")
    assert "anna is senior curator now." in sync("--give", "anna", "senior curator")
    anna = User.objects.get()
    assert anna.is_staff
    assert anna.has_perm("gallery.retire_servedimage")
    assert "anna was senior curator already." in sync("--give", "anna", "senior curator")


@pytest.mark.parametrize(
    ("name", "role", "sentence"),
    [
        ("nobody", "curator", "There is no account “nobody”"),
        ("anna", "gardener", "only: curator, senior curator, operator"),
    ],
)
def test_a_name_or_a_role_that_is_not_there_is_one_sentence(name: str, role: str, sentence: str) -> None:
    User.objects.create_user("anna")
    with pytest.raises(CommandError, match=sentence):
        sync("--give", name, role)
    assert not User.objects.get().groups.exists()


def test_a_senior_curator_is_a_curator_and_no_operator_decides() -> None:
    assert ROLES["curator"].permissions < ROLES["senior curator"].permissions
    deciding = {name for name in ROLES["senior curator"].permissions if "image" in name or "unchecked" in name}
    assert not deciding & ROLES["operator"].permissions
    assert not [name for role in ROLES.values() for name in role.permissions if "visitor" in name or "auth." in name]
