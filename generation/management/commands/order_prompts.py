"""`manage.py order_prompts SET`: pictures of the prompts in a set."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gallery.errors import GardenError
from generation.errors import UnusableOrderError
from generation.models import Lane, PromptSet
from generation.prompt_sets import costs, looks, ordering, plans
from generation.prompt_sets.plans import Plan, Wish

EXAMPLE = """Say which prompt set. For example:

  manage.py order_prompts garden --emotion calm --with animal=cat --with season=spring,summer --preview
  manage.py order_prompts moods --emotion sad --seed 7 --most 20 --pairs 1

Sets here: %(sets)s. The garden’s own: manage.py sync_prompts"""


class Command(BaseCommand):
    """The operator's order of a whole set, or of as much of it as is asked for."""

    help = "Orders pictures of a prompt set, or with --preview says what they would be and what they would cost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("set", nargs="?", default="", help="the set's short name")
        parser.add_argument("--emotion", action="append", help="only this emotion; may be said again (all)")
        parser.add_argument(
            "--with", dest="words", action="append", default=[], metavar="NAME=A,B",
            help="the values of a variable, such as season=spring,summer; animal= leaves it out (all)",
        )  # fmt: skip
        parser.add_argument("--template", action="append", help="only the template with this code (all)")
        parser.add_argument("--seed", type=int, help="a random list: the same seed, the same list (every combination)")
        parser.add_argument("--most", type=int, help="at most so many prompts (all; 16 with --seed)")
        parser.add_argument("--pairs", type=int, help="pairs of pictures of each prompt (what the template says)")
        parser.add_argument("--lane", default=Lane.BULK.value, help="bulk, or interactive to go first (bulk)")
        parser.add_argument("--key", help="idempotency key: the same key again means the same order, not another")
        parser.add_argument("--preview", action="store_true", help="say what would be made, and order nothing")
        parser.add_argument("--show", type=int, default=10, help="so many prompts are shown by --preview (10)")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        if not options["set"]:
            known = ", ".join(PromptSet.objects.order_by("slug").values_list("slug", flat=True)) or "–"
            self.stderr.write(EXAMPLE % {"sets": known})
            sys.exit(2)
        try:
            plan = plans.plan(_set(options["set"]), _wish(options))
            answer = looks.of(plan, shown=max(0, options["show"])) if options["preview"] else _ordered(plan, options)
        except GardenError as error:
            self.stderr.write(str(error.sentence))
            sys.exit(1)
        self.stdout.write(json.dumps(answer) if options["json"] else _said(answer))


def _set(slug: str) -> PromptSet:
    found = PromptSet.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(PromptSet.objects.order_by("slug").values_list("slug", flat=True))
        raise UnusableOrderError(
            _("There is no prompt set “%(slug)s”, only: %(known)s. `manage.py sync_prompts` makes the garden’s own.")
            % {"slug": slug, "known": known or "–"}
        )
    return found


def _wish(options: dict[str, Any]) -> Wish:
    vocabulary: dict[str, tuple[str, ...]] = {}
    for given in options["words"]:
        name, _equals, values = given.partition("=")
        vocabulary[name.strip()] = tuple(word.strip() for word in values.split(",") if word.strip())
    return Wish(
        emotions=tuple(options["emotion"]) if options["emotion"] else None,
        vocabulary=vocabulary,
        templates=tuple(options["template"]) if options["template"] else None,
        dice=options["seed"],
        most=options["most"],
        pairs=options["pairs"],
    )


def _ordered(plan: Plan, options: dict[str, Any]) -> dict[str, Any]:
    made = ordering.order(plan, lane=options["lane"], idempotency_key=options["key"])
    cost = costs.of(prompts=plan.count, pairs=plan.pairs)
    return {"set": plan.prompt_set.slug, **cost.as_dict(), "batches": [str(batch.code) for batch in made]}


def _said(answer: dict[str, Any]) -> str:
    sentence = _("%(prompts)d prompts, %(pictures)d pictures, %(image_steps)d steps") % answer
    if answer["minutes"] is not None:
        sentence += _(", about %(minutes)s minutes") % answer
    if "batches" in answer:
        return sentence + ". " + _("Ordered in %(n)d batches.") % {"n": len(answer["batches"])}
    return "\n".join([sentence + ":", *(f"  {row['emotion']:<9} {row['prompt']}" for row in answer["first"])])
