"""Puts right what dead workers left behind; beat does the same every few seconds."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gallery import orphans
from generation import leftovers, sweeping, tasks


class Command(BaseCommand):
    """Queues expired leases again, ends what is finished, rings for what waits."""

    help = "Queues the renderings of dead workers again, ends finished batches and rings for what waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--orphans",
            action="store_true",
            help="look through the whole store for files of a day ago that no row names",
        )
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        found = {**asdict(sweeping.sweep()), "rang": tasks.ring_for_waiting(), "orphans": leftovers.remove()}
        if options["orphans"]:
            found["orphans"] += [name for name in orphans.find() if orphans.remove(name)]
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        self.stdout.write(
            _("Queued again: %(queued)d. Failed: %(failed)d. Cancelled: %(cancelled)d. Batches ended: %(ended)d.")
            % found
        )
        if found["rang"]:
            self.stdout.write(_("Rang for: %(lanes)s.") % {"lanes": ", ".join(found["rang"])})
        if options["orphans"] or found["orphans"]:
            self.stdout.write(_("Files that nothing named, removed: %(n)d.") % {"n": len(found["orphans"])})
