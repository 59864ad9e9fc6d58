"""How the operator's commands answer: sentences or one line of JSON, a status, progress, and never a stack trace."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.translation import gettext as _

from gallery.errors import GardenError

REFUSED: Final = 2
INTERRUPTED: Final = 130
# A line for each picture would bury the lines that say something.
SECONDS_BETWEEN: Final = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: facts for programs, sentences for people, and the exit status."""

    facts: Mapping[str, Any]
    sentences: Sequence[str]
    complaints: Sequence[str] = ()
    status: int = 0


@dataclass(slots=True)
class Progress:
    """How far long work is, said now and then on the standard error."""

    say: Any
    said_at: float = field(default_factory=time.monotonic)

    def __call__(self, what: str, done: int) -> None:
        if (now := time.monotonic()) - self.said_at >= SECONDS_BETWEEN:
            self.said_at = now
            self.say(f"{what}: {done}")


def _is_outside(error: Exception) -> bool:
    """The disk, the database or the bucket, not a fault of ours. The bucket's errors are named by their module: without
    a bucket its library is not loaded."""
    return isinstance(error, OSError | DatabaseError) or type(error).__module__.startswith("botocore.")


class AnsweringCommand(BaseCommand):
    """A command whose `answer` does the work; it may be interrupted and run again at any time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        """Raises GardenError for what the operator can put right."""
        raise SystemExit(self.help)

    def handle(self, **options: Any) -> None:
        try:
            answer = self.answer(Progress(self._aside), **options)
        except KeyboardInterrupt:
            self._refuse(_("Interrupted; run again, and it goes on."), "interrupted", options)
            sys.exit(INTERRUPTED)
        except GardenError as error:
            self._refuse(str(error.sentence), error.code, options)
            sys.exit(REFUSED)
        except Exception as error:
            if not _is_outside(error):
                raise
            self._refuse(_("It could not go on: %(error)s") % {"error": error}, "failed", options)
            sys.exit(REFUSED)
        self._say(answer, as_json=bool(options["json"]))
        if answer.status:
            sys.exit(answer.status)

    def _say(self, answer: Answer, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer.facts))
            return
        for complaint in answer.complaints:
            self.stderr.write(complaint)
        for sentence in answer.sentences:
            self.stdout.write(sentence)

    def _refuse(self, sentence: str, code: str, options: Mapping[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": sentence, "code": code}))
        else:
            self.stderr.write(sentence)

    def _aside(self, words: str) -> None:
        self.stderr.write(words)
        self.stderr.flush()
