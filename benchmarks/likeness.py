"""How well and how fast copies are told from other pictures, beside the plain 64-bit hash.

`make benchmark AREA=likeness`; the last line is one JSON object. A thousand pictures of one prompt with a thousand
seeds; copies of some of them, each cut, shrunk, stored anew; then as many prints as a garden may have. The plain way is
what one would write first: one perceptual hash of 64 bits and a distance up to which two pictures are the same.
"""

import argparse
import json
import os
import platform
import time
from collections import Counter
from functools import cache
from typing import Final

import numpy as np
from PIL import Image

from benchmarks import scratch
from gallery import likeness
from generation.engines.painter import paint
from tests.gallery.copies import copies

SIZE: Final = (192, 120)
PLAIN: Final = (6, 12, 16)


@cache
def painted(seed: int) -> Image.Image:
    return paint(emotion="happy", favorite="", seed=seed, width=SIZE[0], height=SIZE[1])


def main() -> None:
    asked = _asked()
    told = {**_judged(asked.pictures, asked.copied), **_timed(asked.prints)}
    machine = {"python": platform.python_version(), "numpy": np.__version__, "load": round(os.getloadavg()[0], 1)}
    about = {"area": "likeness", "size": "×".join(map(str, SIZE)), "own_garden": scratch.FOLDER.name != ""}
    print(json.dumps({**about, **told, **machine}, ensure_ascii=False))  # noqa: T201 - the benchmark's answer


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=1000, help="of one prompt, each with a seed of its own")
    parser.add_argument("--copied", type=int, default=150, help="so many of them are copied in every way")
    parser.add_argument("--prints", type=int, default=100_000, help="against which one new picture is compared")
    return parser.parse_args()


def _judged(pictures: int, copied: int) -> dict[str, object]:
    originals = [likeness.printed(painted(seed)) for seed in range(pictures)]
    every = [(seed, name, likeness.printed(copy)) for seed in range(copied) for name, copy in copies(painted(seed))]
    prints = likeness.Prints.of([*originals, *(print_ for _seed, _name, print_ in every)])
    found: set[tuple[int, int]] = set()
    for pair in likeness.pairs(prints, most=pictures):
        if pair.one < pictures:
            found.add((pair.one, pair.other))
    merged = sum(other < pictures for _one, other in found)
    right = {(seed, pictures + place) for place, (seed, _name, _print) in enumerate(every)}
    copies_found = {(one, other) for one, other in found if other >= pictures}
    missed = Counter(name for place, (seed, name, _p) in enumerate(every) if (seed, pictures + place) not in found)
    return {
        "pictures": pictures,
        "copies": len(every),
        "recall": round(len(right & found) / len(right), 4),
        "precision": round(len(right & found) / max(1, len(copies_found) + merged), 4),
        "others_merged": merged,
        "missed": dict(missed),
        "plain": _plain(prints, right, pictures),
    }


def _plain(prints: likeness.Prints, right: set[tuple[int, int]], pictures: int) -> dict[str, dict[str, float]]:
    """The same with one hash of the whole picture, at several distances."""
    whole = prints.hashes[:, 0]
    apart = np.bitwise_count(whole[:pictures, None] ^ whole[None, :])
    told = {}
    for most in PLAIN:
        ones, others = np.nonzero(apart <= most)
        found = {(one, other) for one, other in zip(ones.tolist(), others.tolist(), strict=True) if one < other}
        merged = sum(other < pictures for _one, other in found)
        told[f"≤ {most}"] = {
            "recall": round(len(right & found) / len(right), 4),
            "precision": round(len(right & found) / max(1, len(found)), 4),
            "others_merged": merged,
        }
    return told


def _timed(number: int) -> dict[str, object]:
    began = time.process_time()
    for seed in range(50):
        likeness.printed(painted(seed))
    print_ms = (time.process_time() - began) / 50 * 1000
    rows = np.random.default_rng(1).integers(0, 256, size=(number, likeness.PRINT_BYTES), dtype=np.uint8)
    many, some = likeness.Prints.of([rows.tobytes()]), likeness.Prints.of([rows[:20_000].tobytes()])
    one = min(_seconds(many, number - 1) for _round in range(5))
    return {
        "print_ms": round(print_ms, 2),
        "all_pairs_of_20000_s": round(min(_seconds(some, 0) for _round in range(3)), 2),
        f"one_against_{number}_ms": round(one * 1000, 2),
    }


def _seconds(prints: likeness.Prints, first: int) -> float:
    began = time.perf_counter()
    for _pair in likeness.pairs(prints, first=first):
        pass
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
