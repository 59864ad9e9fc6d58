"""Paints a contact sheet of the painter's pictures, to look at many seeds at once."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from generation.engines.painter import paint
from generation.engines.painter.composition import MOODS

EXAMPLE = "For example: .venv/bin/python scripts/contact_sheet.py sheet.jpeg --emotion happy --count 12"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLE)
    parser.add_argument("out", type=Path, nargs="?", help="where the sheet is written, such as sheet.jpeg")
    parser.add_argument("--emotion", choices=sorted(MOODS), help="one emotion only; without it, some of each")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the rest count up")
    parser.add_argument("--portrait", action="store_true")
    parser.add_argument("--favorite", default="")
    parser.add_argument("--columns", type=int, default=0)
    parser.add_argument("--size", type=int, default=480, help="longer side of one picture, a multiple of 8")
    wanted = parser.parse_args()
    if wanted.out is None:
        parser.exit(2, f"Say where the sheet shall be written. {EXAMPLE}\n")
    short = wanted.size * 5 // 8 // 8 * 8
    width, height = (short, wanted.size) if wanted.portrait else (wanted.size, short)
    emotions = [wanted.emotion] if wanted.emotion else list(MOODS)
    columns = wanted.columns or (8 if wanted.portrait else 4)
    sheet = Image.new("RGB", (columns * width, -(-wanted.count // columns) * height))
    started = time.process_time()
    for index in range(wanted.count):
        emotion = emotions[index % len(emotions)]
        seed = wanted.seed + index // len(emotions)
        picture = paint(emotion=emotion, favorite=wanted.favorite, seed=seed, width=width, height=height)
        ImageDraw.Draw(picture).text(
            (4, 4), f"{emotion} {seed}", fill=(255, 255, 255), stroke_width=1, stroke_fill=(0, 0, 0)
        )
        sheet.paste(picture, (index % columns * width, index // columns * height))
    sheet.save(wanted.out, quality=90)
    print(f"{(time.process_time() - started) / wanted.count * 1000:.0f} ms of CPU a picture")


if __name__ == "__main__":
    main()
