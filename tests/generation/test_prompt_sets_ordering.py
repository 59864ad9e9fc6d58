"""Plans and orders from a set: exact counts, all or nothing, and every picture knows its template."""

import time
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from gallery.errors import NotAllowedError
from gallery.models import Image
from generation import rendering
from generation.errors import UnusableOrderError
from generation.models import Attempt, Expansion, GenerationBatch, Prompt, PromptLine, PromptSet
from generation.prompt_sets import costs, lines, ordering, plans
from generation.prompt_sets.lines import Line
from generation.prompt_sets.plans import Wish

pytestmark = pytest.mark.django_db
SIZE = (64, 40)


def planted(*given: Line, **fields: Any) -> PromptSet:
    variables = fields.pop("variables", {"season": ["spring", "winter"], "sky": ["blue", "grey", "red"]})
    prompt_set = PromptSet.objects.create(slug="test", name="Test", variables=variables, **fields)
    for position, line in enumerate(given):
        PromptLine.objects.create(prompt_set=prompt_set, position=position, **lines.fields(line))
    return prompt_set


ROSES = Line(template="$season roses", favorite="$season", pairs=2)
LILIES = Line(template="lilies under a $sky sky, {a pond|}", emotion="sad", negative="fog", pairs=3)


def test_count_and_pairs_are_what_the_rows_are() -> None:
    prompt_set = planted(ROSES, LILIES, negative="frame")
    for wish in (
        Wish(),
        Wish(emotions=("sad",)),
        Wish(most=5, emotions=("sad", "happy")),
        Wish(dice=3, most=7),
        Wish(pairs=4, vocabulary={"season": ("autumn",), "sky": ()}),
    ):
        plan = plans.plan(prompt_set, wish)
        rows = list(plan.rows())
        assert (plan.count, plan.pairs) == (len(rows), sum(row.pairs for row in rows))
    assert plans.plan(prompt_set, Wish()).count == 8 * 2 + 6


def test_templates_that_take_turns_are_counted_so_too() -> None:
    plan = plans.plan(planted(ROSES, LILIES, takes_turns=True), Wish(emotions=("sad", "happy")))
    rows = list(plan.rows())

    assert (plan.count, plan.pairs) == (6 + 2, 3 * 2 + 3 * 3 + 2 * 2) == (len(rows), sum(row.pairs for row in rows))
    assert [row.text.split()[-1] for row in rows[:2]] == ["roses", "sky"]


def test_ten_to_the_ninth_are_planned_at_once_and_refused_when_ordered() -> None:
    digits = "{0|1|2|3|4|5|6|7|8|9}" * 9
    prompt_set = planted(Line(template=digits, emotion="calm"))
    started = time.perf_counter()
    plan = plans.plan(prompt_set, Wish())
    first = plan.first(3)
    took = time.perf_counter() - started

    assert (plan.count, plan.pairs, len(first)) == (10**9, 10**9, 3)
    # To expand them would take hours.
    assert took < 5
    with pytest.raises(UnusableOrderError, match=r"This would be 1000000000 pairs; an order has at most 10000\."):
        ordering.order(plan)


def test_unwanted_words_are_checked_when_they_are_written_and_together_with_those_of_the_set() -> None:
    for negative, words in (("[" * 100_000, "2000 are the most"), ("((fog", "bracket")):
        line = Line(template="roses", negative=negative)
        with pytest.raises(UnusableOrderError, match=words):
            lines.check(line, variables={})
        with pytest.raises(UnusableOrderError, match=words):
            lines.check_set([], variables={}, negative=negative)
    with pytest.raises(UnusableOrderError, match=r"The prompt has 2402 characters"):
        plans.plan(planted(Line(template="roses", negative="n" * 1200), negative="s" * 1200), Wish()).first(1)


def test_a_look_reads_each_template_once_and_not_for_each_emotion(monkeypatch: pytest.MonkeyPatch) -> None:
    prompt_set = planted(*(Line(template=f"$emotion roses {n}, {{a|b}}") for n in range(20)))
    read: list[str] = []
    kept = lines.template

    def counting(text: str, **more: Any) -> Any:
        read.append(text)
        return kept(text, **more)

    monkeypatch.setattr(lines, "template", counting)
    plan = plans.plan(prompt_set, Wish())

    assert (plan.count, [row.text for row in plan.first(3)]) == (
        320, ["happy roses 0, a", "happy roses 0, b", "happy roses 1, a"]
    )  # fmt: skip
    assert len(read) == 20 + 2


def test_more_than_any_page_can_show_is_refused_before_it_is_planned() -> None:
    roses = planted(Line(template="x" + "{|}" * 1300, emotion="calm"), ROSES)
    for wish in (Wish(), Wish(dice=1, most=10**5000), Wish(pairs=10**5000)):
        with pytest.raises(UnusableOrderError, match="These are > 1,000,000,000,000,000 pairs"):
            plans.plan(roses, wish)


def test_the_same_seed_makes_the_same_list_and_another_seed_another() -> None:
    prompt_set = planted(Line(template="{a|b|c|d|e}{1|2|3|4|5} $sky"))
    texts = [[row.text for row in plans.plan(prompt_set, Wish(dice=seed)).rows()] for seed in (7, 7, 8)]

    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == plans.BY_THE_DICE


