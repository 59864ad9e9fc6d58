"""manage.py activate_tastes: choose by hand which taste model ranks, or go back to the one before."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.errors import GardenError
from recommendations import judgements, versions
from recommendations.models import TasteModel


class Command(BaseCommand):
    """Every web process follows at its next request. What is learnt from then on waits until --release."""

    help = (
        "Choose which taste model ranks: by its code, --previous, or --none (popularity). The choice holds: what is "
        "learnt later waits until --release. Without a choice, lists the latest models."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("code", nargs="?", help="a model's code, or the first eight digits of it")
        which.add_argument("--previous", action="store_true", help="the one that ranked before")
        which.add_argument("--none", action="store_true", help="no model: popularity ranks")
        which.add_argument("--release", action="store_true", help="let new models go live by themselves again")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["release"]:
                versions.release()
            elif options["none"]:
                versions.choose(None)
            elif options["previous"]:
                versions.choose(_previous())
            elif options["code"]:
                versions.choose(versions.find(options["code"]))
        except GardenError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(_standing()) if options["json"] else _listed())


def _previous() -> TasteModel:
    model = versions.previous()
    if model is None:
        raise CommandError("There is no earlier model to go back to; --none lets popularity rank.")
    return model


def _standing() -> dict[str, Any]:
    live = versions.live()
    return {
        "live": str(live.code) if live else None,
        "held": versions.held() is not None,
        "models": [
            {"code": str(model.code), "state": model.state, "reason": judgements.sentence(model.verdict)}
            for model in TasteModel.objects.all()[: versions.LOOKED_AT]
        ],
    }


def _listed() -> str:
    lines = [
        f"{'→' if model.active else ' '} {model.code}  {model.created_at:%Y-%m-%d %H:%M}  {model.state:<8}  "
        f"{'' if versions.is_here(model) else '(files gone) '}{judgements.sentence(model.verdict)}"
        for model in TasteModel.objects.all()[: versions.LOOKED_AT]
    ]
    live, held = versions.live(), versions.held()
    lines.append(f"{live.code} ranks." if live else "Popularity ranks.")
    if held:
        lines.append("It was chosen by hand; new models wait until `activate_tastes --release`.")
    return "\n".join(lines)
