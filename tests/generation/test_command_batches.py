"""`manage.py batches`: the operator at the shell."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from generation import batches, rendering, sweeping
from generation.models import GenerationBatch, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, die, order, states

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("batches", *words, stdout=out)
    return out.getvalue()


def answer(*words: str) -> Any:
    return json.loads(said(*words, "--json"))


def refused(*words: str) -> str:
    err = StringIO()
    with pytest.raises(SystemExit) as refusal:
        call_command("batches", *words, stderr=err)
    assert refusal.value.code
    return err.getvalue()


def test_without_words_it_gives_examples() -> None:
    assert "manage.py batches pause" in refused()


def test_it_lists_open_batches_in_the_order_of_their_turn() -> None:
    first, urgent, heavy = order(), order(lane="interactive"), order(weight=5)
    ended = order(seed=1)
    rendering.work(batch=ended)

    listed = [line["code"] for line in answer("list")["batches"]]
    assert listed == [str(batch.code) for batch in (urgent, heavy, first)]
    assert answer("list", "--all")["batches"][-1]["code"] == str(ended.code)
    assert str(first.code) in said("list")


def test_it_says_so_when_nothing_waits() -> None:
    assert said("list") == "Nothing is waiting.\n"


@pytest.mark.parametrize("action", ["pause", "cancel"])
def test_it_moves_a_batch_by_the_first_letters_of_its_code(action: str) -> None:
    batch = order()

    assert answer(action, str(batch.code)[:11]) == {"batch": str(batch.code), "action": action, "moved": 1}
    assert answer(action, str(batch.code))["moved"] == 0
    assert "nothing to do" in said(action, str(batch.code))


def test_it_resumes_retries_and_weighs(use: Use) -> None:
    batch = order()
    batches.pause(batch)
    assert answer("resume", str(batch.code))["moved"] == 1
    assert answer("weigh", str(batch.code), "--weight", "7")["moved"] == 1
    assert GenerationBatch.objects.get().weight == 7

    use(renderers.Blank)
    rendering.work()
    assert answer("retry", str(batch.code))["moved"] == 2
    assert states(batch) == {"queued": 2}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "nonsense"), "its first letters are enough"),
        (("show", "0" * 12), "No batch begins with"),
        (("show",), "its first letters are enough"),
    ],
)
def test_a_batch_that_is_not_there_is_refused_in_words(words: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(*words)


def test_letters_that_fit_two_batches_are_refused() -> None:
    one, other = order(), order()
    GenerationBatch.objects.filter(pk=one.pk).update(code="aaaa0000-0000-0000-0000-000000000001")
    GenerationBatch.objects.filter(pk=other.pk).update(code="aaaa0000-0000-0000-0000-000000000002")

    assert "More than one batch" in refused("show", "aaaa")


def test_a_weight_out_of_bounds_is_refused() -> None:
    batch = order()

    assert "between -100 and 100" in refused("weigh", str(batch.code), "--weight", "101")


def test_show_tells_what_failed_and_every_attempt_even_before_a_retry(use: Use) -> None:
    batch = order()
    die(claimed())
    sweeping.sweep()
    use(renderers.Blank)
    rendering.work()

    shown = answer("show", str(batch.code))
    assert (shown["failed"], shown["total"]) == (2, 2)
    history = shown["troubles"][0]["history"]
    assert ["lost" in history[0], "failed" in history[1]] == [True, True]
    assert "one single colour" in said("show", str(batch.code))


def test_it_says_why_a_batch_is_stuck(use: Use) -> None:
    batch = order()
    assert "stuck" not in said("list")

    die(claimed())
    assert "its worker is gone" in said("list")
    sweeping.sweep()

    GenerationBatch.objects.update(ordered_at=timezone.now() - timedelta(hours=1))
    assert "no worker takes it" in said("list")

    Rendering.objects.update(not_before=timezone.now() + timedelta(minutes=1), error="The store is away.")
    assert "waits before the next try: The store is away." in said("show", str(batch.code))
    batches.pause(batch)
    assert "stuck" not in said("list")
