"""Ordering a batch."""

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from gallery.errors import GardenError, NotAllowedError, UnknownEmotionError
from generation import batches
from generation.errors import OtherOrderError, UnusableOrderError
from generation.models import GenerationBatch, Prompt, Rendering
from tests.generation.orders import order, slots

pytestmark = pytest.mark.django_db


def test_n_pairs_are_n_landscapes_and_n_portraits_of_the_size_asked_for() -> None:
    batch = batches.request(emotion="happy", count=3)

    sizes = [(slot.ordinal, slot.orientation, slot.width, slot.height) for slot in slots(batch)]
    assert sizes == [
        (ordinal, *side) for ordinal in (1, 2, 3) for side in (("landscape", 1280, 800), ("portrait", 800, 1280))
    ]


def test_the_two_of_a_pair_share_their_family_and_no_two_slots_share_a_seed() -> None:
    found = slots(order(count=4))

    assert len({slot.family for slot in found}) == 4
    assert all(one.family == other.family for one, other in zip(found[::2], found[1::2], strict=True))
    assert len({slot.seed for slot in found}) == 8
    assert all(0 <= slot.seed < 2**63 for slot in found)


def test_a_given_seed_is_counted_up() -> None:
    assert [slot.seed for slot in slots(order(count=2, seed=7))] == [7, 8, 9, 10]


def test_seeds_are_not_the_same_twice() -> None:
    one, other = order(), order()

    assert {slot.seed for slot in slots(one)}.isdisjoint(slot.seed for slot in slots(other))


def test_the_prompt_is_recorded_with_the_batch_and_its_slots() -> None:
    batch = order(favorite="Cat", others="a garden")

    assert (batch.prompt.emotion, batch.prompt.template, batch.favorite) == ("happy", "happy, cat, a garden", "cat")
    assert {slot.caption for slot in slots(batch)} == {"happy, cat, a garden"}


def test_the_same_words_are_one_prompt() -> None:
    order(), order(), order(emotion="sad", emotion_text="happy")

    assert Prompt.objects.filter(emotion="happy").count() == 1
    assert Prompt.objects.count() == 2


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"emotion": "joyful"}, "none of the eight emotions"),
        ({"count": 0}, "between 1 and"),
        ({"count": -3}, "not -3"),
        ({"count": 10_001}, "between 1 and 10000"),
        ({"size": (1281, 800)}, "divisible by 8"),
        ({"size": (0, 0)}, "divisible by 8"),
        ({"favorite": "c" * 101}, "at most 100"),
        ({"favorite": "a/b"}, "without a slash"),
        ({"seed": -1}, "between 0 and"),
        ({"seed": 2**63}, "between 0 and"),
        ({"others": "o" * 2001}, "2000 are the most"),
        ({"negative": "o" * 2001}, "2000 are the most"),
        ({"negative": "((fog"}, "bracket"),
        ({"emotion_text": "", "others": " , "}, "no words"),
        ({"lane": "fast"}, "no lane"),
        ({"idempotency_key": "k" * 201}, "at most 200"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence_and_leaves_nothing(wish: dict[str, object], words: str) -> None:
    with pytest.raises(GardenError) as refusal:
        batches.request(**{"emotion": "happy", "count": 1, **wish})  # type: ignore[arg-type]

    assert words in str(refusal.value.sentence)
    assert not GenerationBatch.objects.exists() and not Prompt.objects.exists()


def test_refusals_have_codes_for_programs() -> None:
    with pytest.raises(UnknownEmotionError):
        order(emotion="joyful")
    with pytest.raises(UnusableOrderError) as refusal:
        order(count=0)
    assert (refusal.value.code, refusal.value.status) == ("unusable_order", 400)


def test_control_characters_in_the_words_are_no_part_of_the_prompt() -> None:
    assert order(others="a\x00 garden\n\ud800 by the sea").prompt.template == "happy, a garden by the sea"


def test_the_same_key_and_order_give_the_same_batch(operator: User) -> None:
    one = order(count=2, idempotency_key="k", by=operator)
    other = order(count=2, idempotency_key="k", by=operator)

    assert one == other
    assert Rendering.objects.count() == 4


@pytest.mark.parametrize(
    "change",
    [{"count": 3}, {"emotion": "sad"}, {"favorite": "cat"}, {"seed": 1}, {"size": (72, 40)}, {"lane": "interactive"}],
)
def test_the_same_key_with_another_order_is_a_conflict(change: dict[str, object]) -> None:
    order(count=2, idempotency_key="k")

    with pytest.raises(OtherOrderError) as refusal:
        order(**{"count": 2, "idempotency_key": "k", **change})  # type: ignore[arg-type]

    assert refusal.value.status == 409
    assert GenerationBatch.objects.count() == 1


def test_orders_without_a_key_are_two_batches() -> None:
    assert order() != order()
    assert order(idempotency_key="") != order(idempotency_key="")


def test_changed_settings_do_not_make_the_same_order_another(settings: LazySettings) -> None:
    one = order(idempotency_key="k")
    settings.GENERATION_STEPS = 7

    assert order(idempotency_key="k") == one
    assert order().recipe["steps"] == 7


def test_a_stranger_may_not_order(stranger: User, operator: User) -> None:
    with pytest.raises(NotAllowedError):
        order(by=stranger)

    assert order(by=operator).ordered_by == operator
