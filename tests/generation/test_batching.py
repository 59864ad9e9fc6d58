"""As many at once as fit: tried, halved, remembered, and nothing lost on the way."""

from collections.abc import Sequence

import pytest

from generation.engines.batching import Batching, MemoryFullError


class Device:
    """Has room for so many."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.tried: list[int] = []

    def __call__(self, part: Sequence[int]) -> list[str]:
        self.tried.append(len(part))
        if len(part) > self.room:
            raise MemoryFullError
        return [f"picture {number}" for number in part]


def test_above_four_fails_and_it_settles_at_four_without_a_loss() -> None:
    batching, device = Batching(16), Device(room=4)
    made = batching.make(range(30), device)

    assert made == [f"picture {number}" for number in range(30)]
    assert device.tried == [16, 8, 4, 4, 4, 4, 4, 4, 4, 2]
    assert batching.most == 4


def test_it_remembers() -> None:
    batching, device = Batching(8), Device(room=4)
    batching.make(range(8), device)
    device.tried.clear()

    assert len(batching.make(range(8), device)) == 8
    assert device.tried == [4, 4]


def test_what_is_already_made_is_not_made_again() -> None:
    """The device fills up half way: others came."""
    batching, device = Batching(4), Device(room=4)

    def make(part: Sequence[int]) -> list[str]:
        device.room = 4 if part[0] < 4 else 2
        return device(part)

    assert batching.make(range(8), make) == [f"picture {number}" for number in range(8)]
    assert device.tried == [4, 4, 2, 2]


def test_a_small_part_that_does_not_fit_halves_from_its_own_size() -> None:
    batching, device = Batching(8), Device(room=1)

    assert len(batching.make(range(3), device)) == 3
    assert (device.tried, batching.most) == ([3, 1, 1, 1], 1)


def test_not_even_one_is_the_callers_matter() -> None:
    batching = Batching(4)
    with pytest.raises(MemoryFullError):
        batching.make(range(4), Device(room=0))
    assert batching.most == 1


def test_nothing_asked_is_nothing_made() -> None:
    assert Batching(4).make([], Device(room=0)) == []
