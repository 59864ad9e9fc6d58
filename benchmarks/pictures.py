"""Two hundred thousand pictures as rows, without files: what a garden has after years."""

import hashlib
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from benchmarks import scratch  # noqa: F401 - the garden before its models
from gallery import files
from gallery.models import Emotion, Image, Safety, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CHUNK: Final = 1000
FAVORITES: Final = ("", "", "cat", "dog", "flowers", "spring,cloudy,day", "sea", "snow,night", "train", "blue")
MODELS: Final = ("stabilityai/stable-diffusion-2-1-base", "sdxl-turbo", "painter")
WORDS: Final = (
    "rose", "tulip", "lily", "poppy", "iris", "peony", "daisy", "lotus", "orchid", "violet", "meadow", "pond",
    "garden", "field", "forest", "river", "mountain", "sky", "watercolor", "oil", "gouache", "ink", "pastel", "soft",
    "warm", "cold", "bright", "dark", "misty", "golden", "silver", "quiet", "wild", "tender", "lonely", "deep",
)  # fmt: skip
# About one picture in five thousand.
RARE: Final = "chrysanthemum"


def plant(count: int, *, by: "User") -> None:
    """Nine in ten wait in the pool, most of them checked; the same rows each time."""
    rows = _rows(count, by)
    while chunk := list(islice(rows, CHUNK)):
        Image.objects.bulk_create(chunk)
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself a minute later.
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _rows(count: int, by: "User") -> Iterator[Image]:
    dice = random.Random(0)
    now = timezone.now()
    for number in range(count):
        status = dice.choices([Status.POOL, Status.SERVING, Status.REJECTED], [90, 8, 2])[0]
        decided = {} if status == Status.POOL else {"decided_at": now, "decided_by": by}
        emotion, favorite = dice.choice(Emotion.values), dice.choice(FAVORITES)
        words = [dice.choice(WORDS) for _word in range(14)] + [RARE] * (dice.random() < 1 / 5000)
        caption = f"{emotion}, {favorite}, flowers, {' '.join(words)}"
        seed, steps, model = dice.getrandbits(31), dice.randint(12, 60), dice.choice(MODELS)
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        width, height = dice.choice([(1280, 800), (800, 1280)])
        yield Image(
            sha256=sha256,
            file=files.name(sha256, "jpeg"),
            phash=sha256[:16],
            key_tail=f"{emotion}/{favorite or 'plain'}/img_{number}h.jpeg",
            width=width,
            height=height,
            emotion=emotion,
            favorite=favorite,
            caption=caption,
            recipe=_recipe(caption, seed=seed, steps=steps, model=model),
            seed=seed,
            steps=steps,
            model=model,
            batch_code=UUID(int=number // 500),
            safety=dice.choices([Safety.PASSED, Safety.FLAGGED, Safety.UNCHECKED], [96, 1, 3])[0],
            likes=dice.randrange(30) if status == Status.SERVING else 0,
            showings=dice.randrange(300) if status == Status.SERVING else 0,
            status=status,
            created_at=now - timedelta(minutes=count - number),
            **decided,
        )


def _recipe(caption: str, *, seed: int, steps: int, model: str) -> dict[str, object]:
    return {
        "prompt": caption,
        "negative_prompt": "text, letters, signature, watermark, frame, people, hands, blurry, low quality",
        "seed": seed,
        "steps": steps,
        "guidance": 7.5,
        "scheduler": "dpmsolver++",
        "width": 1280,
        "height": 800,
        "model": model,
        "revision": "5ede9e4bf3e3fd1cb0ef2f7a3fff13ee514fdf06",
        "renderer": "diffusers",
        "versions": {"diffusers": "0.42.1", "torch": "2.13.0", "transformers": "5.0.1"},
    }
