"""`manage.py make_api_key`: a key for a program, shown once."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from emotion_garden.keys import making
from gallery.errors import GardenError


class Command(BaseCommand):
    """The key goes to the standard output, all else to the other, so that a script can catch it."""

    help = (
        "Makes a key with which a program acts as ACCOUNT, and prints it, once. "
        "For example: make_api_key orders --owner anna --scope generation.add_generationbatch --days 30"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the key is for")
        parser.add_argument("--owner", required=True, metavar="ACCOUNT", help="as whom the program acts")
        parser.add_argument(
            "--scope", action="append", default=[], metavar="APP.PERMISSION", help="what it may do; may be said again"
        )
        parser.add_argument("--all-scopes", action="store_true", help="whatever the account may do now")
        parser.add_argument("--days", type=int, default=making.DAYS, help=f"how long it lasts (default {making.DAYS})")

    def handle(self, *args: Any, name: str, owner: str, scope: list[str], all_scopes: bool, **options: Any) -> None:
        account = User.objects.filter(username=owner).first()
        if account is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": owner})
        offered = {making.name(row): row for row in making.offered(account)}
        if missing := sorted(set(scope) - set(offered)):
            words = {"owner": owner, "scopes": ", ".join(missing)}
            raise CommandError(_("%(owner)s may not do this and so cannot give it away: %(scopes)s.") % words)
        wanted = offered.values() if all_scopes else [offered[one] for one in dict.fromkeys(scope)]
        try:
            made = making.make(account, called=name, scopes=wanted, days=options["days"])
        except GardenError as error:
            raise CommandError(str(error.sentence)) from error
        self.stderr.write(_("Copy it now; it is not shown again. It ends on %(day)s.") % {"day": _day(made)})
        self.stdout.write(made.secret)


def _day(made: making.MadeKey) -> str:
    return f"{made.row.expires_at:%Y-%m-%d}"
