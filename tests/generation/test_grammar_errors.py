"""A template that cannot be read: a sentence that says where."""

import pytest

from generation.grammar import GrammarError, Template


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("roses {a|b", "The { at character 7 is never closed; \\{ is the sign itself."),
        ("{a|{b|c}", "The { at character 1 is never closed; \\{ is the sign itself."),
        ("a } b", "The } at character 3 closes nothing; \\} is the sign itself."),
        ("x {}", "The braces at character 3 are empty."),
        ("{3$$a|b}", "The { at character 1 picks 3 to 3 of 2 options."),
        ("{2-1$$a|b}", "The { at character 1 picks 2 to 1 of 2 options."),
        ("{a$$b}", "The $$ at character 3 stands after no number; {2$$a|b|c} picks two, \\$ is the sign itself."),
        ("{much::a|b}", "At character 2 :: stands after no number; {3::a|b} prefers a."),
        ("{a|0::b}", "The weight at character 4 is 0; leave the option out instead."),
        ("a $flower", "At character 3 stands “flower”, which is none of the variables: season."),
        ("a [TIME]", "At character 3 stands “time”, which is none of the variables: season."),
        ("a ${", "The ${ at character 3 is followed by no name and }, such as ${season}."),
        ("{" * 21, "At character 22 the braces are nested more than 20 deep."),
        ("x" * 4001, "A template has at most 4000 characters, not 4001."),
        ("{1000$$" + "|" * 1999 + "}", "The { at character 1 picks more than can be counted."),
    ],
)
def test_it_is_one_sentence_that_says_where(template: str, sentence: str) -> None:
    with pytest.raises(GrammarError) as refused:
        Template(template, variables={"season": ["spring"]})

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("variables", "name", "sentence"),
    [
        ({"a": ["x {y"]}, "a", "The { at character 3 is never closed; \\{ is the sign itself."),
        ({"a": []}, "a", "It has no values."),
        ({"a": ["$b"], "b": ["{x|$a}"]}, "a", "It is made of itself."),
        ({"a": ["$c"]}, "a", "At character 1 stands “c”, which is none of the variables: a."),
    ],
)
def test_a_bad_variable_is_named(variables: dict[str, list[str]], name: str, sentence: str) -> None:
    with pytest.raises(GrammarError) as refused:
        Template("words", variables=variables)

    assert (refused.value.variable, str(refused.value)) == (name, sentence)


def test_what_would_take_for_ever_is_refused_at_once() -> None:
    names = [f"v{n}" for n in range(20)]
    template = Template("".join(f"{{${name}|x}}" for name in names), variables={name: ["1"] for name in names})

    with pytest.raises(GrammarError, match="Too many variables stand inside choices"):
        _ = template.count
    few = names[:9]
    for rest in ("{10$$" + "|" * 1990 + "}", "{" + "|" * 1990 + "}"):
        template = Template("".join(f"{{${n}|}}" for n in few) + rest, variables={n: ["1"] for n in few})
        with pytest.raises(GrammarError, match="Too many variables stand inside choices"):
            _ = template.count
    with pytest.raises(GrammarError, match="more than 50 variables"):
        Template("x", variables={f"v{n}": ["1"] for n in range(51)})
