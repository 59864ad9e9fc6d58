"""`manage.py import_prompts FILE.csv`: prompts from a table."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.errors import GardenError
from generation.prompt_sets import importing
from generation.prompt_sets.importing import Report


class Command(BaseCommand):
    """Nothing is written unless every line is good, or --partial is said."""

    help = (
        "Puts the prompts of a CSV file into a prompt set. Columns: emotion, prompt, and if you like negative, "
        "favorite, count (pairs) and title. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file, or - to read from the standard input")
        parser.add_argument("--set", dest="name", help="the set's short name (the file's)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument("--partial", action="store_true", help="import the good lines although others are bad")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        file: Path = options["file"]
        piped = str(file) == "-"
        act = importing.take_the_good if options["partial"] else importing.take
        if options["dry_run"]:
            act = importing.rehearse
        try:
            content = sys.stdin.buffer.read() if piped else file.read_bytes()
            report = act(content, name=options["name"] or ("imported" if piped else file.stem))
        except OSError as error:
            self._refuse(f"{file}: {error.strerror}", options)
        except GardenError as error:
            self._refuse(str(error.sentence), options)
        else:
            self._say(report, options)
            if report.problems:
                sys.exit(1)

    def _say(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict()))
            return
        for problem in report.problems:
            self.stderr.write(_("Line %(line)d: %(error)s") % problem.as_dict())
        counts = {"set": report.slug, "new": report.new, "changed": report.changed, "same": report.unchanged}
        self.stdout.write(
            _("Set %(set)s: %(new)d new, %(changed)d changed, %(same)d as they were.") % counts
            + ("" if report.written else " " + _("Nothing was written."))
        )
        if report.problems and not options["partial"]:
            n = len(report.problems)
            words = ngettext(
                "%(n)d line is bad; --partial imports the others.",
                "%(n)d lines are bad; --partial imports the others.",
                n,
            )
            self.stderr.write(words % {"n": n})

    def _refuse(self, sentence: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": sentence}))
        else:
            self.stderr.write(sentence)
        sys.exit(1)
