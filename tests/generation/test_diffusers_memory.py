"""A device with too little memory: batches shrink and the size is remembered, then everything is made in pieces."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from generation.engines.base import Interrupted, RenderError, RenderRequest
from generation.engines.diffusers import Diffusers
from tests.generation.models import options
from tests.generation.test_renderers import difference, ignore, request

Room = Callable[[int], None]
ASKED = [request(seed, width=48, height=32) for seed in range(1, 10)]


@pytest.fixture
def engine(tiny_model: Path) -> Diffusers:
    return Diffusers(**options(tiny_model, batch_size=8))


@pytest.fixture
def room(engine: Diffusers) -> Iterator[Room]:
    """Leaves the network room for so many pictures; guidance doubles each."""
    found: list[Any] = []

    def leave(pictures: int) -> None:
        def look(_network: Any, inputs: tuple[Any, ...]) -> None:
            if inputs[0].shape[0] > 2 * pictures:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

        found.append(engine.loaded().pipeline.unet.register_forward_pre_hook(look))

    yield leave
    for hook in found:
        hook.remove()


def pictures(engine: Diffusers, asked: list[RenderRequest]) -> list[Any]:
    return engine.render(asked, ignore)


def test_above_four_fails_and_it_settles_at_four_without_a_loss(engine: Diffusers, room: Room) -> None:
    assert engine.most() == 8
    whole = pictures(engine, ASKED)
    room(4)
    halved = pictures(engine, ASKED)

    assert [difference(one, other) <= 1 for one, other in zip(whole, halved, strict=True)] == [True] * 9
    assert engine.most() == 4
    assert engine.describe()["memory"] == "plenty"


def test_steps_do_not_go_beyond_their_total_when_a_batch_is_begun_again(engine: Diffusers, room: Room) -> None:
    room(2)
    calls: list[tuple[int, int]] = []
    engine.render(ASKED[:5], lambda done, total: calls.append((done, total)))

    assert {total for _done, total in calls} == {15}
    assert [done for done, _total in calls] == [2, 4, 6, 8, 10, 12, 13, 14, 15]


def test_when_not_one_fits_it_goes_on_in_pieces(engine: Diffusers) -> None:
    """The device fills up while the second batch, of one picture, is made."""
    pipeline = engine.loaded().pipeline
    calls: list[int] = []
    steps: list[tuple[int, int]] = []

    def look(_network: Any, inputs: tuple[Any, ...]) -> None:
        calls.append(inputs[0].shape[0])
        if len(calls) > 3 and not pipeline.vae.use_tiling:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    pipeline.unet.register_forward_pre_hook(look)
    assert len(engine.render(ASKED, lambda done, total: steps.append((done, total)))) == 9

    assert (engine.most(), engine.describe()["memory"]) == (8, "short")
    assert max(done for done, _total in steps) == 27 and {total for _done, total in steps} == {27}


def test_when_pieces_do_not_fit_either_it_gives_up(engine: Diffusers, room: Room) -> None:
    room(0)
    with pytest.raises(RenderError, match="too little memory for pictures of this size") as refusal:
        pictures(engine, ASKED)

    assert refusal.value.kind == "oom"
    assert (engine.most(), engine.describe()["memory"]) == (1, "short")


def test_attention_in_pieces_gives_the_same_picture(tiny_model: Path, engine: Diffusers) -> None:
    """Only pictures larger than a tile, here 32 pixels, are decoded otherwise."""
    thrifty = Diffusers(**options(tiny_model, memory="short"))
    asked = [request(1, width=32, height=32)]

    assert difference(pictures(thrifty, asked)[0], pictures(engine, asked)[0]) <= 2
    assert thrifty.loaded().pipeline.vae.use_tiling and not engine.loaded().pipeline.vae.use_tiling


def test_a_full_memory_is_known_by_its_words_too(engine: Diffusers) -> None:
    """A full RAM is a RuntimeError, and so is cuBLAS without room."""

    def look(_network: Any, _inputs: Any) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")

    engine.loaded().pipeline.unet.register_forward_pre_hook(look)
    with pytest.raises(RenderError) as refusal:
        pictures(engine, ASKED[:1])
    assert refusal.value.kind == "oom"


def test_another_fault_is_no_full_memory(engine: Diffusers) -> None:
    def look(_network: Any, _inputs: Any) -> None:
        raise RuntimeError("the network is odd")

    engine.loaded().pipeline.unet.register_forward_pre_hook(look)
    with pytest.raises(RenderError, match="RuntimeError: the network is odd") as refusal:
        pictures(engine, ASKED[:4])
    assert (refusal.value.kind, engine.most()) == ("unknown", 8)


def test_an_interrupted_batch_leaves_nothing_behind(engine: Diffusers) -> None:
    whole = pictures(engine, ASKED[:2])

    def stop(done: int, _total: int) -> None:
        if done >= 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        engine.render(ASKED[:2], stop)
    assert [one.tobytes() for one in pictures(engine, ASKED[:2])] == [one.tobytes() for one in whole]
