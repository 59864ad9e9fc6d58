"""Ordering from a prompt set in the admin: choose, look, order."""

import html
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from generation.models import GenerationBatch, PromptSet
from generation.prompt_sets import shipped

pytestmark = pytest.mark.django_db
BATCHES = "/admin/generation/generationbatch/"
FEW = {
    "emotions": ["calm", "sad"], "of_animal": ["cat"], "of_weather": ["sunny", "rainy"], "of_season": ["spring"],
    "of_time": ["day"], "mode": "every", "seed": 1, "pairs": 1, "lane": "bulk", "token": "one-form",
}  # fmt: skip


@pytest.fixture
def page(db: object) -> str:
    shipped.sync()
    garden = PromptSet.objects.get(slug="garden")
    FEW["templates"] = [str(line.code) for line in garden.lines.all()]
    return f"/admin/generation/promptset/{garden.pk}/order/"


def looked(client: Client, page: str, **wish: object) -> str:
    return html.unescape(client.post(page, {**FEW, **wish, "do": "look"}).content.decode())


def seen(text: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', text)
    assert found is not None
    return found[1]


def test_the_page_opens_with_the_first_ticks_and_what_they_make(operator_client: Client, page: str) -> None:
    text = operator_client.get(page).content.decode()

    assert "128 pictures" in text and "of 4 prompts" in text and "6,400 steps" in text
    assert "happy flowers, dog, sunny, spring, day" in text
    assert re.search(r'value="the-early-dawn"', text) and "other words, separated by commas" in text


def test_a_look_counts_and_shows_and_orders_nothing(operator_client: Client, page: str) -> None:
    text = looked(operator_client, page)

    assert "32 pictures" in text and "of 16 prompts" in text
    assert "spring,rainy,day" in text and "… and 4 more prompts" in text
    assert not GenerationBatch.objects.exists()


def test_our_script_gets_only_the_part_that_changes(operator_client: Client, page: str) -> None:
    text = operator_client.post(page, {**FEW, "do": "part"}).content.decode()

    assert "32 pictures" in text and "<html" not in text


def test_what_was_looked_at_is_ordered_and_only_once(operator_client: Client, operator: User, page: str) -> None:
    form = {**FEW, "seen": seen(looked(operator_client, page)), "do": "order"}
    for _click in range(2):
        answer = operator_client.post(page, form, follow=True)
        assert answer.redirect_chain == [(BATCHES, 302)]
        assert "32 pictures are ordered in 4 batches." in answer.content.decode()

    made = GenerationBatch.objects.values_list("prompt__emotion", "favorite", "count")
    assert sorted(made) == [
        ("calm", "spring,rainy,day", 4), ("calm", "spring,sunny,day", 4),
        ("sad", "spring,rainy,day", 4), ("sad", "spring,sunny,day", 4),
    ]  # fmt: skip
    assert {batch.ordered_by for batch in GenerationBatch.objects.all()} == {operator}


def test_what_was_changed_since_is_shown_before_it_is_ordered(operator_client: Client, page: str) -> None:
    before = seen(looked(operator_client, page))
    text = operator_client.post(page, {**FEW, "pairs": 3, "seen": before, "do": "order"}).content.decode()

    assert "96 pictures" in text
    assert not GenerationBatch.objects.exists()


def test_own_words_are_added_and_no_tick_leaves_the_place_empty(operator_client: Client, page: str) -> None:
    text = looked(
        operator_client, page, emotions=["calm"], of_animal=[], of_weather=[], more_weather="foggy, {dusty|dry}"
    )

    assert "calm flowers, foggy, spring, day" in text and "calm flowers, dry, spring, day" in text
    assert "of 12 prompts" in text


def test_a_random_list_is_the_seeds(operator_client: Client, page: str) -> None:
    every = {"of_season": ["spring", "summer", "autumn", "winter"], "mode": "dice", "most": 9}
    first, again, other = (looked(operator_client, page, **every, seed=seed) for seed in (5, 5, 6))

    rows = [re.findall(r"<p>([a-z].*?)</p>", text) for text in (first, again, other)]
    assert len(rows[0]) >= 9 and "of 9 prompts" in first
    assert rows[0] == rows[1] != rows[2]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"emotions": []}, "This field is required."),
        ({"more_season": "{winter"}, "Variable “season”: The { at character 1 is never closed"),
        ({"more_season": "((winter"}, "bracket"),
        ({"most": 0}, "At least one prompt must be ordered."),
        ({"seed": -1, "mode": "dice"}, "The seed must be between 0 and"),
        ({"pairs": 10_001}, "Ensure this value is less than or equal to 10000."),
        ({"most": "9" * 400, "mode": "dice"}, "Ensure this value is less than or equal to 10000."),
        ({"more_season": "x" + "{|}" * 160}, "These are > 1,000,000,000,000,000 pairs; an order has at most 10,000."),
        ({"pairs": 900}, "These are 14,400 pairs; an order has at most 10,000."),
    ],
)
def test_what_cannot_be_made_is_said_on_the_page(
    operator_client: Client, page: str, wish: dict[str, object], sentence: str
) -> None:
    text = looked(operator_client, page, **wish)

    assert sentence in text and 'value="order"' not in text
    assert not GenerationBatch.objects.exists()


def test_who_may_not_order_batches_may_not_order_sets(stranger: User, stranger_client: Client, page: str) -> None:
    stranger.user_permissions.add(Permission.objects.get(codename="view_promptset"))

    assert stranger_client.get(page).status_code == 403
    assert stranger_client.post(page, {**FEW, "do": "order"}).status_code == 403
    assert "Order pictures" not in stranger_client.get("/admin/generation/promptset/").content.decode()


def test_the_examples_fill_the_order_form_by_their_link(operator_client: Client) -> None:
    plain = operator_client.get(f"{BATCHES}add/").content.decode()
    links = re.findall(r'href="\?example=(\d+)"', plain)
    assert len(links) == 48

    filled = operator_client.get(f"{BATCHES}add/?example=13").content.decode()
    assert re.search(r'value="calm"[^>]*checked', filled)
    assert re.search(r"<textarea[^>]*>\s*ink wash of bamboo", filled)
    for odd in ("0", "999", "x", "9" * 5000):
        assert operator_client.get(f"{BATCHES}add/?example={odd}").status_code == 200
