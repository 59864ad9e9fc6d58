"""Ordering a batch in the admin."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from generation import rendering
from generation.models import GenerationBatch
from tests.generation.orders import order, slots

pytestmark = pytest.mark.django_db
PAGE = "/admin/generation/generationbatch/add/"


def filled_in(client: Client, **wish: object) -> dict[str, object]:
    """The form as a browser would send it: the hidden token included."""
    page = client.get(PAGE).content.decode()
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    others = "flowers, fantasy"
    return {"emotion": "happy", "count": 2, "others": others, "lane": "bulk", "token": token[1], **wish}


def test_an_operator_orders_a_batch_and_lands_on_its_page(operator_client: Client, operator: User) -> None:
    answer = operator_client.post(PAGE, filled_in(operator_client, favorite="Cat", seed=7), follow=True)

    batch = GenerationBatch.objects.get()
    assert answer.redirect_chain == [(reverse("admin:generation_generationbatch_change", args=[batch.pk]), 302)]
    assert "4 pictures are ordered." in answer.content.decode()
    assert (batch.count, batch.favorite, batch.ordered_by) == (2, "cat", operator)
    assert batch.prompt.template == "happy, cat, flowers, fantasy"
    assert [slot.seed for slot in slots(batch)] == [7, 8, 9, 10]


def test_the_list_has_a_button_to_the_order_form(operator_client: Client) -> None:
    page = operator_client.get("/admin/generation/generationbatch/").content.decode()

    assert f'href="{PAGE}"' in page and "Order a batch" in page


def test_a_double_click_orders_once_and_a_changed_form_orders_again(operator_client: Client) -> None:
    form = filled_in(operator_client)
    operator_client.post(PAGE, form)
    operator_client.post(PAGE, form)
    assert GenerationBatch.objects.count() == 1

    operator_client.post(PAGE, {**form, "count": 3})
    assert GenerationBatch.objects.count() == 2


def test_the_form_starts_with_the_original_words(operator_client: Client) -> None:
    assert "trending on artstation" in operator_client.get(PAGE).content.decode()


def test_an_order_can_be_made_again_with_its_words(operator_client: Client) -> None:
    batch = order(emotion="sad", favorite="cat", others="a pond", emotion_text="very sad")
    page = operator_client.get(f"{PAGE}?like={batch.pk}").content.decode()

    assert 'value="very sad"' in page and "a pond" in page and 'value="cat"' in page
    assert re.search(r'value="sad"[^>]*checked', page)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"count": 0}, "A batch has between 1 and 10000 pairs of pictures, not 0."),
        ({"count": -3}, "not -3."),
        ({"count": "many"}, "Enter a whole number."),
        ({"favorite": "a/b"}, "a few plain words without a slash"),
        ({"emotion": "joyful"}, "Select a valid choice."),
        ({"seed": 2**63}, "The seed must be between 0 and"),
    ],
)
def test_what_cannot_be_made_is_said_on_the_form(
    operator_client: Client, wish: dict[str, object], sentence: str
) -> None:
    form = {**filled_in(operator_client), **wish}
    answer = operator_client.post(PAGE, form)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not GenerationBatch.objects.exists()


def test_a_refused_form_keeps_what_was_typed(operator_client: Client) -> None:
    page = operator_client.post(PAGE, filled_in(operator_client, count=0, favorite="cat")).content.decode()

    assert 'value="cat"' in page and "flowers, fantasy" in page


def test_a_stranger_may_not_order(stranger_client: Client, operator_client: Client) -> None:
    form = filled_in(operator_client)

    assert stranger_client.get(PAGE).status_code == 403
    assert stranger_client.post(PAGE, form).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert not GenerationBatch.objects.exists()


def test_what_was_ordered_in_the_admin_is_rendered_by_a_worker(operator_client: Client) -> None:
    operator_client.post(PAGE, filled_in(operator_client, count=1))
    GenerationBatch.objects.get().renderings.update(width=64, height=64)

    assert rendering.work() == 2


def test_prompts_are_listed_with_the_number_of_their_batches(operator_client: Client) -> None:
    order(), order()
    page = operator_client.get("/admin/generation/prompt/").content.decode()

    assert "trending on artstation" in page and "2 batches" in page
