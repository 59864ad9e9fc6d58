"""The arithmetic of `evaluate_emotion`, on scores made with a known distortion and by a second way of counting."""

import numpy as np
import pytest

from emotions import calibrating, evaluation
from emotions.evaluation import Sample
from gallery.models import Emotion

NAMES = sorted(Emotion.values)


def made(count: int, *, sharpened: float, seed: int = 1) -> list[Sample]:
    """Scores that are true chances (a label is drawn from each), and then raised to a power: a known distortion."""
    random = np.random.default_rng(seed)
    chances = random.dirichlet([0.5] * len(NAMES), size=count)
    labels = [random.choice(NAMES, p=chance) for chance in chances]
    raised = chances**sharpened
    raised /= raised.sum(axis=1, keepdims=True)
    return [
        Sample(str(label), dict(zip(NAMES, map(float, row), strict=True)))
        for label, row in zip(labels, raised, strict=True)
    ]


@pytest.mark.parametrize("sharpened", [0.4, 2.0, 4.0])
def test_a_known_distortion_is_undone_on_samples_that_were_not_fitted(sharpened: float) -> None:
    fitted = calibrating.fit(made(4000, sharpened=sharpened))
    assert fitted.temperature == pytest.approx(sharpened, rel=0.1)
    assert fitted.before > 0.08
    assert fitted.after <= 0.05
    assert fitted.helps


def test_true_chances_need_no_calibration() -> None:
    samples = made(6000, sharpened=1.0)
    assert evaluation.calibration_error(samples) == pytest.approx(0, abs=0.03)
    assert evaluation.temperature_of(samples) == pytest.approx(1, abs=0.05)


def test_the_figures_agree_with_a_second_way_of_counting() -> None:
    samples = made(700, sharpened=2.0, seed=3)
    table = np.zeros((len(NAMES), len(NAMES)), int)
    for sample in samples:
        table[NAMES.index(sample.label), NAMES.index(max(sample.scores, key=lambda name: sample.scores[name]))] += 1
    right = np.diag(table)
    precise, recalled = right / table.sum(axis=0), right / table.sum(axis=1)
    assert evaluation.accuracy(samples) == pytest.approx(right.sum() / 700)
    assert evaluation.macro_f1(samples) == pytest.approx((2 * precise * recalled / (precise + recalled)).mean())
    assert evaluation.recall(samples) == pytest.approx(dict(zip(NAMES, recalled, strict=True)))
    for (label, guess), count in evaluation.confusion(samples).items():
        assert table[NAMES.index(label), NAMES.index(guess)] == count

    sure = np.array([max(sample.scores.values()) for sample in samples])
    hits = np.array([sample.is_right for sample in samples])
    error = 0.0
    for low, high in zip(np.linspace(0, 1, 16)[:-1], np.linspace(0, 1, 16)[1:], strict=True):
        held = (sure > low) & (sure <= high)
        if held.any():
            error += held.mean() * abs(hits[held].mean() - sure[held].mean())
    assert evaluation.calibration_error(samples) == pytest.approx(error)


def test_small_examples_counted_by_hand() -> None:
    sure = Sample("happy", {"happy": 1.0, "sad": 0.0})
    wrong = Sample("sad", {"happy": 0.6, "sad": 0.4})
    assert evaluation.accuracy([sure, wrong]) == 0.5
    # happy: F1 2/3 (one right, one guess too many); sad: 0.
    assert evaluation.macro_f1([sure, wrong]) == pytest.approx(1 / 3)
    # One bin at 1.0 without a gap, one at 0.6 with a gap of 0.6, half the samples in each.
    assert evaluation.calibration_error([sure, wrong]) == pytest.approx(0.3)
    assert evaluation.recall([sure, wrong]) == {"happy": 1.0, "sad": 0.0}


def test_of_nothing_there_are_no_figures() -> None:
    assert (evaluation.accuracy([]), evaluation.macro_f1([]), evaluation.calibration_error([])) == (None, None, None)


def test_the_halves_are_the_same_each_time_and_hold_every_emotion() -> None:
    samples = made(200, sharpened=1.0)
    one, other = calibrating.halves(samples)
    assert (one, other) == calibrating.halves(samples)
    assert len(one) + len(other) == 200
    assert {sample.label for sample in one} == {sample.label for sample in other} == set(NAMES)


def test_a_label_that_the_reader_never_says_does_no_harm() -> None:
    samples = [Sample("confused", {"happy": 0.9, "sad": 0.1, "confused": 0.0})] * 4 + made(50, sharpened=2.0)
    assert 0.05 <= evaluation.temperature_of(samples) <= 20
