"""`manage.py sync_prompts`: the prompt sets that come with the garden."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from generation.prompt_sets import shipped


class Command(BaseCommand):
    """May be run again at any time."""

    help = "Puts the prompt sets that come with the garden into the database, or brings them up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only the sets that are not there at all")

    def handle(self, **options: Any) -> None:
        done = shipped.sync(shipped.missing() if options["missing"] else shipped.SETS)
        counts = {"new": done.new, "changed": done.changed, "unchanged": done.unchanged}
        if options["verbosity"]:
            self.stdout.write(_("%(new)d templates are new, %(changed)d changed, %(unchanged)d as they were.") % counts)
