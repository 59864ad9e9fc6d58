"""An order from a set before it is one, as programs are told of it."""

from typing import Any

from generation.prompt_sets import costs
from generation.prompt_sets.plans import Plan


def of(plan: Plan, *, shown: int) -> dict[str, Any]:
    """What it would make and cost, and its first prompts."""
    return {
        "set": plan.prompt_set.slug,
        **costs.of(prompts=plan.count, pairs=plan.pairs).as_dict(),
        "first": [
            {
                "emotion": row.emotion, "prompt": row.text, "favorite": row.favorite, "negative": row.negative,
                "pairs": row.pairs, "template": str(row.line.code), "index": row.index, "values": row.values,
            }
            for row in plan.first(shown)
        ],
    }  # fmt: skip
