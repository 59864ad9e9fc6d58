"""Watching and steering batches in the admin."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gallery import files
from generation import batches, rendering, sweeping
from generation.models import GenerationBatch, Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import claimed, die, order, pictures, states

pytestmark = pytest.mark.django_db
LIST = "/admin/generation/generationbatch/"


def address(batch: GenerationBatch, name: str = "change") -> str:
    return reverse(f"admin:generation_generationbatch_{name}", args=[batch.pk])


def page_of(client: Client, batch: GenerationBatch) -> str:
    """The page's text with every run of spaces made one."""
    return re.sub(r"\s+", " ", client.get(address(batch)).content.decode())


def press(client: Client, batch: GenerationBatch, verb: str) -> Any:
    return client.post(address(batch, "steer"), {"action": verb}, follow=True)


def test_the_list_shows_how_far_each_batch_has_come(operator_client: Client, use: Use) -> None:
    batch = order(count=2)
    rendering.work(most=2)
    use(renderers.Blank)
    rendering.work(most=1)
    page = re.sub(r"\s+", " ", operator_client.get(LIST).content.decode())

    assert '<progress max="4" value="2"' in page
    assert "2 of 4" in page and "1 failed" in page
    assert address(batch) in page


def test_the_list_asks_the_database_as_often_for_ten_batches_as_for_one(
    operator_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        order()
    with django_assert_max_num_queries(8):
        operator_client.get(LIST)


def test_the_batch_page_shows_progress_words_and_pictures(
    operator_client: Client, operator: User, settings: Any
) -> None:
    operator.user_permissions.add(Permission.objects.get(codename="view_poolimage"))
    batch = order(count=2, favorite="cat")
    rendering.work(most=3)
    claimed()
    page = page_of(operator_client, batch)

    assert batch.prompt.template in page
    assert "3 of 4" in page and "<b>1</b> being made" in page
    for picture in pictures(batch):
        assert files.url(picture, 320) in page


def test_who_may_not_look_into_the_pool_sees_that_pictures_are_there_but_not_what_they_show(
    operator_client: Client,
) -> None:
    batch = order()
    rendering.work()
    page = page_of(operator_client, batch)

    assert page.count('class="gb-unseen"') == 2
    assert "/pictures/" not in page


def test_errors_are_said_in_words(operator_client: Client, use: Use) -> None:
    use(renderers.Blank)
    batch = order()
    rendering.work()
    page = page_of(operator_client, batch)

    assert "The renderer gave a picture of one single colour" in page
    assert "Picture 1, landscape" in page and "Picture 1, portrait" in page


def test_without_script_an_open_batch_loads_itself_anew_and_a_finished_one_does_not(operator_client: Client) -> None:
    batch = order()
    assert '<noscript><meta http-equiv="refresh"' in page_of(operator_client, batch)

    rendering.work()
    assert "http-equiv" not in page_of(operator_client, batch)


def test_our_script_gets_the_part_that_changes(operator_client: Client) -> None:
    batch = order()
    part = operator_client.get(address(batch, "progress")).content.decode()

    assert 'data-state="running"' in part and "<html" not in part
    assert address(batch, "progress") in page_of(operator_client, batch)


def test_pages_carry_no_inline_script_or_style(operator_client: Client) -> None:
    batch = order()
    for page in (LIST, address(batch), "/admin/generation/generationbatch/add/"):
        text = operator_client.get(page).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son\w+=", text), page


def test_a_batch_is_paused_resumed_and_cancelled_by_its_buttons(operator_client: Client) -> None:
    batch = order()

    assert "1 batch paused." in press(operator_client, batch, "pause").content.decode()
    assert batches.progress(batch).state == "paused"
    assert "1 batch goes on." in press(operator_client, batch, "resume").content.decode()
    assert "1 batch cancelled." in press(operator_client, batch, "cancel").content.decode()
    assert states(batch) == {"cancelled": 2}


def test_failed_pictures_are_tried_again_by_a_button(operator_client: Client, use: Use) -> None:
    use(renderers.Blank)
    batch = order()
    rendering.work()

    assert "2 pictures are tried again." in press(operator_client, batch, "retry").content.decode()
    assert states(batch) == {"queued": 2}


def test_a_button_that_comes_too_late_changes_nothing_and_says_so(operator_client: Client) -> None:
    batch = order()
    rendering.work()

    assert "nothing was changed" in press(operator_client, batch, "cancel").content.decode()


def test_only_the_buttons_that_fit_are_shown(operator_client: Client) -> None:
    batch = order()
    page = page_of(operator_client, batch)
    assert re.findall(r'name="action" value="(\w+)"', page) == ["pause", "sooner", "later", "cancel"]

    rendering.work()
    assert re.findall(r'name="action" value="(\w+)"', page_of(operator_client, batch)) == []


def test_several_batches_are_paused_at_once_with_an_honest_count(operator_client: Client) -> None:
    one, other, paused = order(), order(), order()
    batches.pause(paused)
    ticked = [batch.pk for batch in (one, other, paused)]
    answer = operator_client.post(LIST, {"action": "pause", "_selected_action": ticked, "index": 0}, follow=True)

    assert "2 batches paused. 1 batch stays as it was." in answer.content.decode()
    assert {batches.progress(batch).state for batch in (one, other, paused)} == {"paused"}


def test_a_stranger_sees_and_steers_nothing(stranger_client: Client) -> None:
    batch = order()

    assert stranger_client.get(LIST).status_code == 403
    assert stranger_client.get(address(batch)).status_code == 403
    assert stranger_client.get(address(batch, "progress")).status_code == 403
    assert press(stranger_client, batch, "cancel").status_code == 403
    assert states(batch) == {"queued": 2}


def test_who_may_look_but_not_steer_has_no_buttons(stranger_client: Client, stranger: User) -> None:
    stranger.user_permissions.add(Permission.objects.get(codename="view_generationbatch"))
    batch = order()

    assert 'name="action"' not in page_of(stranger_client, batch)
    assert press(stranger_client, batch, "cancel").status_code == 403
    assert states(batch) == {"queued": 2}


def test_a_batch_that_is_not_there_is_not_found(operator_client: Client) -> None:
    for pk in ("999", "x", "²", str(2**80), "9" * 4400):
        assert operator_client.get(f"{LIST}{pk}/change/").status_code == 404
        assert operator_client.get(f"{LIST}add/?like={pk}").status_code == 200


def test_the_page_tells_every_attempt_of_what_failed_and_why_nothing_moves(operator_client: Client, use: Use) -> None:
    batch = order()
    die(claimed())
    assert "its worker is gone" in page_of(operator_client, batch)
    sweeping.sweep()
    use(renderers.Blank)
    rendering.work()

    page = page_of(operator_client, batch)
    assert "2 attempts" in page
    assert "somebody: lost" in page
    assert "one single colour" in page


def test_sooner_and_later_move_a_batch_among_those_that_wait(operator_client: Client) -> None:
    batch = order()
    for action, weight in (("sooner", 1), ("later", 0), ("later", -1)):
        press(operator_client, batch, action)
        batch.refresh_from_db()
        assert batch.weight == weight


def test_the_list_shows_workers_that_are_set_apart(operator_client: Client) -> None:
    order(count=5)
    for _ in range(3):
        die(claimed())
        sweeping.sweep()
        Rendering.objects.filter(losses=1).update(not_before=timezone.now() + timedelta(hours=1))

    page = operator_client.get(LIST).content.decode()
    assert "The worker somebody died 3 times over different pictures in its last ten claims" in page
