"""Newcomers in a made garden: where the visitors do, each gets the showings it is owed while its hours last."""

from dataclasses import replace

import numpy as np
import pytest
from django.conf import LazySettings

from recommendations.simulation import policies, runs, visits, world
from recommendations.simulation.runs import Run
from recommendations.simulation.world import EMOTIONS

SHOWINGS, HOURS, EXPLORED = 5, 48.0, 0.2
# So much of what is explored the newcomers ask for; the rest is what chance may take from them.
ASKED = 0.6


@pytest.fixture
def owed(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_NEWCOMER_SHOWINGS, settings.RECOMMENDATIONS_NEWCOMER_HOURS = SHOWINGS, HOURS
    settings.RECOMMENDATIONS_EXPLORATION = EXPLORED


def plan_of(made: world.World) -> visits.Visits:
    """Two days of visitors."""
    plan = visits.plan(made, events=3_000)
    assert plan.times[-1] - visits.START > HOURS * 3600
    return plan


def planted(run: Run) -> dict[str, list[int]]:
    """Some pictures of each emotion are new, as many as its visitors can be shown; all others are not."""
    plan, found = run.record.plan, {}
    soon = plan.times < visits.START + HOURS * 3600
    for number, emotion in enumerate(EMOTIONS):
        shown = 3 * plan.slates[soon & (plan.read == number)].sum()
        count = int(ASKED * EXPLORED * shown / SHOWINGS)
        cell = run.garden.cells[emotion]
        new = np.arange(cell.size) < count
        run.garden.cells[emotion] = replace(
            cell,
            decided=np.where(new, visits.START, cell.decided),
            showings=np.where(new, 0.0, 10.0),
            likes=np.where(new, 0.0, 3.0),
        )
        found[emotion] = cell.ids[:count].tolist()
    return found


def test_each_newcomer_gets_its_showings_in_its_first_hours(owed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = world.make(seed=8, visitors=200, pictures=480)
    plan = plan_of(made)
    run = runs.begin(made, plan, policies.Served(lessons=()))
    new = planted(run)
    assert sum(map(len, new.values())) > 30
    for visit in np.flatnonzero(plan.times < visits.START + HOURS * 3600).tolist():
        monkeypatch.setattr("recommendations.newcomers.time.time", lambda at=float(plan.times[visit]): at)
        runs.play(run, visits=[visit])
    for emotion, images in new.items():
        cell = run.garden.cells[emotion]
        assert (cell.showings[cell.places_of(images)] >= SHOWINGS).all(), emotion
