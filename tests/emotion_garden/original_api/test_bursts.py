"""Many at once, as pages send them: a name is ordered once, a list of dead pictures is one decision."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from gallery.models import Decision, Image
from generation import rendering
from generation.models import GenerationBatch, Rendering
from tests.emotion_garden.original_api.asking import ask
from tests.gallery import factories

pytestmark = pytest.mark.django_db(transaction=True)
PROMPT = '{"emotion":"happy","emotionText":"happy","favorite":"","others":"flowers"}'
NAME = "imgPool/happy/img_20230324-214248"
Burst = Callable[[User, list[tuple[str, Any]]], list[Any]]


@pytest.fixture(autouse=True)
def _quick(settings: LazySettings) -> None:
    """In the real sizes, without the painter's second for each."""
    settings.GENERATION_RENDERER = "tests.generation.renderers.Blotches"


@pytest.fixture
def burst() -> Iterator[Burst]:
    """Sends all requests at once, each from a browser and a connection of its own, in one person's session."""

    def send(person: User, requests: list[tuple[str, Any]]) -> list[Any]:
        clients = [Client() for _request in requests]
        for client in clients:
            client.force_login(person)

        def one(place: int) -> Any:
            try:
                return ask(clients[place], *requests[place])
            finally:
                connection.close()

        with ThreadPoolExecutor(len(requests)) as threads:
            return list(threads.map(one, range(len(requests))))

    yield send


def test_the_same_order_sent_at_once_is_one_order(burst: Burst, operator: User) -> None:
    asked = {"index": 0, "prompt": PROMPT, "fname": NAME}
    answers = burst(operator, [("/bulk", asked)] * 12)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert GenerationBatch.objects.count() == 1
    assert Rendering.objects.count() == 2


def test_of_other_prompts_for_one_name_sent_at_once_one_wins_and_the_others_are_told(
    burst: Burst, operator: User
) -> None:
    prompts = [PROMPT.replace("flowers", f"flowers {number}") for number in range(8)]
    answers = burst(operator, [("/bulk", {"index": 0, "prompt": prompt, "fname": NAME}) for prompt in prompts])
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert Rendering.objects.count() == 2
    rendering.work()
    won = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert set(Image.objects.values_list("caption", flat=True)) == {f"happy, flowers {won}"}
    assert set(Image.objects.values_list("key_tail", flat=True)) == {
        "happy/img_20230324-214248_0h.jpeg",
        "happy/img_20230324-214248_0v.jpeg",
    }


def test_a_click_that_purges_a_dozen_times_at_once_is_one_decision(burst: Burst, curator: User) -> None:
    (waiting,) = factories.make_rows(1)
    answers = burst(curator, [("/removePool", {"objName": ["", f"imgPool/{waiting.key_tail}"]})] * 12)
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b"")}
    assert Decision.objects.filter(image=waiting).count() == 1
