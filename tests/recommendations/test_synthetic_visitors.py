"""300 made visitors and 240 pictures: what is learnt from their log foretells likes better than popularity does."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from recommendations import rankings
from recommendations.models import Interaction, Slate, TasteModel
from tests.recommendations import world

FIGURES = ("precision@10", "recall@10", "ndcg@10", "auc")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_learnt_order_beats_popularity_for_held_out_likes(seed: int, capsys: Any) -> None:
    made = world.make(seed=seed)
    world.plant(made)
    out = io.StringIO()
    call_command("learn_tastes", "--json", stdout=out)
    metrics = json.loads(out.getvalue())["metrics"]
    tastes, popularity = metrics["tastes"], metrics["popularity"]
    with capsys.disabled():
        print(f"\nworld {seed}: {metrics['likes']} likes of {metrics['impressions']}, {metrics['held_out']} held out")  # noqa: T201
        for name in FIGURES:
            print(f"  {name:<13} tastes {tastes[name]:.3f}   popularity {popularity[name]:.3f}")  # noqa: T201
    assert tastes["visits"] == popularity["visits"] > 200
    assert tastes["precision@10"] > 1.05 * popularity["precision@10"]
    assert tastes["ndcg@10"] > 1.05 * popularity["ndcg@10"]
    assert tastes["auc"] > popularity["auc"] + 0.02
    _the_next_garden_is_ordered_by_it()


def _the_next_garden_is_ordered_by_it() -> None:
    model = TasteModel.objects.get(active=True)
    visitor = Interaction.objects.filter(kind="like").order_by("id")[0].visitor
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", limit=30)
    assert Slate.objects.get(code=offer.slate).taste_model == model
    assert "Like the pictures that you liked." in {item.reason for item in offer.items}
