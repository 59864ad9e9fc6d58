"""`manage.py forget_visitors`: visitors who have not come for long are erased, as if they had done it."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emotion_garden import erasing
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """One visitor at a time; run again, it goes on where it was interrupted."""

    help = (
        "Erases visitors of whom nothing new was kept for so many days: readings, slates, interactions and likes. "
        "For example: forget_visitors --unseen-for 365 --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--unseen-for", type=_days, required=True, metavar="DAYS", help="1 to 36500")
        parser.add_argument("--dry-run", action="store_true", help="say how many would be erased, and erase nobody")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        gone = erasing.unseen(timezone.now() - timedelta(days=options["unseen_for"]))
        number = gone.count()
        if not options["dry_run"]:
            for place, visitor in enumerate(gone.iterator(500), start=1):
                erasing.erase(visitor)
                progress(_("erased"), place)
        words = ngettext("%(number)d visitor.", "%(number)d visitors.", number) % {"number": number}
        said = _("Would be erased: %(visitors)s") if options["dry_run"] else _("Erased: %(visitors)s")
        return Answer(
            {"visitors": number, "dry_run": bool(options["dry_run"])},
            [said % {"visitors": words}],
        )


def _days(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 36_500:
        return int(text)
    raise ArgumentTypeError(_("a number of days from 1 to 36500"))
