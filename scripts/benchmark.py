"""`make benchmark`: how fast the parts are on this machine, one process, no worker; prints a table."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emotion_garden.settings")
django.setup()

from django.test import Client
from rich.console import Console
from rich.table import Table

from emotions import engines as readers
from emotions import frames
from gallery import files
from gallery.models import Emotion, Image
from generation import engines as renderers
from generation.engines.base import RenderRequest

PICTURES, VECTORS = 50_000, 64


def timed(work: Callable[[], object], *, times: int) -> list[float]:
    """Milliseconds of each call; the first, which loads, is left out."""
    work()
    found = []
    for _time in range(times):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return found


def request(seed: int) -> RenderRequest:
    emotion = Emotion.values[seed % len(Emotion)]
    return RenderRequest(
        prompt=f"{emotion}, flowers", negative_prompt="", emotion=emotion, favorite="", width=1280, height=800,
        seed=seed, steps=50, guidance=7.5, scheduler="",
    )  # fmt: skip


def parts(*, times: int) -> dict[str, list[float]]:
    renderer, reader = renderers.renderer(), readers.reader()
    seeds = iter(range(1_000_000))
    picture = renderer.render([request(0)], lambda done, total: None)[0]
    jpeg = files.jpeg(picture)
    rng = np.random.default_rng(0)
    vectors, visitor = rng.random((PICTURES, VECTORS), dtype=np.float32), rng.random(VECTORS, dtype=np.float32)
    found = {
        f"a picture, 1280×800 ({renderer.describe()['renderer']})": timed(
            lambda: renderer.render([request(next(seeds))], lambda done, total: None), times=times
        ),
        "its copies in all sizes": timed(lambda: files.copies(picture), times=times),
        "a photo read, without a face": timed(lambda: reader.read(frames.decode(jpeg)), times=times),
        f"{PICTURES:,} pictures scored": timed(lambda: vectors @ visitor, times=times),
    }
    if Image.objects.serving().exists():
        client = Client(headers={"host": "localhost"})
        ask = "/api/v1/garden/?emotion=happy&limit=3"
        found["the garden asked, /api/v1/garden/"] = timed(lambda: client.get(ask), times=times)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how often each part is measured (20)")
    table = Table("part", "median", "slowest")
    for name, found in parts(times=parser.parse_args().times).items():
        table.add_row(name, f"{statistics.median(found):.1f} ms", f"{max(found):.1f} ms")
    Console().print(table)


if __name__ == "__main__":
    main()
