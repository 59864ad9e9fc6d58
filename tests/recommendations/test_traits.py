"""Vectors of many pictures added up at once are those of each picture's names added up one by one."""

from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import features, tastes, traits
from recommendations.features import Picture
from recommendations.tastes import Side

IDS = st.integers(0, 2**128 - 1).map(lambda number: str(UUID(int=number))) | st.sampled_from(
    [str(UUID(int=number)) for number in range(6)]
)
WORDS = st.lists(st.sampled_from(["rose", "tulip", "fog", "dew", "장미"]), max_size=5).map(" ".join)
PICTURES = st.builds(
    Picture,
    code=IDS,
    emotion=st.sampled_from(["happy", "sad"]),
    favorite=st.sampled_from(["", "cat", "cat,night"]),
    caption=WORDS,
    family=IDS,
    palette=st.sampled_from([(), ("pink",), ("pink", "green")]),
    brightness=st.sampled_from(["", "dark"]),
)


def side(names: list[str], *, seed: int) -> Side:
    dice = np.random.default_rng(seed)
    vectors = dice.normal(size=(len(names), 3)).astype(np.float32)
    return tastes.side(names, vectors, dice.normal(size=len(names)).astype(np.float32))


@given(pictures=st.lists(PICTURES, max_size=12), seed=st.integers(0, 99), data=st.data())
@settings(max_examples=80, deadline=None)
def test_they_are_the_same_sums(pictures: list[Picture], seed: int, data: st.DataObject) -> None:
    rows = [features.of_picture(picture) for picture in pictures]
    every = sorted({name for row in rows for name in row} | {"emotion:happy"})
    learnt = data.draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    model = side(learnt, seed=seed)
    found, expected = traits.of(pictures).sums(model), model.sums(rows)
    assert np.allclose(found.vectors, expected.vectors, atol=1e-5)
    assert np.allclose(found.biases, expected.biases, atol=1e-5)


@given(pictures=st.lists(PICTURES, min_size=1, max_size=12), more=st.lists(PICTURES, max_size=5), data=st.data())
@settings(max_examples=40, deadline=None)
def test_they_stay_so_when_pictures_come_and_go(
    pictures: list[Picture], more: list[Picture], data: st.DataObject
) -> None:
    both = pictures + more
    kept = data.draw(st.lists(st.integers(0, len(both) - 1), max_size=20))
    rows = [features.of_picture(both[place]) for place in kept]
    model = side(sorted({name for picture in both for name in features.of_picture(picture)}), seed=1)
    joined = traits.joined([traits.of(pictures), traits.of(more)]).taken(np.array(kept, dtype=np.int64))
    assert np.allclose(joined.sums(model).vectors, model.sums(rows).vectors, atol=1e-5)


def test_a_model_with_names_that_are_no_uuids_is_searched_as_text() -> None:
    picture = Picture(str(UUID(int=5)), "happy", "", "rose")
    model = side([f"picture:{picture.code}", "picture:an old name", "word:rose"], seed=3)
    expected = model.sums([features.of_picture(picture)])
    assert np.allclose(traits.of([picture]).sums(model).vectors, expected.vectors, atol=1e-6)


def test_uuids_come_back_as_they_were() -> None:
    codes = [str(UUID(int=0)), str(UUID(int=2**128 - 1)), "0f8fad5b-d9cb-469f-a165-70867728950e"]
    assert traits.texts(traits.uuids(codes)) == codes
