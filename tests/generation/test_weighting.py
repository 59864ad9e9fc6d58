"""Weights and switches: the forms that are understood, and the sentence for every other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import rendering, weighting
from generation.errors import UnreadablePromptError, UnusableOrderError
from generation.weighting import Piece
from tests.generation.orders import order, pictures


def pieces(text: str) -> list[tuple[str, float]]:
    reading = weighting.parse(text)
    assert len(reading.stages) == 1, reading
    return [(piece.text, round(piece.weight, 4)) for piece in reading.stages[0].pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("white flowers, at dawn: mist | dew", [("white flowers, at dawn: mist | dew", 1)]),
        ("(roses)", [("roses", 1.1)]),
        ("((roses)), dew", [("roses", 1.21), (", dew", 1)]),
        ("[roses]", [("roses", 0.9091)]),
        ("(roses:1.3)", [("roses", 1.3)]),
        ("(roses: 2.0)", [("roses", 2)]),
        ("( roses :.5 )", [(" roses ", 0.5)]),
        ("a (red (wild:2) rose:1.5) here", [("a ", 1), ("red ", 1.5), ("wild", 3), (" rose", 1.5), (" here", 1)]),
        ("([roses])", [("roses", 1)]),
        (r"\(roses\), \[dew\], \\ (ten\:30:2)", [("(roses), [dew], \\ ", 1), ("ten:30", 2)]),
        ("(a|b)", [("a|b", 1.1)]),
        ("", []),
    ],
)
def test_weights_are_read(text: str, expected: list[tuple[str, float]]) -> None:
    assert pieces(text) == expected


def test_words_change_at_a_fraction_of_the_steps() -> None:
    reading = weighting.parse("a [tulip: (rose:1.5): 0.4] in the wind")

    before, after = (Piece("a tulip in the wind"),), (Piece("a  "), Piece("rose", 1.5), Piece(" in the wind"))
    assert [reading.at(fraction) for fraction in (0, 0.39)] == [before] * 2
    assert [reading.at(fraction) for fraction in (0.4, 0.99, 1)] == [after] * 3


def test_several_changes_make_several_stages() -> None:
    reading = weighting.parse("[[bud:flower:0.3]:fruit:0.8] [:, snow:0.5]")

    assert [(stage.until, stage.pieces[0].text) for stage in reading.stages] == [
        (0.3, "bud "),
        (0.5, "flower "),
        (0.8, "flower , snow"),
        (1.0, "fruit , snow"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a (rose", 3, "this bracket is never closed"),
        ("a [rose:tulip", 3, "this bracket is never closed"),
        ("a [rose:tulip]", 3, "a change has three parts"),
        ("a rose)", 7, "this bracket closes nothing"),
        ("a (rose]", 8, "this bracket closes nothing"),
        ("(rose:big)", 7, "here stands a weight"),
        ("(rose:1.3.4)", 7, "here stands a weight"),
        ("(rose:-1)", 7, "here stands a weight"),
        ("(rose:1e9)", 7, "here stands a weight"),
        ("(rose:)", 7, "here stands a weight"),
        ("((rose:4):4)", 1, "weights inside one another multiply"),
        ("(rose:11)", 1, "weights inside one another multiply"),
        ("()", 1, "nothing stands between these brackets"),
        ("a ( :2)", 3, "nothing stands between these brackets"),
        ("[::0.4]", 1, "nothing stands between these brackets"),
        ("[a:0.4]", 1, "a change has three parts"),
        ("[a:b:12]", 1, "at a fraction of the steps between 0 and 1"),
        ("[a:b:c]", 6, "here stands the fraction of the steps"),
        ("[a:b:0.4:c]", 6, "here stands the fraction of the steps"),
        ("[a|b]", 3, "taking turns"),
        ("(rose)1.3", 7, "a weight stands inside the brackets"),
        ("(rose)++", 7, "a weight stands inside the brackets"),
        ("rose <lora:petals:0.8>", 6, "a prompt cannot load files"),
        ("C:\\rose", 3, "a backslash stands only before one of"),
        ("(" * 21 + "x" + ")" * 21, 21, "more than 20 brackets"),
    ],
)
def test_what_is_not_understood_is_an_error_that_points_at_the_place(text: str, place: int, reason: str) -> None:
    with pytest.raises(UnreadablePromptError) as refusal:
        weighting.check(text)

    assert f"at character {place} " in str(refusal.value.sentence)
    assert reason in str(refusal.value.sentence)


def test_it_is_refused_as_any_unusable_order_is() -> None:
    assert issubclass(UnreadablePromptError, UnusableOrderError)


def test_the_words_alone_are_for_people() -> None:
    assert weighting.plain(r"((white)) [tulips: roses: 0.4], (dew: 2.0) \(macro\)") == "white roses, dew (macro)"


@given(st.text(alphabet="ab()[]:|\\ .1", max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        reading = weighting.parse(text)
    except UnreadablePromptError:
        return
    assert reading.stages[-1].until == 1
    if not set(text) & set("()[]\\"):
        assert "".join(piece.text for piece in reading.stages[0].pieces) == text


@pytest.mark.django_db
def test_an_order_with_words_that_are_not_understood_is_refused() -> None:
    with pytest.raises(UnreadablePromptError, match="never closed"):
        order(others="flowers, (golden hour")


@pytest.mark.django_db
def test_the_picture_is_described_without_weights_and_its_recipe_keeps_them() -> None:
    batch = order(emotion_text="", others="((white)) [tulips:roses:0.4]")
    rendering.work()

    found = pictures(batch)
    assert {picture.caption for picture in found} == {"white roses"}
    assert {picture.recipe["prompt"] for picture in found} == {"((white)) [tulips:roses:0.4]"}
