"""`manage.py revoke_api_key`: from the next request on a key opens nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from emotion_garden.keys import making
from emotion_garden.models import ApiKey


class Command(BaseCommand):
    """By the prefix, which logs and lists show; the whole key does, too."""

    help = "Revokes the key with this prefix, for good. For example: revoke_api_key egk_0123456789ab"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prefix", help="egk_ and twelve characters, as the admin and the log show it")

    def handle(self, *args: Any, prefix: str, **options: Any) -> None:
        found = prefix.removeprefix("egk_")[:12]
        if not ApiKey.objects.filter(prefix=found).exists():
            raise CommandError(_("There is no key “%(prefix)s”.") % {"prefix": f"egk_{found}"})
        said = _("Revoked.") if making.revoke(found) else _("It was revoked already.")
        self.stdout.write(said)
