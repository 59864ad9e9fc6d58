"""`manage.py garden_import DIR`: an exported garden, planted in an empty one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from emotion_garden.moving import planting
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Into a new database, after `migrate`."""

    help = (
        "Checks every file of an export, then plants it in this garden, which must be empty or hold the beginning of "
        "the same import: after an interruption, run it again. Accounts that are not here yet come without a password "
        "(manage.py changepassword NAME). Exit status: 0 planted, 2 not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="only check the export")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        folder: Path = options["folder"]
        if options["dry_run"]:
            found = planting.check(folder, on_step=progress)
            words = {"rows": sum(found.rows.values()), "pictures": found.pictures}
            sentence = _("The export is whole: %(rows)d rows, %(pictures)d files. Nothing was planted.") % words
            return Answer({**words, "planted": False}, [sentence])
        done = planting.plant(folder, on_step=progress)
        facts = {
            "rows": sum(done.manifest.rows.values()),
            "pictures": done.manifest.pictures,
            "copied": done.copied,
            "people": done.people,
            "planted": True,
        }
        sentence = _("%(rows)d rows and %(pictures)d files are planted, %(copied)d of them copied now.") % facts
        return Answer(facts, [sentence])
