"""Pictures per second: our whole way against a bare diffusers loop, and what our way costs without a model.

`make benchmark AREA=generation`; the last line is one JSON object. Rounds of ours and of the bare loop alternate, so
that whatever else the machine does falls on both, and the ratios' median is what counts.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import torch
from diffusers import StableDiffusionPipeline
from django.conf import settings
from PIL import Image

from benchmarks import models, scratch
from gallery import renditions
from generation import batches, engines, rendering
from generation.engines.base import RenderRequest

SMALL: Final = (256, 192)
PROMPT: Final = "flowers, fantasy, concept art, highly detailed, intricate"


class Null:
    """Hands out one picture of noise at once, with another corner for each seed: all that is left is our own work."""

    def __init__(self) -> None:
        self._noise: dict[tuple[int, int], Image.Image] = {}

    def describe(self) -> dict[str, str]:
        return {"renderer": "null", "model": "null"}

    def most(self) -> int:
        return 8

    def render(self, requests: Sequence[RenderRequest], on_step: Callable[[int, int], None]) -> list[Image.Image]:
        on_step(1, 1)
        return [self._picture(request) for request in requests]

    def _picture(self, request: RenderRequest) -> Image.Image:
        size = (request.width, request.height)
        if size not in self._noise:
            # Soft, as pictures are: white noise would be the encoders' worst case.
            coarse = (request.width // 16 + 1, request.height // 16 + 1)
            self._noise[size] = Image.effect_noise(coarse, 80).convert("RGB").resize(size, Image.Resampling.BICUBIC)
        picture = self._noise[size].copy()
        picture.paste(Image.frombytes("RGB", (2, 2), request.seed.to_bytes(12)).resize((16, 16)), (0, 0))
        return picture


class Cost(NamedTuple):
    """What a picture takes: seconds on the clock, and seconds of all threads together on the cores."""

    clock: float
    cpu: float


class Watch:
    """`with Watch(pictures=8) as watch: …`, then `watch.cost`."""

    def __init__(self, *, pictures: int) -> None:
        self._pictures = pictures
        self.cost = Cost(0, 0)

    def __enter__(self) -> Self:
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        clock, cpu = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        self.cost = Cost(clock / self._pictures, cpu / self._pictures)


def ours(pairs: int, size: tuple[int, int], seed: int) -> Cost:
    """From the order to the rows: claimed, rendered, encoded, marked, stored."""
    batch = batches.request(emotion="happy", count=pairs, size=size, others=PROMPT, seed=seed)
    with Watch(pictures=2 * pairs) as watch:
        done = rendering.work(batch=batch, seconds=1e9)
    if done != 2 * pairs:
        raise SystemExit(f"Only {done} of {2 * pairs} pictures were made: {batch.renderings.exclude(error='').first()}")
    return watch.cost


def bare(pipeline: Any, pairs: int, size: tuple[int, int], *, at_once: int) -> Cost:
    """The same pictures in the barest loop: PIL pictures that nobody keeps."""
    with Watch(pictures=2 * pairs) as watch:
        for width, height in (size, size[::-1]):
            for first in range(0, pairs, at_once):
                number = min(at_once, pairs - first)
                pipeline(
                    prompt=[f"happy, {PROMPT}"] * number,
                    width=width,
                    height=height,
                    num_inference_steps=settings.GENERATION_STEPS,
                    guidance_scale=settings.GENERATION_GUIDANCE,
                    generator=[torch.Generator("cpu").manual_seed(first + step) for step in range(number)],
                )
    return watch.cost


def with_a_model(folder: Path, *, pairs: int, rounds: int, size: tuple[int, int]) -> dict[str, Any]:
    engine: Any = engines.renderer()
    pipeline = engine.loaded().pipeline
    naive = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32).to(pipeline.unet.device)
    naive.set_progress_bar_config(disable=True)
    # Once each, unmeasured: kernels are chosen, files are read, the largest batch is found.
    ours(pairs, size, 0)
    bare(pipeline, pairs, size, at_once=engine.most())
    found: dict[str, list[Cost]] = {"ours": [], "bare": [], "naive": []}
    for number in range(1, rounds + 1):
        # In turns, and each round begins with another: what else the machine does falls on all of them.
        runs: list[tuple[str, Callable[[], Cost]]] = [
            ("ours", partial(ours, pairs, size, number * 1000)),
            ("bare", partial(bare, pipeline, pairs, size, at_once=engine.most())),
            ("naive", partial(bare, naive, 1, size, at_once=1)),
        ]
        for name, run in runs[number % 3 :] + runs[: number % 3]:
            found[name].append(run())
        say(f"round {number}: " + ", ".join(f"{name} {costs[-1].clock:.3f} s" for name, costs in found.items()))
    return {
        "pictures_per_second": round(1 / statistics.median(cost.clock for cost in found["ours"]), 4),
        "bare_pictures_per_second": round(1 / statistics.median(cost.clock for cost in found["bare"]), 4),
        **ratios(found),
        "at_once": engine.most(),
        **{name: engine.describe()[name] for name in ("device", "gpu", "dtype", "torch", "diffusers")},
    }


def ratios(found: dict[str, list[Cost]]) -> dict[str, Any]:
    """Round by round, then their median: a burst of somebody else's work spoils one round, not the figure."""
    pairs = list(zip(found["ours"], found["bare"], strict=True))
    clock = [one.clock / other.clock - 1 for one, other in pairs]
    cpu = [one.cpu / other.cpu - 1 for one, other in pairs]
    naive = [other.clock / one.clock for one, other in zip(found["ours"], found["naive"], strict=True)]
    return {
        "overhead": round(statistics.median(clock), 4),
        "overheads": [round(number, 3) for number in clock],
        "cpu_overhead": round(statistics.median(cpu), 4),
        "cpu_overheads": [round(number, 3) for number in cpu],
        "times_the_naive_fp32_loop": round(statistics.median(naive), 3),
    }


