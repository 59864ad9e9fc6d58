"""Adds pictures of the painter, in the size that a garden has, to the scratch house that the environment names.

Run as a program; prints their codes. The blotches of planting.py weigh too little to be weighed.
"""

import json
import sys

import django

django.setup()

from gallery import curation, pool, renditions  # noqa: E402 - only after django.setup
from gallery.models import Image, Safety  # noqa: E402
from generation import recipes  # noqa: E402
from generation.engines.base import RenderRequest  # noqa: E402
from generation.engines.painter import Painter  # noqa: E402
from tests.gallery import factories  # noqa: E402

SIZES = {"landscape": (1280, 800), "portrait": (800, 1280)}
FAVORITES = ("", "spring,sunny,day", "winter,snowy,day")


def hang(emotion: str) -> list[str]:
    """Three of each shape."""
    painter, codes = Painter(), []
    for width, height in SIZES.values():
        for number, favorite in enumerate(FAVORITES):
            asked = RenderRequest(
                prompt=f"{emotion}, {favorite}", negative_prompt="", emotion=emotion, favorite=favorite, width=width,
                height=height, seed=number + width, steps=1, guidance=1.0, scheduler="",
            )  # fmt: skip
            (picture,) = painter.render([asked], lambda done, of: None)
            recipe = recipes.canonical(engine=painter.describe(), request=asked)
            image, _made = pool.receive(
                recipes.written(picture, recipe), emotion=emotion, favorite=favorite, recipe=recipe,
                safety=Safety.EXEMPT, caption=asked.prompt,
            )  # fmt: skip
            codes.append(str(image.code))
    hung = Image.objects.filter(code__in=codes)
    renditions.make(hung)
    curation.approve(hung, by=factories.make_curator())
    return codes


if __name__ == "__main__":
    sys.stdout.write(json.dumps(hang(sys.argv[1])))
