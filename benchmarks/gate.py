"""How often the gate refuses what is worse and lets in what is as good, in a hundred made worlds.

`make benchmark AREA=gate`; the last line is one JSON object. `--spoilt`: only the three that are harmed after they were
learnt, which take a third of the time. `--truth` also has the honest candidates foretell a second log that nobody
learnt from, which takes about twice the time.
"""

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Final

from benchmarks import scratch
from recommendations.simulation import gate_runs

# Said in every process: whatever works here works in the garden that is thrown away.
GARDEN: Final = scratch.FOLDER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--events", type=int, default=gate_runs.EVENTS, help="pictures shown in each world (%(default)s)"
    )
    parser.add_argument("--truth", action="store_true")
    parser.add_argument("--spoilt", action="store_true")
    asked = parser.parse_args()
    started = time.perf_counter()
    with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as pool:
        only = gate_runs.SPOILT if asked.spoilt else ()
        run = partial(gate_runs.run, events=asked.events, with_truth=asked.truth, only=only)
        runs = list(pool.map(run, range(1, asked.worlds + 1)))
    told = {"seconds": round(time.perf_counter() - started, 1), **gate_runs.summed(runs)}
    for name, share in told["let in"].items():
        print(f"{name:32} let in {share:6.1%}   {told['verdicts'][name]}")  # noqa: T201
    print(json.dumps(told))  # noqa: T201 - the benchmark's answer


if __name__ == "__main__":
    main()
