"""Who may do what: the three roles as a table, and its way into Django's groups (`manage.py sync_roles`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError, NotFoundError


class UnknownPermissionError(GardenError):
    """The table grants what this database does not know."""

    code = "unknown_permission"
    status = 500


@dataclass(frozen=True, slots=True)
class Role:
    """One group: its name, for whom it is, and every permission of its members, as `app.codename`."""

    name: str
    label: str | Promise
    duty: str | Promise
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What has to be done to one group so that it is its role."""

    role: str
    is_new: bool
    granted: tuple[str, ...]
    withdrawn: tuple[str, ...]

    @property
    def is_needed(self) -> bool:
        return bool(self.is_new or self.granted or self.withdrawn)


def _every(app: str, model: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for verb in ("view", "add", "change", "delete")}


_CURATE: Final = {
    "gallery.view_poolimage",
    # To look only: who judges what is new must see what is served already.
    "gallery.view_servedimage",
    "gallery.approve_poolimage",
    "gallery.reject_poolimage",
    "gallery.upload_poolimage",
    "gallery.correct_poolimage",
    "gallery.judge_likeness",
    "gallery.view_decision",
    *_every("gallery", "savedsearch"),
}
# What visitors meet at once, and cannot be called back from their eyes.
_SERVE: Final = {
    "gallery.approve_unchecked",
    "gallery.retire_servedimage",
    "gallery.restore_servedimage",
    "gallery.correct_servedimage",
    "gallery.view_displayzone",
    "gallery.change_displayzone",
    # To look only: whoever decides what is served sees what visitors make of it.
    "recommendations.view_tastemodel",
}
# No room of pictures: what waits, was rejected or taken down is no operator's business. What somebody ordered on the
# playground they see there, until a curator puts it aside.
_OPERATE: Final = {
    "generation.view_generationbatch",
    "generation.add_generationbatch",
    "generation.pause_generationbatch",
    "generation.cancel_generationbatch",
    "generation.retry_generationbatch",
    "generation.view_prompt",
    *_every("generation", "promptset"),
    *_every("generation", "promptline"),
    *_every("gallery", "displayzone"),
    "recommendations.view_tastemodel",
    "recommendations.change_tastemodel",
    "recommendations.view_slate",
    "recommendations.view_interaction",
    "emotion_garden.view_workerbeat",
    # Their own, for the programs that order in their name.
    "emotion_garden.view_apikey",
    "emotion_garden.add_apikey",
    "emotion_garden.revoke_apikey",
}

ROLES: Final[Mapping[str, Role]] = {
    role.name: role
    for role in (
        Role(
            "curator",
            _("curator"),
            _("Judges what waits in the pool: approves, rejects, uploads, corrects, says what looks alike."),
            frozenset(_CURATE),
        ),
        Role(
            "senior curator",
            _("senior curator"),
            _("A curator who also takes down, restores and corrects what is served, and approves unchecked pictures."),
            frozenset(_CURATE | _SERVE),
        ),
        Role(
            "operator",
            _("operator"),
            _("Orders pictures and looks after prompts, displays, tastes and workers. Decides about no picture."),
            frozenset(_OPERATE),
        ),
    )
}


def permissions(role: str) -> list[Permission]:
    """The rows that a role stands for, in one query. Raises UnknownPermissionError."""
    return _rows(ROLES[role].permissions)


def compare() -> list[Change]:
    """What `write` would have to do, for every role. Raises UnknownPermissionError."""
    return [_change(role) for role in ROLES.values()]


def write(changes: Iterable[Change]) -> None:
    """Touches the groups named like roles, and nothing else. May be repeated, also by two starts at once."""
    with transaction.atomic():
        for change in changes:
            group, _made = Group.objects.get_or_create(name=change.role)
            group.permissions.add(*_rows(change.granted))
            group.permissions.remove(*_rows(change.withdrawn))


def give(role: str, *, to: str) -> bool:
    """Makes somebody a member, and staff, since the admin is where roles act; whether anything changed.

    Raises NotFoundError.
    """
    group = Group.objects.filter(name=role).first() if role in ROLES else None
    if group is None:
        raise NotFoundError(
            _("There is no role “%(role)s”, only: %(known)s.") % {"role": role, "known": ", ".join(ROLES)}
        )
    user = User.objects.filter(username=to).first()
    if user is None:
        raise NotFoundError(_("There is no account “%(name)s”; make it in the admin first.") % {"name": to})
    had = user.is_staff and user.groups.filter(pk=group.pk).exists()
    user.groups.add(group)
    User.objects.filter(pk=user.pk, is_staff=False).update(is_staff=True)
    return not had


def _change(role: Role) -> Change:
    # Before anything is compared: a table that cannot be written is said at once, also by a dry run.
    _rows(role.permissions)
    group = Group.objects.filter(name=role.name).first()
    has = {_name(row) for row in group.permissions.select_related("content_type")} if group else set()
    return Change(
        role=role.name,
        is_new=group is None,
        granted=tuple(sorted(role.permissions - has)),
        withdrawn=tuple(sorted(has - role.permissions)),
    )


def _rows(names: Iterable[str]) -> list[Permission]:
    wanted = frozenset(names)
    asked = Q(pk__in=())
    for app in {name.partition(".")[0] for name in wanted}:
        codes = [name.partition(".")[2] for name in wanted if name.startswith(f"{app}.")]
        asked |= Q(content_type__app_label=app, codename__in=codes)
    rows = list(Permission.objects.filter(asked).select_related("content_type").order_by("pk"))
    if missing := sorted(wanted - {_name(row) for row in rows}):
        raise UnknownPermissionError(
            _("The permission %(name)s does not exist: run `manage.py migrate` first, or correct the table of roles.")
            % {"name": ", ".join(missing)}
        )
    return rows


def _name(row: Permission) -> str:
    return f"{row.content_type.app_label}.{row.codename}"
