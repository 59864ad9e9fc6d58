"""`make benchmark AREA=api`: it runs, both ways write the same, and its last line is what docs/benchmarks.md quotes."""

import json
import subprocess
import sys

from tests.architecture import house

CLIENTS, SLATES, ROUNDS = 2, 2, 1


def test_it_measures_both_ways_by_the_same_rows() -> None:
    words = ["--rounds", str(ROUNDS), "--clients", str(CLIENTS), "--slates", str(SLATES), "--pictures", "64"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.api", *words],
        cwd=house.ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    told = json.loads(done.stdout.splitlines()[-1])
    for what in ("garden", "like", "like_alone"):
        assert told[what]["times"] > 0
        assert all(told[what][way]["per_second"] > 0 for way in ("ours", "bare"))
    assert told["nothing"]["per_second"] > 0
    # Two ways, in each round and in the one before that wakes the processes up; each slate is liked twice.
    slates = 2 * (ROUNDS + 1) * CLIENTS * SLATES
    assert told["written"] == {"slates": slates, "likes": 2 * slates}
