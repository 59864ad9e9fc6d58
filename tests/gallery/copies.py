"""Copies of a picture as the world makes them: stored anew, in another size, slightly cut."""

import io
from collections.abc import Iterator

from PIL import Image as Pixels

CUT = 0.05


def copies(picture: Pixels.Image) -> Iterator[tuple[str, Pixels.Image]]:
    """Each with its name; cuts take 5 % of the width, of the height, or of both, at the worst places."""
    width, height = picture.size
    yield "jpeg 40", stored(picture, "JPEG", quality=40)
    yield "jpeg 75", stored(picture, "JPEG", quality=75)
    yield "webp 60", stored(picture, "WEBP", quality=60)
    yield "half as large", stored(picture.resize((width // 2, height // 2), Pixels.Resampling.LANCZOS))
    yield "twice as large", stored(picture.resize((2 * width, 2 * height), Pixels.Resampling.BICUBIC))
    for name, across, down, x, y in (
        ("cut left", CUT, 0, 1, 0),
        ("cut right", CUT, 0, 0, 0),
        ("cut above", 0, CUT, 0, 1),
        ("cut below", 0, CUT, 0, 0),
        ("cut around", CUT, CUT, 0.5, 0.5),
        ("cut around by half", CUT / 2, CUT / 2, 0.5, 0.5),
        ("cut to a corner", CUT, CUT, 1, 1),
        ("cut to another corner", CUT, CUT, 0, 1),
        ("cut unevenly", CUT, CUT / 2, 0.3, 0.8),
    ):
        left, top = across * width * x, down * height * y
        box = (round(left), round(top), round(left + width * (1 - across)), round(top + height * (1 - down)))
        yield name, stored(picture.crop(box), quality=85)


def stored(picture: Pixels.Image, format_: str = "JPEG", *, quality: int = 80) -> Pixels.Image:
    out = io.BytesIO()
    picture.save(out, format_, quality=quality)
    return Pixels.open(io.BytesIO(out.getvalue())).convert("RGB")
