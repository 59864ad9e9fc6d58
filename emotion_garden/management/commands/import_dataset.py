"""`manage.py import_dataset DIR`: users.csv, items.csv and interactions.csv into this garden's log."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from emotion_garden import dataset_importing
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Visitors, likes, and what hung beside them; pictures have to be here already."""

    help = (
        "Reads the three tables that export_dataset and the original garden write: users become visitors, likes and "
        "the lists told with them become likes and slates. Pictures are known by their keys and have to be here "
        "already (garden_import, import_images): likes of others are counted and left out. The whole data set is read "
        "before anything is written; run again after an interruption, it goes on, and what is here stays as it is. "
        "--dry-run does all of it and takes it back: on SQLite nobody else can write meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        dry = bool(options["dry_run"])
        return _told(dataset_importing.plant(options["folder"], dry_run=dry, on_step=progress), dry=dry)


def _told(facts: dict[str, int], *, dry: bool) -> Answer:
    begin = _("Would be new: ") if dry else _("New: ")
    sentence = _("%(visitors)d visitors, %(likes)d likes, %(slates)d slates with %(impressions)d impressions.") % facts
    aside = {
        "completed": _("%d visitors were here and had said less of themselves than the data set."),
        "readings": _("%d visitors have the emotion that they felt last."),
        "already_here": _("%d likes were here already, stand twice in the data set, or were taken back here."),
        "unknown_pictures": _("%d likes are of pictures that are not here or were never served."),
        "items_unknown": _("%d of the listed pictures are not here."),
        "other_events": _("%d lines tell of something else than a like."),
    }
    lines = [begin + sentence, *(words % facts[name] for name, words in aside.items() if facts[name])]
    return Answer({**facts, "written": not dry}, lines)
