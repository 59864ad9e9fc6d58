"""What is true of every template: the count is exact, every number has its expansion, the dice find nothing else."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generation.grammar import Template

VARIABLES = {"season": ["spring", "{mild|cold} winter"], "sky": ["blue", "$season mist"]}
MOST = 400

words = st.sampled_from(["rose", " lily", ", pond ", "(x:1.3)", "[a:b:0.4]", "", "\\{", "$5 "])
names = st.sampled_from(["${season}", "${sky}", "[SEASON]", "$season-"])


def braces(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    options = st.lists(inner, min_size=1, max_size=4)
    weights = st.sampled_from(["", "2::", "0.5::"])
    one = st.builds(lambda weight, given: "{" + weight + "|".join([*given, "z"]) + "}", weights, options)
    ranges = options.flatmap(
        lambda given: st.tuples(st.integers(0, len(given)), st.integers(0, len(given))).map(
            lambda pair: f"{{{min(pair)}-{max(pair)}$${'|'.join([*given, 'z'])}}}"
        )
    )
    return st.lists(one | ranges | inner, min_size=1, max_size=3).map("".join)


templates = st.recursive(words | names, braces, max_leaves=8)


@settings(max_examples=120, deadline=None)
@given(templates, st.integers(0, 2**63))
def test_the_count_is_exact_and_the_dice_stay_in_the_list(text: str, seed: int) -> None:
    template = Template(text, variables=VARIABLES, favorite="{a|b}")
    assume(template.count <= MOST)
    expansions = list(template.all())

    assert len(expansions) == template.count
    assert [one.index for one in expansions] == list(range(template.count))
    found = {(one.text, one.favorite, tuple(sorted(one.values.items()))) for one in expansions}
    for index in range(20):
        one = template.thrown(index, seed=seed)
        assert (one.text, one.favorite, tuple(sorted(one.values.items()))) in found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True), min_size=1, max_size=4))
def test_options_that_differ_make_expansions_that_differ(groups: list[list[str]]) -> None:
    text = "-".join("{" + "|".join(group) + "}" for group in groups)
    expansions = [one.text for one in Template(text).all()]

    assert len(set(expansions)) == len(expansions) == Template(text).count
