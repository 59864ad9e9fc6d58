"""Batches at the shell: what waits, what is stuck, and moving it."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gallery.errors import GardenError
from generation import batches, overview, workers
from generation.models import GenerationBatch

EXAMPLE: Final = """Say what to do. For example:

  manage.py batches list
  manage.py batches list --all --json
  manage.py batches show 6f1c            the first letters of a code are enough
  manage.py batches pause 6f1c           and: resume, cancel, retry
  manage.py batches weigh 6f1c --weight 5    waiting work of a larger weight goes first

All options: --help"""
VERBS: Final[dict[str, Callable[[GenerationBatch], int]]] = {
    "pause": batches.pause,
    "resume": batches.resume,
    "cancel": batches.cancel,
    "retry": batches.retry,
}
NEWEST: Final = 20


class Command(BaseCommand):
    """The operator's list of orders, and the same buttons as in the admin."""

    help = "Lists, shows, pauses, resumes, cancels, retries and weighs batches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "show", *VERBS, "weigh"], help="what to do")
        parser.add_argument("code", nargs="?", help="the batch's code, or its first letters")
        parser.add_argument("--all", action="store_true", help="list: the last twenty that have ended, too")
        parser.add_argument("--weight", type=int, default=0, help="weigh: from -100 to 100 (0)")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        if not options["action"]:
            self.stderr.write(EXAMPLE)
            sys.exit(2)
        try:
            answer, text = self._answered(options)
        except GardenError as error:
            self.stderr.write(str(error.sentence))
            sys.exit(1)
        self.stdout.write(json.dumps(answer, default=str) if options["json"] else text)

    def _answered(self, options: dict[str, Any]) -> tuple[Any, str]:
        action = options["action"]
        if action == "list":
            return _list(ended=options["all"])
        batch = overview.found(options["code"] or "")
        if action == "show":
            return _show(batch)
        moved = batches.weigh(batch, weight=options["weight"]) if action == "weigh" else VERBS[action](batch)
        answer = {"batch": str(batch.code), "action": action, "moved": moved}
        return answer, _moved(batch, action, moved)


def _list(*, ended: bool) -> tuple[Any, str]:
    lines = [overview.line(batch) for batch in overview.listed(ended=NEWEST if ended else 0)]
    away = workers.quarantined()
    answer = {"batches": lines, "quarantined": [asdict(worker) for worker in away]}
    text = [_("Nothing is waiting.")] if not lines else [_line(line) for line in lines]
    text += [
        _("%(worker)s is quarantined until %(until)s UTC: it died %(losses)d times in its last 10 claims.")
        % {"worker": worker.worker, "until": f"{worker.until:%H:%M:%S}", "losses": worker.losses}
        for worker in away
    ]
    return answer, "\n".join(text)


def _line(line: dict[str, Any]) -> str:
    return (
        "{code}  {state:<9}  {lane:<11}  {weight:>4}  {done:>6}/{total:<6}  {words}".format(**line)
        + (_("  %(n)d failed") % {"n": line["failed"]} if line["failed"] else "")
        + (_("  stuck: %(why)s") % {"why": line["stuck"]} if line["stuck"] else "")
    )


def _show(batch: GenerationBatch) -> tuple[Any, str]:
    now = batches.progress(batch).as_dict()
    troubles = overview.troubles(batch)
    answer = {**now, **overview.about(batch), "troubles": troubles}
    text = [f"{name:>14}: {value}" for name, value in answer.items() if name != "troubles" and value not in ("", None)]
    for trouble in troubles:
        text.append(_("%(slot)s, %(state)s after %(attempts)d attempts: %(error)s") % trouble)
        text += [f"    {line}" for line in trouble["history"]]
    return answer, "\n".join(text)


def _moved(batch: GenerationBatch, action: str, moved: int) -> str:
    if not moved:
        return _("Batch %(code)s: nothing to do.") % {"code": batch.code}
    if action == "retry":
        return _("Batch %(code)s: %(n)d pictures are tried again.") % {"code": batch.code, "n": moved}
    return _("Batch %(code)s: done (%(action)s).") % {"code": batch.code, "action": action}
