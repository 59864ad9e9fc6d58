"""`manage.py garden_status`: what is served, waits and is missing; orders, tastes and workers."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from emotion_garden import status


class Command(BaseCommand):
    """To look at; it changes nothing and ends with 0, also when something is not well. For alarms: /healthz/deep."""

    help = "Says how the garden stands: coverage by emotion and orientation, orders, tastes, workers, faults."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--favorites", action="store_true", help="also each favorite of each emotion")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        report = status.report()
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        self.stdout.write("\n".join([*_coverage(report, favorites=options["favorites"]), "", *_rest(report)]))


def _coverage(report: dict[str, Any], *, favorites: bool) -> list[str]:
    heads = (_("landscape"), _("portrait"), _("waiting"), _("ordered"), _("likes"), _("showings"))
    lines = [f"{'':<24}" + "".join(f"{head:>11}" for head in heads)]
    for emotion in report["emotions"]:
        lines.append(_line(emotion))
        lines += [_line(cell) for cell in emotion["favorites"] if favorites]
        thin = sum(bool(cell["thin"]) for cell in emotion["favorites"])
        if thin and not favorites:
            lines.append(_("  %(thin)d of %(n)d favorites are thin") % {"thin": thin, "n": len(emotion["favorites"])})
    return lines


def _line(cell: dict[str, Any]) -> str:
    numbers = (
        cell["landscape"]["served"],
        cell["portrait"]["served"],
        cell["waiting"],
        cell["ordered"],
        cell["likes"],
        cell["showings"],
    )
    name = f"  {cell['favorite']}" if cell["favorite"] else cell["emotion"]
    thin = "  " + _("thin: %(n)d pairs missing") % {"n": cell["missing_pairs"]} if cell["thin"] else ""
    return f"{name:<24.24}" + "".join(f"{number:>11}" for number in numbers) + thin


def _rest(report: dict[str, Any]) -> list[str]:
    tastes = report["tastes"]
    lines = [
        _("Orders: %(open)d open; %(queued)d pictures queued, %(rendering)d in the making, %(failed)d failed.")
        % report["orders"],
        _("Tastes: learnt %(ago)s by %(learner)s.") % {"ago": _ago(tastes["seconds_ago"]), "learner": tastes["learner"]}
        if tastes["learnt_at"]
        else _("Tastes: none learnt yet."),
    ]
    lines += [
        _("Queue %(queue)s: last seen: %(ago)s.") % {"queue": worker["queue"], "ago": _ago(worker["seconds_ago"])}
        for worker in report["workers"]
    ]
    return lines + ["! " + fault["sentence"] for fault in report["faults"]]


def _ago(seconds: int | None) -> str:
    if seconds is None:
        return _("never")
    if seconds < 120:
        return _("%(n)d s ago") % {"n": seconds}
    return _("%(n)d min ago") % {"n": seconds // 60} if seconds < 7200 else _("%(n)d h ago") % {"n": seconds // 3600}
