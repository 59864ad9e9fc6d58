"""Who decided what: accounts by their names, with their rights, and without what lets them in."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from emotion_garden.moving.errors import OtherVersionError
from emotion_garden.moving.rows import Row

_PLAIN = ("first_name", "last_name", "email", "is_staff", "is_superuser", "is_active")


def names() -> dict[int, str]:
    return dict(User.objects.values_list("pk", "username"))


def pks() -> dict[str, int]:
    return dict(User.objects.values_list("username", "pk"))


def read_groups() -> Iterable[Row]:
    for group in Group.objects.order_by("name").prefetch_related("permissions__content_type"):
        yield {"name": group.name, "permissions": _named(group.permissions.all())}


def read_users() -> Iterable[Row]:
    users = User.objects.order_by("username").prefetch_related("groups", "user_permissions__content_type")
    for user in users:
        yield {
            "username": user.username,
            "date_joined": user.date_joined.isoformat(),
            **{name: getattr(user, name) for name in _PLAIN},
            "groups": sorted(group.name for group in user.groups.all()),
            "permissions": _named(user.user_permissions.all()),
        }


@transaction.atomic
def take_groups(rows: Iterable[Row]) -> None:
    permission = _finder()
    for row in rows:
        group, _new = Group.objects.get_or_create(name=row["name"])
        group.permissions.set([permission(words) for words in row["permissions"]])


@transaction.atomic
def take_users(rows: Iterable[Row]) -> None:
    """Whoever is here already keeps the password; the others get one from the operator (`changepassword`)."""
    permission = _finder()
    for row in rows:
        user = User.objects.filter(username=row["username"]).first() or User(username=row["username"])
        if user.pk is None:
            user.set_unusable_password()
        for name in _PLAIN:
            setattr(user, name, row[name])
        user.date_joined = parse_datetime(row["date_joined"]) or user.date_joined
        user.save()
        user.groups.set(Group.objects.filter(name__in=row["groups"]))
        user.user_permissions.set([permission(words) for words in row["permissions"]])


def _named(permissions: Iterable[Permission]) -> list[list[str]]:
    return sorted([of.content_type.app_label, of.content_type.model, of.codename] for of in permissions)


def _finder() -> Callable[[list[str]], int]:
    """The permissions of this garden by their names."""
    rows: QuerySet[Permission, Any] = Permission.objects.values_list(
        "content_type__app_label", "content_type__model", "codename", "pk"
    )
    known: dict[tuple[str, ...], int] = {tuple(name): pk for *name, pk in rows}

    def find(words: list[str]) -> int:
        try:
            return known[tuple(words)]
        except KeyError:
            sentence = _("The export gives the permission %(name)s, which this garden does not know.")
            raise OtherVersionError(sentence % {"name": ".".join(words)}) from None

    return find
