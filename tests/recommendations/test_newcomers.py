"""Newly approved pictures get the showings they are owed out of the explored places, while there are enough."""

from collections import Counter
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from gallery.models import Image, Visitor
from recommendations import newcomers, policy, rankings
from recommendations.models import Interaction, Kind
from tests.gallery import factories

HOUR = 3600.0


@pytest.fixture(autouse=True)
def promise(settings: LazySettings) -> None:
    settings.RECOMMENDATIONS_NEWCOMER_SHOWINGS = 20
    settings.RECOMMENDATIONS_NEWCOMER_HOURS = 24
    settings.RECOMMENDATIONS_EXPLORATION = 0.2


def due(hours_ago: list[float], showings: list[int]) -> list[float] | None:
    found = newcomers.due(decided=-HOUR * np.array(hours_ago), showings=np.array(showings, dtype=float), now=0.0)
    return None if found is None else found.round(3).tolist()


def test_those_who_lack_showings_in_their_first_hours_are_due_by_what_they_need_each_hour() -> None:
    assert due([0, 12, 23.9, 12, 25], [0, 0, 19, 20, 0]) == [round(20 / 24, 3), round(20 / 12, 3), 2.0, 0.0, 0.0]


def test_nobody_is_due_when_all_were_shown_or_their_time_is_over(settings: LazySettings) -> None:
    assert due([1, 30], [20, 0]) is None
    settings.RECOMMENDATIONS_NEWCOMER_SHOWINGS = 0
    assert due([0, 0], [0, 0]) is None


@given(
    world=st.lists(st.tuples(st.floats(-3, 3), st.integers(0, 50), st.floats(0, 9)), min_size=1, max_size=30),
    exploration=st.floats(0, 1),
    seed=st.integers(0, 2**32),
    data=st.data(),
)
@tries(max_examples=150, deadline=None)
def test_every_chance_is_the_one_it_was_drawn_by(
    world: list[tuple[float, int, float]], exploration: float, seed: int, data: st.DataObject
) -> None:
    """With families, tiers, pools that run out, and newcomers: all of what the draw can meet."""
    size = len(world)
    scores, showings, owed = (np.array(column, dtype=float) for column in zip(*world, strict=True))
    families = np.array(data.draw(st.lists(st.integers(0, 8), min_size=size, max_size=size)))
    where = np.array(data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)))
    tiers = [np.flatnonzero(where == number) for number in range(4)]
    field = policy.Field(scores, showings, families, [tiers[:2], tiers[2:3]], tiers[3], due=owed)
    picks = policy.draw(field, limit=size, exploration=exploration, rng=np.random.default_rng(seed))
    assert sorted(pick.place for pick in picks) == list(range(size))
    taken: list[int] = []
    for pick in picks:
        assert 0 < pick.propensity <= 1
        free = [place for place in range(size) if families[place] not in families[taken]]
        free = free or [place for place in range(size) if place not in taken]
        pool = next((np.intersect1d(tier, free) for tier in tiers[:3] if np.isin(tier, free).any()), None)
        if pool is None:
            assert pick.again and pick.propensity == 1
        else:
            chances = policy.propensities(scores[pool], showings[pool], exploration=exploration, due=owed[pool])
            assert abs(chances.sum() - 1) < 1e-9
            assert abs(pick.propensity - chances[pool.tolist().index(pick.place)]) < 1e-9
        taken.append(pick.place)


@pytest.mark.django_db
def test_the_explored_places_go_to_newcomers_and_the_best_keep_the_others() -> None:
    old = factories.make_rows(30, status="serving", showings=400, likes=40)
    Image.objects.update(decided_at=timezone.now() - timedelta(days=3))
    best = old[0]
    Image.objects.filter(pk=best.pk).update(likes=200)
    new = factories.make_rows(3, status="serving")
    shown = Counter[int]()
    for _visitor in range(120):
        visitor = Visitor.objects.create()
        [item] = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", limit=1).items
        shown[item.image.pk] += 1
    assert set(shown) <= {best.pk, *(image.pk for image in new)}
    # A fifth, give or take four standard deviations.
    assert 7 <= sum(shown[image.pk] for image in new) <= 42


def met(count: int, *, emotion: str = "happy") -> None:
    """So many impressions within the last hour."""
    [image] = factories.make_rows(1, status="pool", emotion=emotion)
    visitor, now = Visitor.objects.create(), timezone.now()
    Interaction.objects.bulk_create(
        Interaction(
            visitor=visitor, image=image, kind=Kind.IMPRESSION, emotion=emotion,
            created_at=now - timedelta(hours=1) * (count - number) / count,
        )
        for number in range(count)
    )  # fmt: skip


@pytest.mark.django_db
def test_it_tells_whether_the_visitors_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newcomers, "SAMPLE", 400)
    met(400)
    factories.make_rows(10, status="serving")
    factories.make_rows(2, status="serving", emotion="sad", showings=5)
    happy, sad = (each for each in newcomers.standing() if each.newcomers)
    # 400 in an hour, a fifth of them explored.
    assert (happy.emotion, happy.newcomers, happy.owed, happy.short) == ("happy", 10, 200, 0)
    assert 75 <= happy.explored_per_hour <= 81 and happy.is_feasible
    # Nobody was sad lately.
    assert (sad.newcomers, sad.owed, sad.explored_per_hour, sad.short, sad.is_feasible) == (2, 30, 0, 30, False)


@pytest.mark.django_db
def test_it_is_the_deadline_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough in a day, but some have only an hour left."""
    monkeypatch.setattr(newcomers, "SAMPLE", 100)
    met(100)
    factories.make_rows(4, status="serving")
    Image.objects.filter(status="serving").update(decided_at=timezone.now() - timedelta(hours=23))
    factories.make_rows(4, status="serving")
    happy = next(each for each in newcomers.standing() if each.newcomers)
    assert (happy.newcomers, happy.owed) == (8, 160)
    assert happy.explored_per_hour * 24 > happy.owed
    assert 58 <= happy.short <= 62


@pytest.mark.django_db
def test_a_garden_without_visitors_promises_nothing(django_assert_num_queries: Any) -> None:
    factories.make_rows(1, status="serving")
    with django_assert_num_queries(2):
        assert [each.short for each in newcomers.standing()] == [20, 0, 0, 0, 0, 0, 0, 0]


def test_in_a_feasible_garden_everybody_gets_their_showings(settings: LazySettings) -> None:
    """A day of 24 × 40 places, a fifth explored: 192 for eight newcomers who are owed 160. Seeded."""
    rng, size = np.random.default_rng(7), 108
    scores, showings = rng.random(size), np.full(size, 500.0)
    showings[100:] = 0
    scores[100:] = -1.0
    decided = np.full(size, -100 * HOUR)
    decided[100:] = 0.0
    everything = np.arange(size)
    for now in np.linspace(0, 23.99, 24 * 40) * HOUR:
        owed = newcomers.due(decided=decided, showings=showings, now=float(now))
        field = policy.Field(scores, showings, everything, [[everything]], everything[:0], due=owed)
        [pick] = policy.draw(field, limit=1, exploration=0.2, rng=rng)
        showings[pick.place] += 1
    assert (showings[100:] >= 20).all()
