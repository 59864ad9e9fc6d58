"""Rendering when it goes wrong: tried again, set aside, said in words."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from gallery.models import Image
from generation import batches, rendering
from generation.models import Rendering
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import order, slots, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(settings: LazySettings) -> None:
    settings.GENERATION_RETRY_SECONDS = 0


def test_a_failure_is_tried_again_and_then_said_in_words(use: Use) -> None:
    use(renderers.Full)
    batch = order()

    assert rendering.work() == 0

    assert [(slot.state, slot.attempts, slot.error_class) for slot in slots(batch)] == [("failed", 3, "oom")] * 2
    assert slots(batch)[0].error == "The device has too little memory for pictures of this size."
    assert batches.progress(batch).state == "done"


def test_the_next_try_waits_twice_as_long(use: Use, settings: LazySettings) -> None:
    settings.GENERATION_RETRY_SECONDS = 100
    use(renderers.Clumsy)
    batch = order()
    waits = []
    for _ in range(2):
        assert rendering.work(most=2) == 0
        assert rendering.work() == 0
        waits.append(slots(batch)[0].not_before - timezone.now())  # type: ignore[operator]
        Rendering.objects.update(not_before=timezone.now())

    assert [round(wait / timedelta(seconds=100)) for wait in waits] == [1, 2]


def test_a_failure_that_passes_is_forgotten(use: Use) -> None:
    use(renderers.Full)
    batch = order()
    rendering.work(most=1)
    assert [(slot.state, slot.error_class) for slot in slots(batch)] == [("queued", "oom"), ("queued", "")]

    use(renderers.Blotches)
    rendering.work()

    assert [(slot.state, slot.error, slot.error_class) for slot in slots(batch)] == [("done", "", "")] * 2


@pytest.mark.parametrize(
    ("renderer", "kind", "words"),
    [(renderers.Blank, "blank", "one single colour"), (renderers.Puzzled, "bad_recipe", "Sundial")],
)
def test_what_would_fail_again_is_not_tried_again(use: Use, renderer: type, kind: str, words: str) -> None:
    use(renderer)
    batch = order()
    rendering.work()

    assert [(slot.state, slot.attempts, slot.error_class) for slot in slots(batch)] == [("failed", 1, kind)] * 2
    assert words in slots(batch)[0].error
    assert Image.objects.count() == 0


@pytest.mark.parametrize(
    ("renderer", "words"), [(renderers.Small, "8×8 instead of 64×40"), (renderers.Clumsy, "ZeroDivisionError")]
)
def test_a_renderer_with_a_defect_fails_its_pictures_and_no_worker(use: Use, renderer: type, words: str) -> None:
    use(renderer)
    batch = order()
    rendering.work()

    assert states(batch) == {"failed": 2}
    assert words in slots(batch)[0].error
    use(renderers.Blotches)
    order()
    assert rendering.work() == 2


def test_one_failed_picture_does_not_hold_up_the_others(use: Use) -> None:
    use(renderers.Blank)
    batch = order(count=2)
    rendering.work(most=1)
    use(renderers.Blotches)

    assert rendering.work() == 3
    assert states(batch) == {"failed": 1, "done": 3}
    assert batches.progress(batch).state == "done"


def test_a_store_that_fails_is_tried_again_and_leaves_no_row(settings: LazySettings) -> None:
    whole = settings.STORAGES
    settings.STORAGES = {**whole, "default": {**whole["default"], "OPTIONS": {"location": "/proc/nowhere"}}}
    batch = order()
    rendering.work(most=2)

    assert {slot.error_class for slot in slots(batch)} <= {"storage", ""}
    assert "could not be stored" in slots(batch)[0].error
    assert Image.objects.count() == 0

    settings.STORAGES = whole
    assert rendering.work() == 2


def test_a_model_that_is_not_there_is_named(settings: LazySettings) -> None:
    settings.GENERATION_RENDERER = "diffusers"
    settings.GENERATION_MODEL = "/models/not-here"
    batch = order()
    rendering.work()

    slot = slots(batch)[0]
    assert (slot.state, slot.error_class) == ("failed", "model")
    assert slot.error == "GENERATION_MODEL names the directory /models/not-here, which is not there."
