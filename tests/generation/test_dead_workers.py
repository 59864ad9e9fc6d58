"""Workers that die, wake up late, or claim at the same time."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gallery import pool
from gallery.models import Image
from generation import batches, claims, recipes, rendering, sweeping
from generation.models import Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, die, order, pictures, slots, states

pytestmark = pytest.mark.django_db


def test_the_slot_of_a_dead_worker_is_rendered_by_the_next() -> None:
    batch = order()
    die(claimed())

    assert rendering.work() == 2

    assert [slot.attempts for slot in slots(batch)] == [2, 1]
    assert len(pictures(batch)) == 2


def test_a_living_lease_is_left_alone() -> None:
    batch = order()
    claimed()

    assert sweeping.sweep() == sweeping.Swept(queued=0, failed=0, cancelled=0, ended=0)
    assert rendering.work() == 1
    assert states(batch) == {"rendering": 1, "done": 1}


def test_a_slot_that_kills_its_workers_is_set_aside_and_the_others_are_finished() -> None:
    batch = order(count=2)
    poison = slots(batch)[0]
    for _ in range(3):
        assert claimed() == poison
        die(poison)
        sweeping.sweep()

    assert rendering.work() == 3

    poison.refresh_from_db()
    assert (poison.state, poison.error_class, poison.attempts) == ("failed", "worker_lost", 3)
    assert "3 workers in a row were lost" in poison.error
    assert batches.progress(batch).state == "done"


def test_a_retry_gives_a_poisonous_slot_all_its_attempts_again() -> None:
    batch = order()
    for _ in range(3):
        die(claimed())
        sweeping.sweep()

    assert batches.retry(batch) == 1
    assert rendering.work() == 2


def test_the_late_writes_of_a_stale_worker_are_refused() -> None:
    batch = order()
    stale = claimed()
    die(stale)
    sweeping.sweep()
    fresh = claimed()
    assert (fresh, fresh.fence) == (stale, stale.fence + 1)

    late = [
        claims.renew([stale]),
        claims.release(stale),
        claims.drop(stale),
        claims.fail(stale, kind="oom", sentence="late"),
        claims.try_later(stale, kind="oom", sentence="late"),
    ]

    assert not any(late)
    fresh.refresh_from_db()
    assert (fresh.state, fresh.error) == ("rendering", "")
    assert states(batch) == {"rendering": 1, "queued": 1}


def test_a_late_write_is_refused_even_before_somebody_else_has_claimed() -> None:
    stale = claimed(order())
    die(stale)
    sweeping.sweep()

    assert not claims.fail(stale, kind="oom", sentence="late")


@pytest.mark.parametrize("renderer", [renderers.Meddled, renderers.Silent])
def test_a_picture_that_comes_too_late_is_not_stored(use: Use, renderer: type) -> None:
    use(renderer)
    batch = order()

    def overtaken() -> None:
        Rendering.objects.filter(state="rendering").update(fence=10)

    renderers.Meddled.meanwhile.append(overtaken)
    rendering.work(most=1)

    assert states(batch) == {"rendering": 1, "queued": 1}
    assert Image.objects.count() == 0


def test_a_picture_stored_by_a_worker_that_died_before_saying_so_is_taken_over(use: Use) -> None:
    """Even if rendering it again would give other bytes, as another GPU may."""
    batch = order(seed=7)
    rendering.work(most=1)
    Rendering.objects.filter(state="done").update(
        state="rendering", image=None, settled_at=None, lease_until="2001-01-01T00:00Z"
    )
    use(renderers.Same)

    assert rendering.work(most=1) == 1

    assert [picture.seed for picture in pictures(batch)] == [7]
    assert batches.progress(batch).new == 1


def test_a_dead_worker_of_a_cancelled_batch_ends_as_cancelled() -> None:
    batch = order()
    slot = claimed()
    batches.cancel(batch)
    die(slot)

    assert sweeping.sweep().cancelled == 1
    assert states(batch) == {"cancelled": 2}


def test_a_batch_whose_last_worker_died_before_ending_it_is_ended_by_the_sweep() -> None:
    batch = order()
    rendering.work()
    type(batch).objects.update(state="running", ended_at=None)

    assert sweeping.sweep().ended == 1
    assert sweeping.sweep().ended == 0


def test_a_batch_that_was_ended_though_slots_of_it_wait_goes_on_after_the_sweep() -> None:
    batch = order(count=2)
    rendering.work(most=1)
    type(batch).objects.update(state="done", ended_at="2001-01-01T00:00Z")
    assert claims.claim(worker="somebody") == []

    assert sweeping.sweep().ended == 0
    batch.refresh_from_db()
    assert (batch.state, batch.ended_at) == ("running", None)

    assert rendering.work() == 3
    assert batches.progress(batch).state == "done"


def test_a_worker_that_froze_while_storing_cannot_add_a_second_picture_of_its_slot(use: Use) -> None:
    """It wakes up after another has made the picture, on hardware that gives other bytes."""
    batch = order(seed=7)
    stale = claimed()
    die(stale)
    rendering.work()
    use(renderers.Tinted)
    late = renderers.Tinted().picture(recipes.request(stale))
    recipe = recipes.canonical(engine=renderers.Tinted().describe(), request=recipes.request(stale))

    image, new = pool.receive(
        recipes.written(late, recipe), emotion="happy", recipe=recipe, batch_code=batch.code, ordinal=1
    )

    assert (new, image) == (False, slots(batch)[0].image)
    assert len(pictures(batch)) == 2
    assert not claims.finish(stale, image=image, new=True)


def test_the_database_itself_refuses_a_second_picture_of_a_slot() -> None:
    batch = order()
    rendering.work()
    double = pictures(batch)[0]
    double.pk, double.code, double.sha256, double.key_tail = None, uuid4(), "0" * 64, "happy/double.jpeg"

    with pytest.raises(IntegrityError, match=r"slot|batch_code"), transaction.atomic():
        double.save(force_insert=True)
