"""One run of 2,000 events through the real endpoints is, picture by picture, the run in memory on the same seed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from gallery.models import Image
from recommendations import cells, history, live, training
from recommendations.models import Slate, TasteModel
from recommendations.simulation import logs, playing, policies, runs, visits, world
from recommendations.simulation.records import Record
from tests.gallery import factories

EVENTS = 2000
# After so many of them the garden learns tastes, which serve from then on.
LESSON = 1000


def door(method: str, path: str, *, headers: Mapping[str, str], body: Mapping[str, Any]) -> Any:
    told = None if method == "GET" else json.dumps(body)
    answer = Client().generic(method, path, told or "", content_type="application/json", headers=dict(headers))
    assert answer.status_code in (200, 201), (method, path, answer.content)
    return answer.json()


def plant(made: world.World) -> None:
    """The same pictures, approved long ago: nobody is owed showings any more."""
    long_ago, curator = datetime(2026, 1, 1, tzinfo=UTC), factories.make_curator()
    for picture in made.pictures.shown:
        factories.make_rows(
            1, status="serving", by=curator, decided_at=long_ago, code=UUID(picture.code), emotion=picture.emotion,
            favorite=picture.favorite, caption=picture.caption, family=UUID(picture.family),
            palette=" ".join(picture.palette), brightness=picture.brightness,
        )  # fmt: skip


@pytest.mark.timeout(900)
@pytest.mark.django_db
def test_a_run_through_the_doors_is_the_run_in_memory(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RECOMMENDATIONS_CHANCE, settings.RECOMMENDATIONS_MODELS = runs.TEXT, tmp_path
    # Far from where one part of the day becomes the next, whenever the test is run.
    settings.TIME_ZONE = f"Etc/GMT{(datetime.now(UTC).hour - 9 + 12) % 24 - 12:+d}"
    monkeypatch.setattr(cells, "FRESH_SECONDS", -1.0)
    made = world.make(seed=11, visitors=200, pictures=240)
    plant(made)
    guests = playing.arrive(door, made)
    made = guests.world
    plan = visits.plan(made, events=EVENTS, once=True)
    learns = int(np.searchsorted(np.cumsum(plan.slates) * visits.SLATE, LESSON)) + 1
    first, second = range(learns), range(learns, len(plan))

    record = Record(made, plan)
    playing.play(door, guests, record, visits=first)
    clock = timezone.localtime().hour
    assert clock in (9, 10)
    known = logs.history(made, record.log(), clock=clock)
    assert history.read().hash() == known.hash()
    training.learn(anyway=True)
    playing.play(door, guests, record, visits=second)

    run = runs.begin(made, plan, policies.Served(lessons=[len(known.shown)], ungated=True), clock=clock)
    runs.play(run, visits=[*first, *second])
    there, here = record.log(), run.log()
    assert len(there) == len(here) >= EVENTS
    assert there.pictures.tolist() == here.pictures.tolist()
    assert there.liked.tolist() == here.liked.tolist() and there.hash() == here.hash()
    assert Image.objects.filter(likes__gt=0).count() == np.unique(here.pictures[here.liked]).size
    by = set(Slate.objects.values_list("taste_model", flat=True))
    assert by == {None, TasteModel.objects.get(active=True).pk}
    live.forget()
