"""Paints the pictures of the error pages: small, marked as drawn by rules, the same bytes whenever it runs."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gallery import marks
from generation.engines.painter import Painter, paint

FOLDER: Final = ROOT / "static" / "garden" / "painted"
WIDTH, HEIGHT = 960, 600
QUALITY: Final = 45
MOST_BYTES: Final = 30_000
# What a page says → the emotion, the favorite and the seed that were found to say it well.
PICTURES: Final = {
    "confused": ("confused", "", 102),
    "closed": ("sad", "winter,snowy,day", 103),
    "faded": ("calm", "summer,sunny,sunset", 103),
    "lost": ("fear", "summer,cloudy,the-middle-of-the-night", 103),
    "rain": ("sad", "winter,snowy,day", 102),
    "mirror": ("sad", "winter,snowy,day", 101),
    "pond": ("calm", "summer,sunny,sunset", 101),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=FOLDER, help="the folder to write to; without it, the project's own"
    )
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        data = painted(name)
        if len(data) > MOST_BYTES:
            parser.exit(1, f"{name}.webp would have {len(data)} bytes; {MOST_BYTES} are the most.\n")
        (folder / f"{name}.webp").write_bytes(data)
        print(f"{name}.webp  {len(data)} bytes")


def painted(name: str) -> bytes:
    emotion, favorite, seed = PICTURES[name]
    asked = {"emotion": emotion, "favorite": favorite, "seed": seed, "width": WIDTH, "height": HEIGHT}
    picture = paint(emotion=emotion, favorite=favorite, seed=seed, width=WIDTH, height=HEIGHT)
    out = io.BytesIO()
    mark = marks.packet(recipe={**Painter().describe(), **asked}, kind="algorithmicMedia")
    picture.save(out, "WEBP", quality=QUALITY, method=6, xmp=mark)
    return out.getvalue()


if __name__ == "__main__":
    main()
