"""What a few kilobytes of one single colour may cost in memory, alone and all at once."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from PIL import Image

from tests.emotions import photos

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for the figures")


def grown(photo: bytes, folder: Path, *, times: int = 1) -> int:
    """MB at the most, of a process that decodes it this many times at once."""
    path = folder / "photo"
    path.write_bytes(photo)
    argv = [sys.executable, "-m", "tests.emotions.memory", str(path), str(times)]
    done = subprocess.run(argv, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def flat(mode: str, side: int) -> Image.Image:
    if mode == "F":
        return Image.fromarray(np.full((side, side), 0.3, np.float32))
    return Image.new(mode, (side, side), 1 if mode == "I;16" else "teal")


@pytest.mark.parametrize(
    ("kind", "mode", "side", "options"),
    [
        ("WEBP", "RGBA", 3600, {"lossless": True, "method": 0, "exact": True}),
        ("TIFF", "F", 4000, {"compression": "tiff_lzw"}),
        ("PNG", "I;16", 4000, {"compress_level": 1}),
        ("PNG", "RGBA", 4000, {"compress_level": 1}),
        ("JPEG", "RGB", 7071, {}),
        ("JPEG", "CMYK", 4000, {"progressive": True}),
    ],
)
def test_the_largest_flat_photo_costs_little(
    kind: str, mode: str, side: int, options: dict[str, Any], tmp_path: Path
) -> None:
    photo = photos.encoded(flat(mode, side), kind, **options)
    assert len(photo) < 1_500_000
    assert 10 < grown(photo, tmp_path) < 210


def test_eight_at_once_wait_for_each_other(tmp_path: Path) -> None:
    photo = photos.encoded(flat("RGBA", 4000), "PNG", compress_level=1)
    assert grown(photo, tmp_path, times=8) < 400
