"""`manage.py render_batch`."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from gallery.models import Image
from generation import batches, rendering
from generation.models import GenerationBatch
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import states

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
SMALL = ("--size", "64x40")


def said(capsys: Capture, *arguments: str) -> str:
    call_command("render_batch", *arguments)
    return capsys.readouterr().out


def refused(capsys: Capture, *arguments: str) -> tuple[Any, str]:
    """The exit code and the sentence."""
    with pytest.raises(SystemExit) as end:
        call_command("render_batch", *arguments)
    return end.value.code, capsys.readouterr().err.strip()


def test_it_orders_and_says_so(capsys: Capture) -> None:
    answer = said(capsys, "--emotion", "happy", "--count", "3", "--favorite", "cat")

    batch = GenerationBatch.objects.get()
    assert answer.strip() == f"Batch {batch.code}: 6 pictures are queued."
    assert (batch.prompt.emotion, batch.favorite, batch.count) == ("happy", "cat", 3)


def test_ten_pairs_are_the_default() -> None:
    call_command("render_batch", emotion="calm", json=True)

    assert GenerationBatch.objects.get().count == 10


def test_without_arguments_it_answers_with_an_example(capsys: Capture) -> None:
    code, sentence = refused(capsys)

    assert code == 2
    assert "manage.py render_batch --emotion happy --count 10" in sentence
    assert not GenerationBatch.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--emotion", "joyful"), "“joyful” is none of the eight emotions: happy, surprised, calm"),
        (("--emotion", "happy", "--count", "-3"), "A batch has between 1 and 10000 pairs of pictures, not -3."),
        (("--emotion", "happy", "--size", "huge"), "Width and height must be divisible by 8"),
        (("--emotion", "happy", "--seed", "-1"), "The seed must be between 0 and"),
        (("--emotion", "happy", "--lane", "fast"), "There is no lane “fast”."),
    ],
)
def test_bad_input_is_one_clear_sentence(capsys: Capture, arguments: tuple[str, ...], sentence: str) -> None:
    code, answer = refused(capsys, *arguments)

    assert code == 1
    assert answer.startswith(sentence)
    assert "\n" not in answer and "Traceback" not in answer
    assert not GenerationBatch.objects.exists()


def test_here_renders_in_this_process(capsys: Capture) -> None:
    answer = said(capsys, "--emotion", "happy", "--count", "2", *SMALL, "--here")

    assert "4 of 4 pictures are done, 4 new." in answer
    assert Image.objects.count() == 4


def test_the_bar_shows_how_many_are_done(capsys: Capture) -> None:
    call_command("render_batch", "--emotion", "happy", "--count", "2", *SMALL, "--here")

    bar = capsys.readouterr().err
    assert "happy" in bar and "4/4" in bar and "a minute" in bar


def test_json_is_one_line_with_every_count(capsys: Capture) -> None:
    answer = said(capsys, "--emotion", "happy", "--count", "1", *SMALL, "--here", "--json")

    found = json.loads(answer)
    assert found["batch"] == str(GenerationBatch.objects.get().code)
    assert (found["state"], found["total"], found["done"], found["new"]) == ("done", 2, 2, 2)


def test_the_same_key_goes_on_with_the_same_batch(capsys: Capture) -> None:
    order = ("--emotion", "happy", "--count", "2", *SMALL, "--key", "k")
    said(capsys, *order)
    rendering.work(most=3)

    answer = said(capsys, *order, "--here")

    assert "4 of 4 pictures are done" in answer
    assert GenerationBatch.objects.count() == 1


def test_the_same_key_for_another_order_is_refused(capsys: Capture) -> None:
    said(capsys, "--emotion", "happy", "--key", "k")

    code, sentence = refused(capsys, "--emotion", "sad", "--key", "k")

    assert (code, sentence) == (1, "This idempotency key has already been used for another order; take a new one.")


def test_the_same_pictures_again_are_counted_as_already_there(capsys: Capture) -> None:
    order = ("--emotion", "happy", "--count", "1", *SMALL, "--seed", "7", "--here")
    said(capsys, *order)

    assert "2 of 2 pictures are done, 0 new. 2 were already in the garden." in said(capsys, *order)


def test_failures_are_said_and_make_the_exit_code(capsys: Capture, use: Use) -> None:
    use(renderers.Blank)

    code, errors = refused(capsys, "--emotion", "happy", "--count", "1", *SMALL, "--here")

    assert code == 1
    assert "2 failed, the first with: The renderer gave a picture of one single colour" in errors


def test_wait_ends_when_others_have_made_the_pictures(capsys: Capture) -> None:
    order = ("--emotion", "happy", "--count", "1", *SMALL, "--key", "k")
    said(capsys, *order)
    rendering.work()

    assert "2 of 2 pictures are done" in said(capsys, *order, "--wait")


def test_wait_ends_when_the_batch_is_cancelled(capsys: Capture) -> None:
    order = ("--emotion", "happy", "--count", "1", *SMALL, "--key", "k")
    said(capsys, *order)
    batch = GenerationBatch.objects.get()
    batches.cancel(batch)

    assert "2 were cancelled" in said(capsys, *order, "--wait")
    assert states(batch) == {"cancelled": 2}
