"""Storing beside the next rendering: slow stores, failing stores, stops; nothing lost, nothing made twice."""

import threading
import time
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import LazySettings
from django.core.files.storage import FileSystemStorage

from gallery.models import Image
from generation import batches, rendering, stopping, sweeping
from generation.models import Attempt
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import order, pictures, slots, states

HERE = f"{__name__}.Store"


class Store(FileSystemStorage):
    """Fails as often as it is told to, and can be slow; says in which thread it was called."""

    failures: ClassVar[int] = 0
    delay: ClassVar[float] = 0
    threads: ClassVar[set[str]] = set()
    meanwhile: ClassVar[list[Any]] = []

    def _save(self, name: str, content: Any) -> str:
        type(self).threads.add(threading.current_thread().name)
        time.sleep(self.delay)
        while self.meanwhile:
            self.meanwhile.pop()()
        if self.failures:
            type(self).failures -= 1
            raise OSError("An error occurred (500) when calling the PutObject operation")
        return str(super()._save(name, content))  # type: ignore[misc]


@pytest.fixture
def store(settings: LazySettings, tmp_path: Path) -> type[Store]:
    options = {"location": str(tmp_path / "pictures"), "allow_overwrite": True}
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": HERE, "OPTIONS": options}}
    settings.GENERATION_RETRY_SECONDS = 0
    Store.failures, Store.delay = 0, 0.0
    Store.threads.clear()
    Store.meanwhile.clear()
    return Store


@pytest.mark.django_db
def test_a_store_that_fails_now_and_then_costs_no_second_rendering(store: type[Store]) -> None:
    store.failures = 3
    batch = order()

    assert rendering.work() == 2

    assert {slot.attempts for slot in slots(batch)} == {1}


@pytest.mark.django_db
def test_a_store_that_is_away_for_long_does_not_use_up_the_attempts(store: type[Store], settings: LazySettings) -> None:
    """Three attempts are enough for what is wrong with a picture; a store is nobody's fault."""
    store.failures = 4 * 8
    batch = order()

    assert rendering.work() == 2

    assert sum(slot.attempts for slot in slots(batch)) == 2 + 8
    assert Attempt.objects.filter(outcome="failed", error_class="storage").count() == 8
    assert len(pictures(batch)) == 2


@pytest.mark.django_db
def test_a_worker_that_is_asked_to_go_does_not_wait_for_a_store_that_is_away(
    store: type[Store], settings: LazySettings
) -> None:
    settings.GENERATION_RETRY_SECONDS = 600
    store.failures = 1
    store.meanwhile.append(stopping.ask)
    batch = order()

    begun = time.monotonic()
    rendering.work()

    assert time.monotonic() - begun < 30
    assert [(slot.state, slot.attempts) for slot in slots(batch)] == [("queued", 0)] * 2


@pytest.mark.django_db
def test_several_pictures_that_fail_together_are_tried_one_by_one(use: Use, settings: LazySettings) -> None:
    settings.GENERATION_RETRY_SECONDS = 0
    use(renderers.OneBad)
    batch = order(count=3, seed=0)

    assert rendering.work() == 5

    assert [slot.seed for slot in slots(batch) if slot.state == "failed"] == [renderers.OneBad.seed]
    assert batches.progress(batch).state == "done"


@pytest.mark.django_db(transaction=True)
def test_storing_goes_on_beside_the_next_rendering(use: Use, store: type[Store]) -> None:
    use(renderers.Steady)
    first = renderers.Steady.begun + 1
    met: list[bool] = []

    def wait_for_the_next_rendering() -> None:
        """One after the other, it would not begin before this store has ended."""
        until = time.monotonic() + 30
        while renderers.Steady.begun == first and time.monotonic() < until:
            time.sleep(0.01)
        met.append(renderers.Steady.begun > first)

    store.meanwhile.append(wait_for_the_next_rendering)
    batch = order(count=2)

    assert rendering.work() == 4

    assert met == [True]
    assert store.threads == {"storing"}
    assert batches.progress(batch).state == "done"


@pytest.mark.django_db(transaction=True)
def test_what_is_rendered_is_stored_before_a_worker_goes(use: Use, store: type[Store]) -> None:
    use(renderers.Steady)
    store.delay = 0.1
    store.meanwhile.append(stopping.ask)
    batch = order(count=4)

    done = rendering.work()

    assert done >= 1
    assert states(batch) == {"done": done, "queued": 8 - done}
    assert Image.objects.count() == done


@pytest.mark.django_db(transaction=True)
def test_leases_are_renewed_while_a_slow_store_keeps_pictures_waiting(
    use: Use, store: type[Store], settings: LazySettings
) -> None:
    settings.GENERATION_LEASE_SECONDS = 0.4
    store.delay = 0.5
    order()
    store.meanwhile += [sweeping.sweep, lambda: time.sleep(0.6)]  # taken from the end

    assert rendering.work() == 2

    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"done"}
