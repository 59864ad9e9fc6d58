"""Orders a batch of pictures; waits for it or renders it here if asked to."""

import json
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gallery.errors import GardenError
from generation import batches, stopping
from generation.management import watching
from generation.models import GenerationBatch, Lane
from generation.progress import Progress

EXAMPLE = """Say which emotion the pictures are for. For example:

  manage.py render_batch --emotion happy --count 10
  manage.py render_batch --emotion calm --favorite cat --count 2 --wait
  manage.py render_batch --emotion sad --count 1 --seed 7 --here

Emotions: happy, surprised, calm, angry, fear, confused, disgusted, sad. All options: --help"""


class Command(BaseCommand):
    """The operator's order: N landscape and N portrait pictures for an emotion."""

    help = "Orders a batch of pictures for an emotion: --count landscape pictures and as many portraits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--emotion", help="one of the eight emotions")
        parser.add_argument("--count", type=int, default=10, help="pairs: so many landscapes, so many portraits (10)")
        parser.add_argument("--favorite", default="", help="what the visitor likes, such as cat")
        parser.add_argument("--emotion-text", help="words for the emotion (its own name)")
        parser.add_argument("--others", help="the prompt's other words (flowers, fantasy, concept art …)")
        parser.add_argument("--seed", type=int, help="the first picture's seed; the others count up from it (random)")
        parser.add_argument("--lane", default=Lane.BULK.value, help="bulk, or interactive to go first (bulk)")
        parser.add_argument("--key", help="idempotency key: the same key again means the same batch, not another")
        parser.add_argument("--size", default="1280x800", help="the landscape's width and height (1280x800)")
        parser.add_argument("--wait", action="store_true", help="wait until the workers have made the pictures")
        parser.add_argument("--here", action="store_true", help="make the pictures in this process")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        if not options["emotion"]:
            self.stderr.write(EXAMPLE)
            sys.exit(2)
        try:
            batch = self._ordered(options)
        except GardenError as error:
            self.stderr.write(str(error.sentence))
            sys.exit(1)
        progress = self._followed(batch, options)
        self.stdout.write(json.dumps(progress.as_dict()) if options["json"] else _said(progress))
        if progress.failed:
            self.stderr.write(_why(batch))
            sys.exit(1)

    def _ordered(self, options: dict[str, Any]) -> GenerationBatch:
        return batches.request(
            emotion=options["emotion"],
            count=options["count"],
            favorite=options["favorite"],
            others=options["others"],
            emotion_text=options["emotion_text"],
            seed=options["seed"],
            lane=options["lane"],
            idempotency_key=options["key"],
            size=_size(options["size"]),
        )

    def _followed(self, batch: GenerationBatch, options: dict[str, Any]) -> Progress:
        try:
            if options["here"]:
                return _rendered_here(batch)
            if options["wait"]:
                return watching.wait(batch)
        except KeyboardInterrupt:
            self.stderr.write("")
        return batches.progress(batch)


def _size(text: str) -> tuple[int, int]:
    """Anything that is not two numbers becomes a size that the order refuses, in the order's words."""
    width, _times, height = text.lower().replace("×", "x").partition("x")
    return (int(width), int(height)) if width.isdecimal() and height.isdecimal() else (0, 0)


def _rendered_here(batch: GenerationBatch) -> Progress:
    """SIGTERM ends the work after the current step; the slot goes back into the queue."""
    before = signal.signal(signal.SIGTERM, lambda *_: stopping.ask())
    try:
        return watching.render(batch)
    finally:
        signal.signal(signal.SIGTERM, before)
        stopping.forget()


def _said(progress: Progress) -> str:
    if not progress.settled:
        return _("Batch %(batch)s: %(total)d pictures are queued.") % progress.as_dict()
    sentence = _("Batch %(batch)s: %(done)d of %(total)d pictures are done, %(new)d new.") % progress.as_dict()
    if progress.already_there:
        sentence += " " + _("%(already_there)d were already in the garden.") % progress.as_dict()
    if progress.cancelled:
        sentence += " " + _("%(cancelled)d were cancelled.") % progress.as_dict()
    return sentence


def _why(batch: GenerationBatch) -> str:
    failed = batch.renderings.exclude(error="").filter(state="failed")
    return _("%(count)d failed, the first with: %(error)s") % {
        "count": failed.count(),
        "error": failed.values_list("error", flat=True).first(),
    }
