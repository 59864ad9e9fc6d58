"""Workers that lose what they take: seen, set apart for a while, and let in again without anybody's doing."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from generation import claims, rendering, sweeping, tasks, workers
from generation.models import Attempt, Outcome, Rendering
from tests.generation import bells
from tests.generation.orders import die, order, states

pytestmark = pytest.mark.django_db


def lose(worker: str, *, times: int, most: int = 1) -> None:
    """The worker claims and dies, so often, each time another slot."""
    for _ in range(times):
        for slot in claims.claim(worker=worker, most=most):
            die(slot)
            sweeping.sweep()
            # Not again by the same worker: it is another slot's turn.
            Rendering.objects.filter(pk=slot.pk).update(not_before=timezone.now() + timedelta(hours=1))


def test_three_losses_in_ten_claims_set_a_worker_apart() -> None:
    order(count=5)
    lose("gpu1@here", times=2)
    assert workers.quarantine("gpu1@here") is None

    lose("gpu1@here", times=1)

    found = workers.quarantine("gpu1@here")
    assert found is not None and found.losses == 3
    assert [one.worker for one in workers.quarantined()] == ["gpu1@here"]
    assert workers.quarantine("gpu2@here") is None


def test_a_worker_that_is_set_apart_takes_nothing_and_others_do() -> None:
    batch = order(count=4)
    lose("gpu1@here", times=3)
    workers.call("gpu1@here")
    assert rendering.work() == 0

    workers.call("gpu2@here")
    assert rendering.work() == 5
    assert states(batch) == {"done": 5, "queued": 3}


def test_a_worker_that_is_set_apart_does_not_ring_for_itself_round_and_round() -> None:
    bells.rung()
    order(count=4)
    lose("gpu1@here", times=3)
    workers.call("gpu1@here")

    tasks.render_bulk()

    assert bells.rung() == {}


def test_a_command_that_was_killed_three_times_still_works() -> None:
    order(count=4)
    lose(workers.name(), times=3)

    assert workers.quarantined() == []
    assert rendering.work() == 5


def test_it_is_let_in_again_after_some_minutes(settings: LazySettings) -> None:
    order(count=5)
    lose("gpu1@here", times=3)
    long_ago = timezone.now() - timedelta(seconds=settings.GENERATION_QUARANTINE_SECONDS + 1)
    Attempt.objects.update(ended_at=long_ago)

    assert workers.quarantine("gpu1@here") is None
    assert workers.quarantined() == []


def test_losses_that_lie_more_than_ten_claims_back_are_forgotten() -> None:
    order(count=10)
    lose("gpu1@here", times=3)
    for _ in range(8):
        (slot,) = claims.claim(worker="gpu1@here")
        claims.fail(slot, kind="blank", sentence="It did come back, though.")

    assert workers.quarantine("gpu1@here") is None


def test_a_claim_of_many_slots_is_one_loss() -> None:
    order(count=5)
    lose("gpu1@here", times=2, most=4)

    assert workers.quarantine("gpu1@here") is None


def test_a_worker_that_dies_over_three_open_claims_has_died_once() -> None:
    """One is storing, one waits, one is rendering."""
    order(count=8)
    held = [slot for _ in range(3) for slot in claims.claim(worker="gpu1@here", most=2)]
    for slot in held:
        die(slot)
        sweeping.sweep()
    Rendering.objects.filter(state="queued", pk__in=[slot.pk for slot in held]).update(
        not_before=timezone.now() + timedelta(hours=1)
    )
    assert Attempt.objects.filter(outcome=Outcome.LOST).values("claim").distinct().count() == 3

    lose("gpu1@here", times=1)
    assert workers.quarantine("gpu1@here") is None

    lose("gpu1@here", times=1)
    found = workers.quarantine("gpu1@here")
    assert found is not None and found.losses == 3


def test_a_slot_that_kills_whoever_takes_it_is_not_its_workers_fault() -> None:
    order()
    for _ in range(3):
        die(claims.claim(worker="gpu1@here")[0])
        sweeping.sweep()

    assert Attempt.objects.filter(outcome=Outcome.LOST).count() == 3
    assert workers.quarantine("gpu1@here") is None


def test_every_attempt_is_kept_with_who_made_it_and_how_it_ended() -> None:
    batch = order()
    die(claims.claim(worker="gpu1@here")[0])
    sweeping.sweep()
    claims.release(claims.claim(worker="gpu2@here")[0])
    rendering.work()

    first = batch.renderings.order_by("id")[0]
    kept = [(attempt.worker, attempt.outcome) for attempt in first.history.all()]
    assert kept[:2] == [("gpu1@here", "lost"), ("gpu2@here", "released")]
    assert kept[2][1] == "done"
    assert all(attempt.ended_at for attempt in first.history.all())
