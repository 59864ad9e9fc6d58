"""manage.py learn_tastes: train, measure, activate."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations import training
from recommendations.engines.base import LearnerError
from recommendations.errors import BusyError, NotEnoughError


class Command(BaseCommand):
    """Learns tastes from the likes and impressions so far. Ends with 1 when that cannot be now."""

    help = "Learn tastes from likes and impressions, measure them and put them to use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            model = training.learn()
        except (BusyError, NotEnoughError, LearnerError) as error:
            if options["json"]:
                self.stdout.write(json.dumps({"learnt": False, "reason": str(error)}))
            raise CommandError(str(error)) from error
        told = {
            "learnt": True,
            "model": str(model.code),
            "learner": model.learner,
            "data_hash": model.data_hash,
            "settings": model.settings,
            "metrics": model.metrics,
        }
        self.stdout.write(json.dumps(told) if options["json"] else json.dumps(told, indent=2))
