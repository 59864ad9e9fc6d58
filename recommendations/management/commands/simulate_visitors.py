"""manage.py simulate_visitors: made visitors in a made garden."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.simulation import exams, regret, shares, world


class Command(BaseCommand):
    """Tells what is true in made worlds, what is learnt in them, and what rankings bring. Touches no garden."""

    help = (
        "Play made visitors in made worlds, without a garden: what a like is made of, what is learnt, what it brings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seeds", type=int, default=1, help="how many worlds (1)")
        parser.add_argument("--first-seed", type=int, default=1, help="of those worlds (1)")
        parser.add_argument("--visitors", type=int, default=1000)
        parser.add_argument("--pictures", type=int, default=1500)
        parser.add_argument("--learn", action="store_true", help="what the garden's learner finds out from a log")
        parser.add_argument("--events", type=int, default=100_000, help="pictures shown in that log (100,000)")
        parser.add_argument("--regret", action="store_true", help="what policies bring after 0 to 10,000 events")
        parser.add_argument("--at", default=",".join(map(str, regret.AT)), help="after how many events (%(default)s)")
        parser.add_argument("--policy", action="append", choices=[*regret.POLICIES], help="only this one; repeatable")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        size: dict[str, int] = {name: options[name] for name in ("visitors", "pictures")}
        first = options["first_seed"]
        if min(options["seeds"], first, *size.values(), options["events"]) < 1:
            raise CommandError("Seeds, visitors, pictures and events are whole numbers from 1 on.")
        seeds = range(first, first + options["seeds"])
        if options["regret"]:
            found = {"after": self._regret(seeds, size, options)}
        else:
            found = {"worlds": {str(seed): self._told(world.make(seed=seed, **size), options) for seed in seeds}}
        self.stdout.write(json.dumps({**size, **found}, indent=None if options["json"] else 2))

    def _told(self, made: world.World, options: dict[str, Any]) -> dict[str, Any]:
        return exams.sit(made, events=options["events"]) if options["learn"] else shares.facts(made)

    def _regret(self, seeds: range, size: dict[str, int], options: dict[str, Any]) -> dict[str, Any]:
        names = options["policy"] or [*regret.POLICIES]
        curve = regret.curves(seeds, size=size, names=names, at=_numbers(options["at"]), on_step=self._step)
        return regret.told(curve)

    def _step(self, name: str) -> None:
        self.stderr.write(name)


def _numbers(text: str) -> list[int]:
    found = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdecimal() and len(part) < 8 for part in found):
        raise CommandError(f"--at is a list of whole numbers such as 0,100,1000, not {text!r}.")
    return sorted({int(part) for part in found})
