"""Slates from ten thousand, a hundred thousand and a million pictures, beside `LightFM.predict` and a sort.

`make benchmark AREA=tastes`; the last line is one JSON object. Three parts: ranking alone (arrays, no database), a
visitor's own vector (folding), and the endpoint: `GET /api/v1/garden/` through Django's test client by visitors who
walk and like, with a taste model live. `BENCHMARK_DATABASE_URL` names an empty database for it; SQLite without.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from benchmarks import scratch  # isort: skip - before numpy, which looks at the environment once
import numpy as np
from lightfm import LightFM
from scipy import sparse

from benchmarks import serving, tastes_training
from recommendations import folding, policy
from recommendations.folding import Deeds

FACTORS: Final = 30
SLATE: Final = 3
SIZES: Final = (10_000, 100_000, 1_000_000)
EVENTS: Final = 1_000
WORDS: Final = 12
VOCABULARY: Final = 3_000


def main() -> None:
    asked = _asked()
    found: dict[str, Any] = {
        "ranking": [ranking(size, times=asked.times) for size in SIZES],
        "folding": folded(times=asked.times),
        "training": tastes_training.training(likes=asked.likes),
        "endpoint": [],
    }
    for size in asked.pictures:
        found["endpoint"].append(serving.endpoint(size, one_emotion=asked.one_emotion, requests=asked.requests))
    found |= {
        "folder": str(scratch.FOLDER) if asked.verbose else "",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(found))  # noqa: T201 - the benchmark's answer


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pictures", type=int, nargs="*", default=[100_000, 1_000_000], help="in the endpoint's garden"
    )
    parser.add_argument("--one-emotion", action="store_true", help="the worst case: all of them share an emotion")
    parser.add_argument("--likes", type=int, default=1_000_000, help="to learn from, beside bare LightFM")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--times", type=int, default=9, help="rounds of ranking and folding")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def ranking(size: int, *, times: int) -> dict[str, Any]:
    """A slate of three for one visit: ours scores, and draws with its chances; LightFM foretells everything and sorts.

    Of the same hybrid model, a name of its own and twelve words for each picture: LightFM adds these up at every
    question, ours has done so once. And of its plainest model, where a picture has one vector.
    """
    model, words, whole = _models(size)
    # As `live.Pictures` keeps them.
    vectors, biases, one = np.asfortranarray(whole.item_embeddings), whole.item_biases, whole.user_embeddings[0]
    tiers, everything = [[np.arange(size)]], np.arange(size, dtype=np.int32)
    showings, families = np.random.default_rng(1).integers(0, 300, size).astype(np.float64), np.arange(size)

    def ours() -> int:
        values = np.add(vectors @ one, biases, dtype=np.float64)
        field = policy.Field(values, showings, families, tiers, np.arange(0), seldom=seldom)
        # Of this chance the first three are the best ones, as they are three times in four.
        picks = policy.draw(field, limit=SLATE, exploration=0.1, rng=np.random.default_rng(2))
        assert all(pick.best for pick in picks)  # noqa: S101
        return picks[0].place

    seldom = 1.0 / (1.0 + showings)

    def hybrid() -> int:
        return int(np.argsort(-model.predict(0, everything, item_features=words))[0])

    def plain() -> int:
        return int(np.argsort(-whole.predict(0, everything))[0])

    assert ours() == plain() == hybrid()  # noqa: S101
    costs = _in_turns([ours, hybrid, plain], times)
    names = ("ours", "lightfm", "lightfm_plain")
    return {"pictures": size, **dict(zip(names, costs, strict=True)), "times_faster": _times(costs)}


def _models(size: int) -> tuple[LightFM, sparse.csr_matrix, LightFM]:
    """A hybrid model with its features, and one in which each picture's vectors are added up."""
    dice = np.random.default_rng(0)
    names = np.column_stack([np.arange(size), size + dice.integers(0, VOCABULARY, (size, WORDS))]).ravel()
    starts = np.arange(0, names.size + 1, WORDS + 1)
    rows = sparse.csr_matrix((np.ones(names.size, dtype=np.float32), names, starts), shape=(size, size + VOCABULARY))
    hybrid, whole = LightFM(no_components=FACTORS), LightFM(no_components=FACTORS)
    for model in (hybrid, whole):
        # As after a fit; foretelling looks at embeddings and biases only.
        model._initialize(FACTORS, 1, 1)
        model.user_embeddings = np.random.default_rng(2).normal(size=(1, FACTORS)).astype(np.float32)
    hybrid.item_embeddings = dice.normal(size=(size + VOCABULARY, FACTORS)).astype(np.float32)
    hybrid.item_biases = dice.normal(size=size + VOCABULARY).astype(np.float32)
    whole.item_embeddings, whole.item_biases = rows @ hybrid.item_embeddings, rows @ hybrid.item_biases
    return hybrid, rows, whole


def folded(*, times: int) -> dict[str, float]:
    """A visitor's own vector from a thousand events, both with their likes and as it would be without."""
    dice = np.random.default_rng(0)
    vectors, scores = dice.normal(size=(EVENTS, FACTORS)), dice.normal(size=EVENTS)
    liked = dice.random(EVENTS) < 1 / (1 + np.exp(2 - vectors[:, 0]))
    deeds = Deeds(vectors, scores, liked, np.ones(EVENTS))

    def ours() -> None:
        folding.fold(deeds, precision=3.0)
        folding.fold(deeds.without_likes(), precision=3.0)

    [took] = _in_turns([ours], times)
    return {"events": EVENTS, **took}


def _in_turns(works: Sequence[Callable[[], object]], times: int) -> list[dict[str, float]]:
    """The median of each, on the clock and in processor time of all threads."""
    costs: list[list[tuple[float, float]]] = [[] for _work in works]
    for _time in range(times):
        for work, took in zip(works, costs, strict=True):
            began, cpu = time.perf_counter(), time.process_time()
            work()
            took.append(((time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000))
    medians = [np.median(np.array(took), axis=0).round(3).tolist() for took in costs]
    return [{"ms": clock, "cpu_ms": cpu} for clock, cpu in medians]


def _times(costs: Sequence[dict[str, float]]) -> dict[str, float]:
    """How many times as fast as the hybrid and as the plain one, on the clock and in processor time."""
    ours, *others = costs
    ratios = [[round(other[kind] / ours[kind], 1) for kind in ("ms", "cpu_ms")] for other in others]
    return {"hybrid": ratios[0][0], "hybrid_cpu": ratios[0][1], "plain": ratios[1][0], "plain_cpu": ratios[1][1]}


if __name__ == "__main__":
    main()
