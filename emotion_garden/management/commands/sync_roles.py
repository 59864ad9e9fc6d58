"""`manage.py sync_roles`: writes the table of roles into Django's groups."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emotion_garden import roles
from emotion_garden.roles import Change
from gallery.errors import GardenError


class Command(BaseCommand):
    """May be run again at any time; after `migrate`, which makes the permissions."""

    help = (
        "Makes the groups curator, senior curator and operator what the table of roles says. Permissions that the "
        "table does not grant are taken from these groups; other groups and single users are left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument(
            "--give", nargs=2, action="append", default=[], metavar=("NAME", "ROLE"),
            help="make the account NAME a member of ROLE; may be said again",
        )  # fmt: skip

    def handle(self, *args: Any, dry_run: bool, give: list[list[str]], verbosity: int, **options: Any) -> None:
        try:
            changes = roles.compare()
            if not dry_run:
                roles.write(changes)
            said = [line for change in changes for line in _lines(change)] or [_("The roles are as they should be.")]
            said += [_given(name, role, dry_run=dry_run) for name, role in give]
        except GardenError as error:
            raise CommandError(str(error.sentence)) from error
        if dry_run:
            said.append(_("Nothing was written."))
        if verbosity:
            self.stdout.write("\n".join(said))


def _lines(change: Change) -> list[str]:
    if not change.is_needed:
        return []
    counts = [
        ngettext("%(n)d permission granted", "%(n)d permissions granted", n) % {"n": n}
        for n in [len(change.granted)]
        if n
    ] + [
        ngettext("%(n)d permission taken back", "%(n)d permissions taken back", n) % {"n": n}
        for n in [len(change.withdrawn)]
        if n
    ]
    head = f"{change.role}: " + ", ".join([_("new group")] * change.is_new + counts)
    return [head, *(f"  + {name}" for name in change.granted), *(f"  - {name}" for name in change.withdrawn)]


def _given(name: str, role: str, *, dry_run: bool) -> str:
    words = {"name": name, "role": role}
    if dry_run:
        return _("%(name)s would become %(role)s.") % words
    if roles.give(role, to=name):
        return _("%(name)s is %(role)s now.") % words
    return _("%(name)s was %(role)s already.") % words
