"""The painter keeps its promises: same request, same bytes; every size; every emotion; no two alike."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from generation.engines.base import RenderRequest
from generation.engines.painter import Painter, paint
from generation.engines.painter.composition import MOODS

HOUSE = Path(__file__).resolve().parents[2]
EMOTIONS = ("happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad")
SMALL = {"width": 160, "height": 104}


def fingerprint(*, emotion: str, favorite: str = "", seed: int = 7, width: int = 160, height: int = 104) -> str:
    picture = paint(emotion=emotion, favorite=favorite, seed=seed, width=width, height=height)
    return hashlib.sha256(picture.tobytes()).hexdigest()


def request(*, emotion: str = "happy", seed: int = 7) -> RenderRequest:
    return RenderRequest(
        prompt="",
        negative_prompt="",
        emotion=emotion,
        favorite="",
        width=SMALL["width"],
        height=SMALL["height"],
        seed=seed,
        steps=1,
        guidance=0.0,
        scheduler="",
    )


def test_it_knows_the_eight_emotions() -> None:
    assert tuple(sorted(MOODS)) == tuple(sorted(EMOTIONS))


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_the_same_request_gives_the_same_bytes(emotion: str) -> None:
    assert fingerprint(emotion=emotion) == fingerprint(emotion=emotion)


def test_another_process_paints_the_same_bytes() -> None:
    script = (
        "import hashlib; from generation.engines.painter import paint;"
        "print(*(hashlib.sha256(paint(emotion=e, favorite='', seed=2**63 - 1, width=160, height=104)"
        f".tobytes()).hexdigest() for e in {EMOTIONS!r}))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=HOUSE)
    assert told.stdout.split() == [fingerprint(emotion=emotion, seed=2**63 - 1) for emotion in EMOTIONS]


def test_threads_do_not_disturb_each_other() -> None:
    alone = [fingerprint(emotion=emotion) for emotion in EMOTIONS]
    with ThreadPoolExecutor(max_workers=4) as threads:
        together = list(threads.map(lambda emotion: fingerprint(emotion=emotion), EMOTIONS))
    assert together == alone


def test_it_leaves_the_global_dice_alone() -> None:
    before = np.random.get_state(legacy=False)["state"]["key"].tolist()
    paint(emotion="happy", favorite="", seed=1, **SMALL)
    assert np.random.get_state(legacy=False)["state"]["key"].tolist() == before


@pytest.mark.parametrize(("width", "height"), [(64, 64), (64, 200), (320, 64), (152, 240), (512, 512)])
def test_a_picture_has_exactly_the_size_asked_for(width: int, height: int) -> None:
    for emotion in ("calm", "fear", "confused"):
        picture = paint(emotion=emotion, favorite="", seed=3, width=width, height=height)
        assert picture.size == (width, height)
        assert picture.mode == "RGB"


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_picture_has_many_tones_and_light_and_dark(emotion: str) -> None:
    for seed in range(2):
        pixels = np.asarray(paint(emotion=emotion, favorite="", seed=seed, width=320, height=200))
        grey = pixels.mean(axis=2)
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 4000, f"{emotion} {seed} has few colours"
        assert grey.std() > 9.0, f"{emotion} {seed} is flat"
        assert float((grey > 252).mean()) < 0.3, f"{emotion} {seed} is burnt out"
        assert float((grey < 3).mean()) < 0.3, f"{emotion} {seed} is a black hole"


def test_each_emotion_has_its_own_light() -> None:
    means = {
        emotion: np.mean(
            [
                np.asarray(paint(emotion=emotion, favorite="", seed=seed, **SMALL)).mean(axis=(0, 1))
                for seed in range(4)
            ],
            axis=0,
        )
        for emotion in EMOTIONS
    }
    for first in EMOTIONS:
        for second in EMOTIONS:
            if first < second:
                assert np.abs(means[first] - means[second]).max() > 8.0, f"{first} looks like {second}"
    assert means["fear"].sum() < means["happy"].sum() - 150
    assert means["angry"][0] > means["angry"][2] + 60


def test_the_same_seed_paints_another_picture_for_another_emotion() -> None:
    assert len({fingerprint(emotion=emotion, seed=11) for emotion in EMOTIONS}) == len(EMOTIONS)


def test_a_wished_night_is_darker_than_a_wished_day() -> None:
    def brightness(hour: str) -> float:
        wish = f"summer,cloudy,{hour}"
        return float(
            np.mean([np.asarray(paint(emotion="happy", favorite=wish, seed=seed, **SMALL)) for seed in range(4)])
        )

    assert brightness("the-middle-of-the-night") < brightness("day") - 40


@pytest.mark.parametrize("favorite", ["cat", "spring", "spring,sunny", "a,b,c", "春,晴,昼", ",,", "x" * 500])
def test_free_words_and_half_wishes_are_no_trouble(favorite: str) -> None:
    assert paint(emotion="calm", favorite=favorite, seed=5, **SMALL).size == (160, 104)


def test_an_unknown_emotion_is_answered_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"The painter knows no emotion called 'bored'; it knows happy, .+ sad\."):
        paint(emotion="bored", favorite="", seed=1, **SMALL)


def test_the_renderer_paints_requests_in_order_and_tells_how_far_it_is() -> None:
    steps: list[tuple[int, int]] = []
    requests = [request(emotion="sad"), request(emotion="angry", seed=9)]
    pictures = Painter().render(requests, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]
    wanted = [fingerprint(emotion="sad"), fingerprint(emotion="angry", seed=9)]
    assert [hashlib.sha256(picture.tobytes()).hexdigest() for picture in pictures] == wanted


def test_what_on_step_raises_ends_the_rendering() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Painter().render([request(), request(seed=8)], stop)


def test_it_says_what_the_recipe_must_name() -> None:
    told = Painter().describe()
    assert set(told) == {"renderer", "model", "numpy", "opencv", "pillow"}
    assert told["renderer"] == "painter"
    assert told["model"] == "painter-1"
    assert all(told.values())