def without_a_model(*, pairs: int, size: tuple[int, int]) -> dict[str, float]:
    """Milliseconds per picture that our own way takes when rendering takes none."""
    settings.GENERATION_RENDERER = "benchmarks.generation.Null"
    ours(4, size, 0)
    return milliseconds(ours(pairs, size, 100_000 * number) for number in (1, 2, 3))


def of_copies(*, size: tuple[int, int], pictures: int = 8) -> dict[str, float]:
    """What a worker of the default queue takes later, for a picture's smaller copies."""
    settings.GENERATION_RENDERER = "benchmarks.generation.Null"
    renditions.make()
    costs = []
    for number in (1, 2, 3):
        ours(pictures // 2, size, 900_000 + 100 * number)
        with Watch(pictures=pictures) as watch:
            renditions.make()
        costs.append(watch.cost)
    return milliseconds(costs)


def milliseconds(costs: Iterable[Cost]) -> dict[str, float]:
    found = list(costs)
    return {name: round(statistics.median(getattr(cost, name) * 1000 for cost in found), 2) for name in Cost._fields}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    gpu = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=16 if gpu else 4, help="of pictures, in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--null-pairs", type=int, default=100, help="for the renderer that does nothing; 0: leave out")
    parser.add_argument("--threads", type=int, default=0, help="of PyTorch; 1 where others use the machine, too")
    given = parser.parse_args()
    if given.threads:
        torch.set_num_threads(given.threads)
    size, steps = ((768, 512), 50) if gpu else (SMALL, 12)
    # Not float16: random weights may leave its range, and a picture of nothing but NaN is a failed rendering.
    plan, dtype = (models.FULL, "bfloat16") if gpu else (models.SMALL, "float32")
    model = models.save(scratch.FOLDER, plan, dtype=getattr(torch, dtype))
    settings.GENERATION_RENDERER, settings.GENERATION_MODEL, settings.GENERATION_DTYPE = "diffusers", str(model), dtype
    settings.GENERATION_OFFLINE, settings.GENERATION_STEPS = True, steps
    found = with_a_model(model, pairs=given.pairs, rounds=given.rounds, size=size)
    if given.null_pairs:
        found["null_ms_per_picture"] = {
            f"{width}×{height}": without_a_model(pairs=given.null_pairs, size=(width, height))
            for width, height in (batches.SIZE, SMALL)
        }
        found["copies_ms_per_picture"] = of_copies(size=batches.SIZE)
    load = [round(number, 1) for number in os.getloadavg()]
    machine = {"machine": platform.machine(), "cores": os.cpu_count(), "threads": torch.get_num_threads(), "load": load}
    about = {"area": "generation", "size": f"{size[0]}×{size[1]}", "steps": steps}
    say(json.dumps({**about, **found, **machine}, ensure_ascii=False))


if __name__ == "__main__":
    main()
