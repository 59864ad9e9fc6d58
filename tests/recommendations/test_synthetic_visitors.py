"""300 made visitors and 240 pictures: what is learnt from their log foretells likes better than popularity does."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.management import call_command

from recommendations import engines, rankings
from recommendations.models import Interaction, Slate, TasteModel
from recommendations.rehearsals import Rehearsal
from tests.recommendations import world

# Printed at the end of the run, by every kind of run (tests/conftest.py).
Tell = Callable[[str, object], None]
FIGURES = ("precision@10", "recall@10", "ndcg@10", "auc")


def judge(metrics: Mapping[str, Any], name: str, told: Tell) -> None:
    tastes, popularity = metrics["tastes"], metrics["popularity"]
    told("figures", f"{name}: {metrics['likes']} likes of {metrics['impressions']}, {metrics['held_out']} held out")
    for figure in FIGURES:
        told("figures", f"  {figure:<13} tastes {tastes[figure]:.3f}   popularity {popularity[figure]:.3f}")
    assert tastes["visits"] == popularity["visits"] > 200
    assert tastes["precision@10"] > 1.1 * popularity["precision@10"]
    assert tastes["ndcg@10"] > 1.15 * popularity["ndcg@10"]
    assert tastes["auc"] > popularity["auc"] + 0.03


@pytest.mark.django_db
def test_what_the_command_learns_beats_popularity_and_orders_the_next_garden(record_property: Tell) -> None:
    world.plant(world.make(seed=1))
    out = io.StringIO()
    call_command("learn_tastes", "--json", stdout=out)
    judge(json.loads(out.getvalue())["metrics"], "world 1, through the tables", record_property)
    like = Interaction.objects.filter(kind="like").order_by("id")[0]
    offer = rankings.offer(
        visitor=like.visitor, visitor_code=like.visitor.code, emotion=like.emotion, limit=30, favorite="", after=""
    )
    assert Slate.objects.get(code=offer.slate).taste_model == TasteModel.objects.get(active=True)
    assert "Like the pictures that you liked." in {item.reason for item in offer.items}


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_it_is_no_luck_of_one_world(seed: int, record_property: Tell) -> None:
    known = world.history(world.make(seed=seed))
    judge(Rehearsal(known, learner=engines.learner()).metrics(), f"world {seed}, as arrays", record_property)
