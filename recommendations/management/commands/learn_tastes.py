"""manage.py learn_tastes: train, judge, and activate what passes."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations import judgements, training
from recommendations.engines.base import LearnerError
from recommendations.errors import BusyError, NotEnoughError
from recommendations.models import TasteModel

REFUSED = 3


class Command(BaseCommand):
    """Learns tastes from the likes and impressions so far. Ends with 1 when that cannot be now, 3 when refused."""

    help = "Learn tastes from likes and impressions, judge them, and put them to use if they are as good as what is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--activate-anyway", action="store_true", help="put them to use whatever the gate says")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            model = training.learn(anyway=options["activate_anyway"])
        except (BusyError, NotEnoughError, LearnerError) as error:
            if options["json"]:
                self.stdout.write(json.dumps({"learnt": False, "reason": str(error)}))
            raise CommandError(str(error)) from error
        told = _told(model)
        self.stdout.write(json.dumps(told) if options["json"] else json.dumps(told, indent=2))
        if not model.active:
            why = judgements.sentence(model.verdict)
            raise CommandError(
                f"Learnt, and not put to use. {why} (--activate-anyway, or: activate_tastes {model.code})",
                returncode=REFUSED,
            )


def _told(model: TasteModel) -> dict[str, Any]:
    return {
        "learnt": True,
        "state": model.state,
        "accepted": model.verdict["code"] == "accepted",
        "reason": judgements.sentence(model.verdict),
        "verdict": model.verdict,
        "model": str(model.code),
        "learner": model.learner,
        "data_hash": model.data_hash,
        "newest_event": model.newest_event,
        "settings": model.settings,
        "metrics": model.metrics,
    }
