"""`manage.py evaluate_tastes [DIR]`: how well the learner foretells likes, beside its rivals, on a data set or here."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from gallery.management.answering import Answer, AnsweringCommand, Progress
from recommendations import datasets, engines, history
from recommendations.datasets import Dataset, DatasetError
from recommendations.engines.base import LearnerError
from recommendations.evaluation import contest, parts, report
from recommendations.evaluation.contest import Plan
from recommendations.history import History

MOST_SEEDS: Final = 100


class Command(AnsweringCommand):
    """Trains on a part of the likes, and tells how high the others stand in the order; changes nothing."""

    help = (
        "Trains the learner of RECOMMENDATIONS_LEARNER, popularity, ItemKNN and EASE on the same part of the likes and "
        "measures how well each foretells the rest (docs/tastes.md). DIR holds users.csv, items.csv and "
        "interactions.csv, as export_dataset writes them; without DIR: the likes of this garden, in the order of "
        "time, within each emotion. Exit status: 0 measured, 2 not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", nargs="?")
        parser.add_argument("--split", choices=[parts.RANDOM, parts.TEMPORAL], help="DIR: random; here: temporal")
        parser.add_argument("--seeds", type=_number, default=3, metavar="N", help="repeat so often (3)")
        parser.add_argument("-k", type=_number, default=10, metavar="N", help="length of the lists (10)")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        folder: Path | None = options["folder"]
        how = options["split"] or (parts.RANDOM if folder else parts.TEMPORAL)
        plan = Plan(how=how, within=folder is None, seeds=options["seeds"], k=options["k"])
        data = None if folder is None else datasets.read(folder)
        if data is not None and how == parts.TEMPORAL and not data.has_times:
            raise DatasetError(_("The interactions have no TIMESTAMP: without moments there is no split in time."))
        return _measured(history.read() if data is None else data.history, plan, data, progress)


def _measured(known: History, plan: Plan, data: Dataset | None, progress: Progress) -> Answer:
    try:
        told = report.facts(contest.hold(known, plan, on_step=progress))
    except LearnerError as error:
        raise DatasetError(str(error)) from error
    facts = {"data": _data(known, data), "learner": _learner(), **told}
    return Answer(facts, [*_found(facts["data"]), _who(facts["learner"]), *report.lines(told)])


def _learner() -> dict[str, Any]:
    how = engines.learner_settings()
    return {
        "name": settings.RECOMMENDATIONS_LEARNER, "factors": how.factors, "epochs": how.epochs, "rate": how.rate,
        "seed": how.seed,
    }  # fmt: skip


def _data(known: History, data: Dataset | None) -> dict[str, Any]:
    if data is None:
        people = len({visit.visitor for visit in known.visits})
        return {"users": people, "items": len(known.pictures), "likes": len(known.likes), "hash": known.hash()}
    return {**data.counts, "events": data.events, "missing_files": list(data.missing), "hash": known.hash()}


def _found(data: Mapping[str, Any]) -> list[str]:
    """What was read, and every oddity in it that was passed over."""
    odd = {
        "twice": _("%d likes told twice count once."),
        "not_likes": _("%d events that speak against a picture are no likes."),
        "users_unlisted": _("%d users are in the interactions only."),
        "items_unlisted": _("%d items are in the interactions only."),
        "users_twice": _("%d users are listed twice; the last line counts."),
        "items_twice": _("%d items are listed twice; the last line counts."),
    }
    return [
        _("%(users)d users, %(items)d items, %(likes)d likes.") % data,
        *(words % data[name] for name, words in odd.items() if data.get(name)),
        *(_("There is no %(name)s.") % {"name": name} for name in data.get("missing_files", ())),
    ]


def _who(learner: Mapping[str, Any]) -> str:
    return _("tastes: %(name)s, %(factors)d factors, %(epochs)d epochs, rate %(rate)g.") % learner


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= MOST_SEEDS:
        return int(text)
    raise ArgumentTypeError(_("a number from 1 to 100"))
