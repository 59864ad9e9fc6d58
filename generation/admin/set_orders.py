"""What the page of an order from a set shows, and what its button does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import ngettext

from gallery.errors import GardenError
from generation.admin.prompt_forms import SetOrderForm
from generation.models import GenerationBatch, PromptSet
from generation.prompt_sets import costs, ordering, plans
from generation.prompt_sets.costs import Cost
from generation.prompt_sets.plans import Row

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Look:
    """The order before it is one; `seen` marks the form that it is the look of."""

    cost: Cost
    rows: list[Row]
    seen: str
    most: int

    @property
    def is_too_much(self) -> bool:
        return self.cost.pairs > self.most

    @property
    def more(self) -> int:
        return self.cost.prompts - len(self.rows)


def look(form: SetOrderForm, prompt_set: PromptSet) -> Look | None:
    """None when the form asks for nothing that can be made; its errors say why."""
    if not form.is_valid():
        return None
    try:
        plan = plans.plan(prompt_set, form.wish())
        cost = costs.of(prompts=plan.count, pairs=plan.pairs)
        return Look(cost, plan.first(SHOWN), form.digest(), settings.GENERATION_MOST_PICTURES)
    except GardenError as error:
        form.add_error(None, str(error.sentence))
        return None


def order(form: SetOrderForm, prompt_set: PromptSet, *, by: User) -> Sequence[GenerationBatch]:
    """The batches; none when the form has errors or asks for something else than what was looked at."""
    if not form.is_valid() or form.data.get("seen") != form.digest():
        return ()
    try:
        plan = plans.plan(prompt_set, form.wish())
        return ordering.order(plan, by=by, lane=form.cleaned_data["lane"], idempotency_key=form.key())
    except GardenError as error:
        form.add_error(None, str(error.sentence))
        return ()


def said(made: Sequence[GenerationBatch]) -> str:
    pictures = sum(2 * batch.count for batch in made)
    words = ngettext("%(n)d picture is ordered", "%(n)d pictures are ordered", pictures) % {"n": pictures}
    return words + " " + ngettext("in %(n)d batch.", "in %(n)d batches.", len(made)) % {"n": len(made)}
