"""Orders whose prompts were made elsewhere: one whole text for each pair."""

import pytest

from generation import recipes
from generation.errors import OtherOrderError, UnreadablePromptError, UnusableOrderError
from generation.models import GenerationBatch, Rendering
from tests.generation.orders import order, slots

pytestmark = pytest.mark.django_db
TEXTS = ["a red rose", "a white rose"]


def test_each_pair_is_rendered_with_its_own_text() -> None:
    batch = order(2, texts=TEXTS, template="a {red|white} rose", negative="frame", favorite="Cat")

    assert [slot.caption for slot in slots(batch)] == ["a red rose"] * 2 + ["a white rose"] * 2
    assert (batch.prompt.template, batch.prompt.negative, batch.favorite) == ("a {red|white} rose", "frame", "cat")
    first = Rendering.objects.select_related("batch__prompt").get(pk=slots(batch)[0].pk)
    asked = recipes.request(first)
    assert (asked.prompt, asked.negative_prompt, asked.favorite) == ("a red rose", "frame", "cat")


def test_the_same_key_and_texts_are_the_same_order_and_other_texts_another() -> None:
    batch = order(2, texts=TEXTS, idempotency_key="once")

    assert order(2, texts=TEXTS, idempotency_key="once") == batch
    assert GenerationBatch.objects.count() == 1
    for other in ({"texts": TEXTS[::-1]}, {"texts": TEXTS, "negative": "frame"}, {"emotion_text": "", "others": ""}):
        with pytest.raises(OtherOrderError):
            order(2, favorite="x" if "others" in other else "", idempotency_key="once", **other)


@pytest.mark.parametrize(
    ("texts", "error", "sentence"),
    [
        (["a rose"], UnusableOrderError, "Each pair needs one prompt"),
        (["a rose", " , "], UnusableOrderError, "The prompt has no words."),
        (["a rose", "x" * 2001], UnusableOrderError, "The prompt has 2001 characters"),
        (["a rose", "((rose"], UnreadablePromptError, "bracket"),
    ],
)
def test_every_text_is_checked(texts: list[str], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence.replace("(", "\\(")):
        order(2, texts=texts)
    assert not GenerationBatch.objects.exists()
