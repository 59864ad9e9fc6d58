"""The sets that come with the garden: safe to repeat, faithful to the original's generator, in our own words."""

import pytest
from django.core.management import call_command

from gallery.models import Emotion
from generation.models import PromptLine, PromptSet
from generation.prompt_sets import lines, plans, shipped
from generation.prompt_sets.library import examples, garden, moods

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int]:
    return PromptSet.objects.count(), PromptLine.objects.count()


def synced(slug: str) -> PromptSet:
    shipped.sync()
    return PromptSet.objects.get(slug=slug)


def test_the_command_makes_the_sets_and_repeats_without_a_trace(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sync_prompts")
    first = counts()
    assert first == (3, 4 + 23 + 48)
    assert capsys.readouterr().out.strip() == "75 templates are new, 0 changed, 0 as they were."

    call_command("sync_prompts")
    assert counts() == first
    assert capsys.readouterr().out.strip() == "0 templates are new, 0 changed, 75 as they were."


def test_it_puts_back_its_own_words_and_leaves_those_of_others() -> None:
    prompt_set = synced("garden")
    prompt_set.lines.filter(title="Loose flowers").update(template="weeds")
    own = lines.Line(template="our own roses")
    PromptLine.objects.create(prompt_set=prompt_set, position=9, **lines.fields(own))

    assert shipped.sync().changed == 1
    assert not prompt_set.lines.filter(template="weeds").exists()
    assert prompt_set.lines.filter(template="our own roses").exists()


def test_only_missing_sets_are_made_when_that_is_asked_for() -> None:
    synced("garden").lines.filter(title="Loose flowers").update(template="weeds")
    PromptSet.objects.get(slug="moods").delete()
    call_command("sync_prompts", missing=True, verbosity=0)

    assert PromptSet.objects.filter(slug="moods").exists()
    assert PromptLine.objects.filter(template="weeds").exists()


def test_templates_keep_their_codes_in_every_garden() -> None:
    first = set(synced("moods").lines.values_list("code", flat=True))
    PromptSet.objects.all().delete()

    assert set(synced("moods").lines.values_list("code", flat=True)) == first


def test_every_template_can_be_ordered() -> None:
    for one in shipped.SETS:
        lines.check_set(list(one.lines.values()), variables=dict(one.variables), negative=one.negative)


def test_the_generator_has_the_64_favorites_and_they_reach_the_prompt() -> None:
    wish = plans.Wish(emotions=("calm",), vocabulary={"animal": ("cat",)})
    rows = list(plans.plan(synced("garden"), wish).rows())

    favorites = {row.favorite for row in rows}
    assert len(favorites) == 64
    assert {"spring,cloudy,day", "winter,snowy,the-middle-of-the-night"} <= favorites
    assert all(word in row.text for row in rows for word in row.favorite.split(","))
    assert all(row.pairs == 16 for row in rows)


def test_the_moods_templates_take_turns_over_the_combinations() -> None:
    plan = plans.plan(synced("moods"), plans.Wish(emotions=("sad",)))
    rows = plan.first(4)

    assert plan.count == 3 * 4 * 4 * 4
    assert [row.line.title for row in rows[:2]] == [row.line.title for row in rows[2:]]
    assert len({row.favorite for row in rows}) == 4


def test_each_emotion_has_two_to_four_manners_and_six_examples() -> None:
    for emotion in Emotion.values:
        assert 2 <= sum(line.emotion == emotion for line in moods.SET.lines.values()) <= 4
        assert sum(example.emotion == emotion for example in examples.EXAMPLES) == 6
    assert len({example.style for example in examples.EXAMPLES}) >= 40
    assert len(garden.SET.lines) == 4
