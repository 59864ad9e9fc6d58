"""`manage.py export_dataset DIR`: users.csv, items.csv and interactions.csv for Amazon Personalize."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from emotion_garden import dataset
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Three tables; a person is a code, and what they said of themselves."""

    help = (
        "Writes users.csv, items.csv and interactions.csv as Amazon Personalize reads them: visitors as anonymous "
        "codes, pictures by their keys, the likes that stand with what was shown beside them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="count the rows, and write nothing")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        wet = not options["dry_run"]
        found = dataset.write(options["folder"], on_step=progress) if wet else dataset.counts()
        sentence = _("%(users)d users, %(items)d items, %(interactions)d interactions.") % found
        return Answer({**found, "written": wet}, [sentence])
