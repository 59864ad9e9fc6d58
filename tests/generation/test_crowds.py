"""Many at once: the same order from fifty threads, every message five times to four workers."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from gallery.models import Image
from generation import tasks
from generation.models import Attempt, GenerationBatch, Outcome, Rendering
from tests.generation.orders import order, states

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd() -> Iterator[Callable[..., list[Any]]]:
    """Runs a function in so many threads at once, each with a connection of its own."""

    def run(number: int, act: Callable[[], Any]) -> list[Any]:
        def alone(_number: int) -> Any:
            try:
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(number) as threads:
            return list(threads.map(alone, range(number)))

    yield run


def test_fifty_threads_with_one_key_order_one_batch(crowd: Callable[..., list[Any]]) -> None:
    found = crowd(50, lambda: order(count=2, idempotency_key="k").code)

    assert len(set(found)) == GenerationBatch.objects.count() == 1
    assert Rendering.objects.count() == 4


def test_every_message_five_times_by_four_workers_renders_each_picture_once(
    crowd: Callable[..., list[Any]], settings: LazySettings
) -> None:
    settings.GENERATION_RENDERER = "tests.generation.renderers.Brief"
    batch = order(count=6)

    crowd(4, lambda: [tasks.render_bulk() for _ in range(5)])

    assert states(batch) == {"done": 12}
    assert Image.objects.count() == 12
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {Outcome.DONE}
    assert Attempt.objects.count() == 12
