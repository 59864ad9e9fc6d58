"""`manage.py prune_pool`: room on the disk, without forgetting what was decided."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery import pruning
from gallery.errors import GardenError
from gallery.management.answering import Answer, AnsweringCommand, Progress

_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}
_AGE: Final = re.compile(r"(\d{1,5})([hdw])")


class NothingToPruneError(GardenError):
    """The command was not told what to look for."""

    code = "nothing_to_prune"


class Command(AnsweringCommand):
    """Files go, rows stay: a rejected picture that comes again is still the rejected one."""

    help = (
        "Removes the files of pictures that were rejected or retired long ago, and the old files of replaced ones. "
        "Their rows and decisions stay; such a picture can no longer be restored. "
        "For example: prune_pool --rejected 30d --replaced 12w --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        for which in ("rejected", "retired", "replaced"):
            parser.add_argument(
                f"--{which}", type=_age, metavar="AGE", help=f"{which} longer ago than this: 12h, 30d or 8w"
            )
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        ages = {which: options[which] for which in ("rejected", "retired", "replaced")}
        if not any(age is not None for age in ages.values()):
            raise NothingToPruneError(_("Say what may go: --rejected, --retired or --replaced, each with an age."))
        now = timezone.now()
        before = {which: None if age is None else now - age for which, age in ages.items()}
        images = pruning.out(rejected=before["rejected"], retired=before["retired"])
        old = [] if before["replaced"] is None else list(pruning.replaced(before["replaced"]))
        if options["dry_run"]:
            done = pruning.weight(images, more=old)
        else:
            done = pruning.prune(images, on_step=progress) + pruning.remove(old)
        words = ngettext(
            "%(pictures)d picture and %(files)d files: %(size).1f MB.",
            "%(pictures)d pictures and %(files)d files: %(size).1f MB.",
            done.pictures,
        ) % {"pictures": done.pictures, "files": done.files, "size": done.bytes / 1e6}
        said = (_("Would go: %(what)s") if options["dry_run"] else _("Gone: %(what)s")) % {"what": words}
        return Answer({**asdict(done), "removed": not options["dry_run"]}, [said])


def _age(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(_("%(text)s is no age such as 12h, 30d or 8w") % {"text": text})
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
