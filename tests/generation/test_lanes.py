"""Whose turn it is: lanes, weights, pauses; and the queue's end."""

import pytest
from django.conf import LazySettings

from emotion_garden import problems
from generation import batches, claims, rendering, sweeping
from generation.errors import QueueFullError, UnusableOrderError
from generation.models import GenerationBatch
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, die, order, pictures, states

pytestmark = pytest.mark.django_db


def test_an_interactive_order_waits_for_no_more_than_the_pictures_being_made(use: Use) -> None:
    use(renderers.Meddled)
    bulk = order(count=500)
    urgent: list[GenerationBatch] = []
    renderers.Meddled.meanwhile.append(lambda: urgent.append(order(lane="interactive")))

    assert rendering.work(most=3) == 3

    assert states(urgent[0]) == {"done": 2}
    assert states(bulk)["done"] == 1


def test_waiting_work_of_a_larger_weight_goes_first_from_the_next_claim_on() -> None:
    first, second = order(), order()
    assert claimed().batch == first

    assert batches.weigh(second, weight=3) == 1
    assert [claimed().batch for _ in range(3)] == [second, second, first]


def test_a_light_batch_waits_and_lanes_come_before_weights() -> None:
    light, usual, urgent = order(weight=-5), order(), order(lane="interactive", weight=-100)

    assert [claimed().batch for _ in range(6)] == [urgent, urgent, usual, usual, light, light]


def test_a_batch_that_has_ended_has_no_weight_to_change() -> None:
    batch = order()
    batches.cancel(batch)

    assert batches.weigh(batch, weight=3) == 0
    with pytest.raises(UnusableOrderError):
        batches.weigh(batch, weight=1000)


def test_several_slots_of_one_size_and_batch_are_claimed_at_once() -> None:
    batch, other = order(count=3), order()

    taken = claims.claim(worker="somebody", most=5)

    assert [(slot.ordinal, slot.orientation) for slot in taken] == [(n, "landscape") for n in (1, 2, 3)]
    assert {slot.batch for slot in taken} == {batch}
    assert [slot.orientation for slot in claims.claim(worker="somebody", most=2)] == ["portrait"] * 2
    assert states(other) == {"queued": 2}


def test_a_slot_that_was_tried_before_is_claimed_alone() -> None:
    """If it is what kills its workers, it takes no others along."""
    order(count=3)
    die(claimed())
    sweeping.sweep()

    assert len(claims.claim(worker="somebody", most=5)) == 1
    assert len(claims.claim(worker="somebody", most=5)) == 3


def test_a_poisonous_slot_takes_no_other_slot_of_its_claim_with_it() -> None:
    batch = order(count=4)
    poison = batch.renderings.order_by("id")[2]
    while taken := claims.claim(worker="somebody", most=4):
        for slot in taken:
            # Whoever claims the poison dies, with everything else that was claimed with it.
            die(slot) if poison in taken else claims.fail(slot, kind="blank", sentence="It came through.")
        sweeping.sweep()

    assert [slot.pk for slot in batch.renderings.filter(error_class="worker_lost")] == [poison.pk]
    assert states(batch) == {"failed": 8}


def test_an_order_beyond_the_queues_end_is_refused_and_told_when_to_come_again(settings: LazySettings) -> None:
    settings.GENERATION_MOST_WAITING = 5
    order(count=2)

    with pytest.raises(QueueFullError) as refusal:
        order(count=1)

    assert "with these there would be 1 more" in str(refusal.value.sentence)
    answer = problems.answer(refusal.value, {})
    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (429, "queue_full")
    assert 10 <= int(answer["Retry-After"]) <= 3600
    assert GenerationBatch.objects.count() == 1


def test_an_order_that_stands_already_is_given_again_though_the_queue_is_full(settings: LazySettings) -> None:
    batch = order(idempotency_key="k")
    settings.GENERATION_MOST_WAITING = 1

    assert order(idempotency_key="k") == batch


def test_half_a_pair_that_failed_is_completed_and_not_made_again(use: Use) -> None:
    batch = order()
    rendering.work(most=1)
    use(renderers.Blank)
    rendering.work()
    (kept,) = batch.renderings.filter(state="done")

    use(renderers.Blotches)
    batches.retry(batch)
    rendering.work()

    landscape, portrait = batch.renderings.order_by("id")
    assert (landscape.image, landscape.fence) == (kept.image, 1)
    assert {picture.family for picture in pictures(batch)} == {landscape.family, portrait.family}
    assert landscape.family == portrait.family
