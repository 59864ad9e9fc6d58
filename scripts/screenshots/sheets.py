"""Composes the sixteen pictures of a page into one sheet: a row for each language and light, a column a width."""

from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from scripts.screenshots.walk import LANGUAGES, SCHEMES, SIZES

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "screenshots" / "sheets"
MOST_BYTES: Final = 80_000
LEAST_QUALITY: Final = 24
HEIGHT, GAP, HEAD = 288, 12, 26
GROUND, WORDS = (236, 234, 230), (88, 84, 78)


def compose(name: str, folder: Path) -> Path | None:
    """None where the page was not reached at all."""
    if not any(folder.glob(f"{name}.*.*.*.jpeg")):
        return None
    rows = [(language, scheme) for language in LANGUAGES for scheme in SCHEMES]
    widths = [round(HEIGHT * width / height) for width, height in SIZES]
    size = (sum(widths) + GAP * (len(widths) + 1), HEAD + (HEIGHT + GAP) * len(rows))
    sheet = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(sheet)
    x = GAP
    for (width, height), narrow in zip(SIZES, widths, strict=True):
        draw.text((x, 6), f"{width} x {height}", WORDS, font=_font())
        for number, (language, scheme) in enumerate(rows):
            file = folder / f"{name}.{language}.{width}.{scheme}.jpeg"
            if not file.exists():
                continue
            with Image.open(file) as shot:
                small = shot.resize((narrow, HEIGHT), Image.Resampling.LANCZOS, reducing_gap=3.0)
            sheet.paste(small, (x, HEAD + number * (HEIGHT + GAP)))
        x += narrow + GAP
    FOLDER.mkdir(parents=True, exist_ok=True)
    return kept(sheet, FOLDER / f"{name}.webp", most=MOST_BYTES)


def kept(picture: Image.Image, file: Path, *, most: int) -> Path:
    """As good as fits, found in two or three steps."""
    quality = 80
    while True:
        picture.convert("RGB").save(file, "WEBP", quality=quality, method=4)
        if (size := file.stat().st_size) <= most or quality <= LEAST_QUALITY:
            return file
        quality = max(LEAST_QUALITY, min(quality - 4, int(quality * most / size)))


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(13)
