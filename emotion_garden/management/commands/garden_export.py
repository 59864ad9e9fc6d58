"""`manage.py garden_export DIR`: the whole garden in a folder."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from emotion_garden.moving import exporting, manifest
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Backs up, or packs for a move; the garden may run."""

    help = (
        "Writes pictures, rows, decisions, interactions and learned tastes into a folder, and a manifest with their "
        "hashes. The same folder again copies only what is missing or wrong. Accounts are written without passwords, "
        "and the secret key stays here. Exit status: 0 all of it, 1 some files are missing here, 2 nothing usable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="count what would be written, and write nothing")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        folder: Path = options["folder"]
        if options["dry_run"]:
            counts = exporting.survey()
            return Answer(
                {"rows": counts, "written": False}, [f"{count:>8} {label}" for label, count in counts.items()]
            )
        found = exporting.export(folder, on_step=progress)
        words = {"rows": sum(found.rows.values()), "pictures": found.pictures, "folder": folder}
        sentence = _("%(rows)d rows and %(pictures)d files are in %(folder)s.") % words
        if not found.missing:
            return Answer({**asdict(found), "written": True}, [sentence])
        missing = _(
            "%(n)d files that rows name are missing or damaged here (%(list)s). Run again if the garden was pruned "
            "meanwhile; otherwise “reconcile” says more."
        ) % {"n": found.missing, "list": folder / manifest.MISSING}
        return Answer({**asdict(found), "written": True}, [sentence], [missing], status=1)
