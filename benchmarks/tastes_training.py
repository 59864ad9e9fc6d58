"""Learning from a million likes, beside bare `LightFM.fit` on the same pairs: what our way around it costs.

`python -m benchmarks.tastes_training`; the last line is one JSON object. Names alone are known, so that both make the
same model; processor seconds, since others may use the machine.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from lightfm import LightFM
from scipy import sparse

from benchmarks import scratch
from recommendations.engines.base import LearnerSettings
from recommendations.engines.lightfm import LightFMLearner
from recommendations.features import Picture, Visit
from recommendations.history import Events, History, nothing

PEOPLE, PICTURES = 20_000, 50_000
HOW = LearnerSettings(factors=30, epochs=40, rate=0.03, seed=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--likes", type=int, default=1_000_000)
    print(json.dumps(training(likes=parser.parse_args().likes)))  # noqa: T201 - the benchmark's answer


def training(*, likes: int) -> dict[str, Any]:
    known = _made(likes)
    table = sparse.coo_matrix(
        (np.ones(likes, dtype=np.float32), (known.likes.visits, known.likes.pictures)), shape=(PEOPLE, PICTURES)
    )
    bare = LightFM(no_components=HOW.factors, loss="warp", learning_rate=HOW.rate, random_state=HOW.seed)
    theirs = _seconds(lambda: bare.fit(table, epochs=HOW.epochs, num_threads=1))
    ours = _seconds(lambda: LightFMLearner(HOW).learn(known))
    per_million = 1_000_000 / likes
    return {
        "likes": likes,
        "epochs": HOW.epochs,
        "ours_s_per_million": round(ours * per_million, 2),
        "lightfm_s_per_million": round(theirs * per_million, 2),
        "overhead": round(ours / theirs - 1, 3),
        "folder": str(scratch.FOLDER),
        "load": round(os.getloadavg()[0], 1),
    }


def _made(likes: int) -> History:
    """Every visitor has a like, and none twice the same."""
    rng = np.random.default_rng(1)
    pairs = np.unique(rng.integers(0, PEOPLE * PICTURES, likes * 2))
    pairs = rng.permutation(pairs)[:likes]
    events = Events(pairs // PICTURES, pairs % PICTURES, np.full(likes, -1), np.arange(likes, dtype=np.float64))
    return History(
        tuple(Visit(f"{number:032x}", "") for number in range(PEOPLE)),
        tuple(Picture(f"{number:032x}", "", "", "") for number in range(PICTURES)),
        events,
        nothing(),
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
