"""Rendering what was ordered, when all goes well."""

import pytest
from django.conf import LazySettings

from gallery import curation
from gallery.models import Image, Rendition, Status
from generation import batches, rendering, stopping
from tests.gallery import factories
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import order, pictures, slots, states

pytestmark = pytest.mark.django_db


def test_an_order_becomes_pictures_in_the_pool() -> None:
    batch = order(count=2, favorite="cat")

    assert rendering.work() == 4

    found = pictures(batch)
    assert [picture.orientation for picture in found] == ["landscape", "portrait"] * 2
    assert {picture.status for picture in found} == {Status.POOL}
    assert {(picture.emotion, picture.favorite) for picture in found} == {("happy", "cat")}
    assert {picture.caption for picture in found} == {batch.prompt.template}
    assert [picture.family for picture in found] == [slot.family for slot in slots(batch)]
    assert batches.progress(batch).state == "done"


def test_the_recipe_names_all_that_determines_the_bytes_and_nothing_else() -> None:
    batch = order(seed=41)
    rendering.work()

    recipe = pictures(batch)[1].recipe

    assert {name: recipe[name] for name in ("renderer", "model", "seed", "width", "height", "prompt")} == {
        "renderer": "blotches",
        "model": "blotches-1",
        "seed": 42,
        "width": 40,
        "height": 64,
        "prompt": batch.prompt.template,
    }
    assert {"steps", "guidance", "scheduler", "negative_prompt", "favorite", "emotion", "pillow"} <= set(recipe)
    assert str(batch.code) not in str(recipe)


def test_the_same_recipe_gives_the_same_bytes_and_is_already_there() -> None:
    one, other = order(seed=7), order(seed=7)
    rendering.work()

    progress = batches.progress(other)

    assert (progress.done, progress.new, progress.already_there) == (2, 0, 2)
    assert [slot.image for slot in slots(other)] == [slot.image for slot in slots(one)]
    assert Image.objects.count() == 2


def test_what_was_decided_about_a_picture_stays_decided() -> None:
    order(seed=7)
    rendering.work()
    curation.reject(Image.objects.all(), by=factories.make_curator())

    again = order(seed=7)
    rendering.work()

    assert batches.progress(again).already_there == 2
    assert set(Image.objects.values_list("status", flat=True)) == {Status.REJECTED}


def test_the_painter_is_exempt_from_the_safety_check_and_no_other(use: Use, settings: LazySettings) -> None:
    other = order()
    rendering.work()
    settings.GENERATION_RENDERER = "painter"
    painted = order()
    rendering.work()

    assert {picture.safety for picture in pictures(other)} == {"unchecked"}
    assert {picture.safety for picture in pictures(painted)} == {"exempt"}


def test_work_keeps_to_its_lane_its_batch_its_number_and_its_time() -> None:
    bulk, urgent, other = order(), order(lane="interactive"), order()

    assert rendering.work(lane="interactive") == 2
    assert rendering.work(batch=other, most=1) == 1
    assert rendering.work(seconds=0) == 0

    assert (states(bulk), states(urgent)) == ({"queued": 2}, {"done": 2})
    assert states(other) == {"done": 1, "queued": 1}


def test_a_batch_may_be_finished_by_many_small_slices() -> None:
    batch = order(count=2)

    assert [rendering.work(most=1) for _ in range(5)] == [1, 1, 1, 1, 0]
    assert states(batch) == {"done": 4}


def test_a_process_that_is_asked_to_stop_gives_its_slot_back(use: Use) -> None:
    use(renderers.Meddled)
    renderers.Meddled.meanwhile.append(stopping.ask)
    batch = order()

    assert rendering.work() == 0

    assert [(slot.state, slot.attempts) for slot in slots(batch)] == [("queued", 0), ("queued", 0)]
    assert Image.objects.count() == 0
    stopping.forget()
    assert rendering.work() == 2


def test_a_cancelled_batch_stops_at_the_next_step(use: Use) -> None:
    use(renderers.Meddled)
    batch = order(count=2)
    renderers.Meddled.meanwhile.append(lambda: batches.cancel(batch))

    assert rendering.work() == 0

    assert states(batch) == {"cancelled": 4}
    assert Image.objects.count() == Rendition.objects.count() == 0


def test_a_batch_paused_meanwhile_stops_after_the_current_picture(use: Use) -> None:
    use(renderers.Meddled)
    batch = order(count=2)
    renderers.Meddled.meanwhile.append(lambda: batches.pause(batch))

    assert rendering.work() == 1
    assert states(batch) == {"done": 1, "queued": 3}
