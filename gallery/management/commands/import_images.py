"""`manage.py import_images DIR --by NAME`: pictures of an original Emotion Garden."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from gallery import importing, tasks
from gallery.errors import NotFoundError
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Takes what it can, and says of each file why not."""

    help = (
        "Takes pictures from a folder: emotions/<emotion>[/<favorite>]/img_….jpeg into the serving set, "
        "imgPool/… into the pool. The same key with other bytes replaces the file, as a decision that can be undone; "
        "the same bytes under a second key are reported. Run again, it goes on where it was. "
        "Exit status: 0 all taken, 1 some files were refused, 2 nothing was read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--by", required=True, metavar="NAME", help="the account whose decisions these are")
        parser.add_argument("--made-by", default="", metavar="MODEL", help="marks every file as made by this model")
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken, and write nothing")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        by, folder = _person(options["by"]), options["folder"]
        importing.check(folder, by=by)
        job = importing.Job(folder, by, options["made_by"], options["dry_run"])
        counts: Counter[str] = Counter()
        told: dict[str, list[dict[str, str]]] = {"refused": [], "twice": []}
        for number, path in enumerate(importing.find(folder), start=1):
            result = importing.take(path, job=job)
            counts[result.came] += 1
            counts["served"] += result.served
            if result.came in told:
                told[result.came].append({"path": result.path, "sentence": result.sentence})
            progress(_("files"), number)
        if not options["dry_run"]:
            tasks.ring()
        return _answer(counts, told, is_rehearsal=options["dry_run"])


def _person(name: str) -> User:
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        raise NotFoundError(_("There is no account “%(name)s” that could decide.") % {"name": name})
    return person


def _answer(counts: Counter[str], told: dict[str, list[dict[str, str]]], *, is_rehearsal: bool) -> Answer:
    said = {name: counts[name] for name in ("new", "replaced", "same", "twice", "refused", "served")}
    sentence = (
        _(
            "%(new)d new, %(replaced)d replaced, %(same)d as they were, %(twice)d here under another key, "
            "%(refused)d refused; %(served)d came into the serving set."
        )
        % said
    )
    if is_rehearsal:
        sentence += " " + _("Nothing was written.")
    complaints = [f"{one['path']}: {one['sentence']}" for of in told.values() for one in of]
    facts = {"counts": said, **told, "written": not is_rehearsal}
    return Answer(facts, [sentence], complaints, status=1 if told["refused"] else 0)