def test_an_order_is_one_batch_for_each_emotion_and_favorite() -> None:
    prompt_set = planted(ROSES, LILIES)
    made = ordering.order(plans.plan(prompt_set, Wish(emotions=("sad", "happy"))), size=SIZE)

    found = {(batch.prompt.emotion, batch.favorite, batch.prompt.negative): batch.count for batch in made}
    assert found == {
        ("sad", "spring", ""): 2, ("sad", "winter", ""): 2, ("sad", "", "fog"): 18,
        ("happy", "spring", ""): 2, ("happy", "winter", ""): 2,
    }  # fmt: skip


def test_two_orders_of_the_same_prompts_write_them_in_one_order() -> None:
    prompt_set = planted(ROSES, LILIES)
    written = []
    for emotions in (("sad", "happy", "calm"), ("calm", "happy", "sad")):
        made = ordering.order(plans.plan(prompt_set, Wish(emotions=emotions)), size=SIZE)
        assert made[0].prompt.emotion == emotions[0]
        written.append(list(Prompt.objects.order_by("id").values_list("fingerprint", flat=True)))
        GenerationBatch.objects.all().delete()
        Prompt.objects.all().delete()

    assert written[0] == written[1] == sorted(written[0])


def test_every_picture_finds_its_template_its_number_and_its_values() -> None:
    prompt_set = planted(ROSES)
    wish = Wish(emotions=("calm",), vocabulary={"season": ("spring", "deep winter")}, pairs=1)
    ordering.order(plans.plan(prompt_set, wish), size=SIZE)
    assert rendering.work() == 4

    image = Image.objects.filter(favorite="deep winter").first()
    assert image is not None and image.caption == "deep winter roses"
    came_from = Expansion.objects.behind(image).get()
    line = prompt_set.lines.get()
    assert (came_from.line, came_from.template, came_from.index) == (line.code, "$season roses", 1)
    assert came_from.values == {"season": "deep winter", "emotion": "calm"}
    assert (came_from.prompt_set, came_from.seed) == ("test", None)


def test_a_favorite_that_the_template_does_not_say_reaches_the_prompt() -> None:
    assert plans.with_favorite("a (Cat:1.2) by a pond", "cat,dog") == "a (Cat:1.2) by a pond, dog"
    assert plans.with_favorite("caterpillars", "cat") == "caterpillars, cat"


def test_the_same_key_orders_once() -> None:
    plan = plans.plan(planted(ROSES), Wish(emotions=("calm",)))
    first = ordering.order(plan, idempotency_key="once", size=SIZE)

    assert ordering.order(plan, idempotency_key="once", size=SIZE) == first
    assert (GenerationBatch.objects.count(), Expansion.objects.count()) == (2, 4)


def test_one_prompt_that_cannot_be_made_leaves_nothing_behind(stranger: User) -> None:
    plan = plans.plan(planted(ROSES, Line(template="{fine|((broken}", emotion="calm")), Wish(emotions=("calm",)))
    with pytest.raises(UnusableOrderError, match="bracket"):
        ordering.order(plan)
    with pytest.raises(NotAllowedError):
        ordering.order(plans.plan(PromptSet.objects.get(), Wish(emotions=("happy",))), by=stranger)

    assert not GenerationBatch.objects.exists() and not Expansion.objects.exists()


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(emotions=()), "Nothing to order"),
        (Wish(templates=()), "Nothing to order"),
        (Wish(emotions=("joyful",)), "“joyful” is none of the eight emotions"),
        (Wish(vocabulary={"colour": ("red",)}), "The set has no variable “colour”, only: season, sky."),
        (Wish(vocabulary={"season": ("{red",)}), "Variable “season”: The { at character 1 is never closed"),
        (Wish(most=0), "At least one prompt must be ordered."),
        (Wish(pairs=0), "At least one pair of each prompt must be ordered."),
        (Wish(dice=-1), "The seed must be between 0 and"),
    ],
)
def test_a_wish_that_makes_nothing_is_a_sentence(wish: Wish, sentence: str) -> None:
    with pytest.raises(Exception, match=sentence.replace("{", "\\{")):
        plans.plan(planted(ROSES), wish)


def test_the_cost_knows_minutes_once_pictures_have_been_made(settings: LazySettings) -> None:
    settings.GENERATION_STEPS = 30
    assert costs.of(prompts=3, pairs=10).as_dict() == {
        "prompts": 3, "pairs": 10, "pictures": 20, "image_steps": 600, "minutes": None,
    }  # fmt: skip
    ordering.order(plans.plan(planted(ROSES), Wish(emotions=("calm",))), size=SIZE)
    rendering.work()

    seconds = Attempt.objects.done().values_list("seconds", flat=True)
    assert costs.of(prompts=3, pairs=10).minutes is None, "another size tells nothing"
    seconds.update(seconds=6.0)
    assert costs.of(prompts=3, pairs=10, size=SIZE).minutes == 2.0
