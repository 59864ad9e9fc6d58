"""`manage.py order_prompts`."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from generation.models import Expansion, GenerationBatch
from generation.prompt_sets import shipped

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
FEW = (
    "garden", "--emotion", "calm", "--with", "animal=cat", "--with", "season=spring",
    "--with", "weather=sunny,rainy", "--with", "time=day",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _sets(db: Any) -> None:
    shipped.sync()


def said(capsys: Capture, *arguments: str) -> Any:
    call_command("order_prompts", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def refused(capsys: Capture, *arguments: str) -> tuple[Any, str]:
    with pytest.raises(SystemExit) as end:
        call_command("order_prompts", *arguments)
    return end.value.code, capsys.readouterr().err.strip()


def test_a_preview_counts_shows_and_orders_nothing(capsys: Capture) -> None:
    answer = said(capsys, *FEW, "--preview", "--show", "2")

    assert (answer["prompts"], answer["pairs"], answer["pictures"]) == (8, 8 * 16, 256)
    assert answer["image_steps"] == 256 * 50
    assert [row["favorite"] for row in answer["first"]] == ["spring,sunny,day", "spring,rainy,day"]
    assert answer["first"][1]["values"]["weather"] == "rainy"
    assert not GenerationBatch.objects.exists()


def test_a_preview_for_people_names_the_prompts(capsys: Capture) -> None:
    call_command("order_prompts", *FEW, "--preview")
    out = capsys.readouterr().out

    assert out.startswith("8 prompts, 256 pictures, 12800 steps:\n")
    assert "calm      calm flowers, cat, sunny, spring, day" in out


def test_it_orders_what_the_preview_said(capsys: Capture) -> None:
    call_command("order_prompts", *FEW, "--pairs", "1")

    assert capsys.readouterr().out.strip() == "8 prompts, 16 pictures, 800 steps. Ordered in 2 batches."
    assert sorted(GenerationBatch.objects.values_list("favorite", "count")) == [
        ("spring,rainy,day", 4), ("spring,sunny,day", 4),
    ]  # fmt: skip
    assert Expansion.objects.count() == 8


def test_the_seed_makes_the_same_random_list(capsys: Capture) -> None:
    lists = [
        [row["prompt"] for row in said(capsys, "moods", "--seed", seed, "--most", "6", "--preview")["first"]]
        for seed in ("5", "5", "6")
    ]

    assert len(lists[0]) == 6
    assert lists[0] == lists[1] != lists[2]


def test_the_same_key_orders_once(capsys: Capture) -> None:
    first = said(capsys, *FEW, "--pairs", "1", "--key", "once")

    assert said(capsys, *FEW, "--pairs", "1", "--key", "once")["batches"] == first["batches"]
    assert GenerationBatch.objects.count() == 2


def test_without_a_set_it_answers_with_an_example(capsys: Capture) -> None:
    code, sentence = refused(capsys)

    assert code == 2
    assert "manage.py order_prompts garden" in sentence and "examples, garden, moods" in sentence


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("tulips",), "There is no prompt set “tulips”, only: examples, garden, moods."),
        (("garden",), "This would be 98304 pairs; an order has at most 10000."),
        (("garden", "--emotion", "joyful"), "“joyful” is none of the eight emotions"),
        (("garden", "--with", "colour=red"), "The set has no variable “colour”"),
        (("garden", "--seed", "-1"), "The seed must be between 0 and"),
        (("examples", "--lane", "fast"), "There is no lane “fast”."),
    ],
)
def test_bad_input_is_one_clear_sentence(capsys: Capture, arguments: tuple[str, ...], sentence: str) -> None:
    code, answer = refused(capsys, *arguments)

    assert code == 1
    assert answer.startswith(sentence) and "\n" not in answer
    assert not GenerationBatch.objects.exists()
