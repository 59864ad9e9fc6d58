"""The grammar of prompts: what it says, how many there are, and the same list everywhere."""

import subprocess
import sys
import time

import pytest

from generation.grammar import Template
from tests.architecture import house

SEASONS = {"season": ["spring", "summer", "autumn", "winter"], "weather": ["sunny", "rainy"]}


def texts(text: str, **more: object) -> list[str]:
    return [one.text for one in Template(text, **more).all()]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a rose", ["a rose"]),
        ("{red|white} rose", ["red rose", "white rose"]),
        ("{red |}rose", ["red rose", "rose"]),
        ("{a|{b|c}} d", ["a d", "b d", "c d"]),
        ("{a|b}{1|2}", ["a1", "a2", "b1", "b2"]),
        ("{2$$a|b|c}", ["a, b", "a, c", "b, c"]),
        ("{0-1$$a|b} x", ["x", "a x", "b x"]),
        ("{2$$ and $$a|b|c}", ["a and b", "a and c", "b and c"]),
        ("{2$$ {a|b} | c }", ["a, c", "b, c"]),
        ("{3::a|0.5::b}", ["a", "b"]),
        ("$season {snow|rain}", ["spring snow", "spring rain", "summer snow", "summer rain"]),
        ("${season}time", ["springtime", "summertime"]),
        ("[SEASON], {x}", ["spring, x", "summer, x"]),
        ("$season and $season", ["spring and spring", "summer and summer"]),
        ("a $5 rose, \\$season, \\{a|b\\}", ["a $5 rose, $season, {a|b}"]),
        ("{a\\|b|c\\::d} e\\|f", ["a|b e\\|f", "c\\::d e\\|f"]),
        (" a ,, {|b} , c,", ["a, c", "a, b, c"]),
        ("1,000 roses", ["1,000 roses"]),
        ("", [""]),
    ],
)
def test_a_template_says_exactly_these(template: str, expected: list[str]) -> None:
    assert texts(template, variables={"season": ["spring", "summer"]}) == expected


@pytest.mark.parametrize(
    "weighted", ["((roses)), (a pond:1.3), (moss: 2.0)", "[dawn: dusk: 0.4]", r"\(plain\) \[plain\] \\", "a | b"]
)
def test_the_syntax_of_weighting_passes_through(weighted: str) -> None:
    assert texts(weighted) == [weighted]
    assert texts("{1|2} " + weighted) == [f"1 {weighted}", f"2 {weighted}"]


def test_a_variable_that_only_one_branch_names_multiplies_only_that_branch() -> None:
    assert texts("{$season garden|a pond}", variables=SEASONS) == [
        "spring garden", "summer garden", "autumn garden", "winter garden", "a pond",
    ]  # fmt: skip


def test_values_may_hold_choices_and_other_variables() -> None:
    variables = {"sky": ["$light clouds", "{two|three} kites"], "light": ["pale", "dark"]}
    assert texts("$sky, $light", variables=variables) == [
        "pale clouds, pale", "dark clouds, dark",
        "two kites, pale", "two kites, dark", "three kites, pale", "three kites, dark",
    ]  # fmt: skip


def test_an_expansion_knows_its_number_its_values_and_its_favorite() -> None:
    template = Template("a $season pond", favorite="$season,[WEATHER],day", variables=SEASONS)

    assert template.count == 8
    fifth = template.nth(5)
    assert (fifth.index, fifth.text, fifth.favorite) == (5, "a autumn pond", "autumn,rainy,day")
    assert fifth.values == {"season": "autumn", "weather": "rainy"}
    assert list(template.all())[5] == fifth
    with pytest.raises(IndexError):
        template.nth(8)


def test_a_thousand_million_are_counted_at_once_and_any_of_them_is_made_alone() -> None:
    started = time.perf_counter()
    template = Template("{0|1|2|3|4|5|6|7|8|9}" * 9)
    counted = template.count
    took = time.perf_counter() - started

    assert counted == 10**9
    # Measured: 4 ms. To expand them would take hours.
    assert took < 5
    assert template.nth(123_456_789).text == "123456789"
    assert [one.text for one, _ in zip(template.all(), range(2), strict=False)] == ["000000000", "000000001"]


GOLDEN = "{3::roses|lilies} in $season, {1-2$$mist|dew|rain}"
LIST = [
    "roses in spring, dew, rain",
    "lilies in autumn, dew",
    "roses in winter, mist",
    "lilies in spring, mist",
    "roses in spring, mist, dew",
    "roses in autumn, dew",
]


def test_the_same_seed_makes_the_same_list_in_any_process() -> None:
    program = (
        "from generation.grammar import Template\n"
        f"t = Template({GOLDEN!r}, variables={SEASONS!r})\n"
        "print('\\n'.join(t.thrown(n, seed=7).text for n in range(6)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=house.ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": salt},
        ).stdout
        for salt in ("1", "2")
    }  # fmt: skip

    assert answers == {"\n".join(LIST) + "\n"}


def test_heavier_options_come_oftener() -> None:
    template = Template("{9::rose|lily}")
    roses = sum(template.thrown(n, seed=1).text == "rose" for n in range(500))

    assert 420 < roses < 480


def test_another_seed_makes_another_list() -> None:
    template = Template("{0|1|2|3|4|5|6|7|8|9}" * 4)

    assert [template.thrown(n, seed=1).text for n in range(4)] != [template.thrown(n, seed=2).text for n in range(4)]


def test_the_grammar_needs_no_django() -> None:
    program = "import sys, generation.grammar; assert 'django' not in sys.modules, 'django'"
    subprocess.run([sys.executable, "-c", program], cwd=house.ROOT, check=True)
