"""Adds what the original's pages ask for to the house that the environment names, and prints the keys of the pictures.

Run as a program, as planting.py is, and for its reason.
"""

import json
import sys

import django

django.setup()

from tests.gallery import factories  # noqa: E402 - only after django.setup

# With the two that every house has: seven, so that the garden ends with one picture on its third page.
MORE = {"landscape": (3, (616, 400)), "portrait": (2, (400, 616))}
# Of other sizes than all that is there: the same blotches would be the same pictures. And a page can tell them apart.
WALLS = ((648, 400), (656, 400))


def plant() -> dict[str, list[str]]:
    for orientation, (count, size) in MORE.items():
        same = {"emotion": "happy", "orientation": orientation, "favorite": "spring,cloudy,day"}
        factories.make_images(count, size=size, **same)
    walls = [factories.make_image(emotion="surprised", size=size) for size in WALLS]
    viewed = factories.make_images(3, emotion="fear", size=(624, 400))
    pool = factories.make_images(3, emotion="angry", size=(632, 400), status="pool")
    return {
        name: [image.key_tail for image in images]
        for name, images in (("walls", walls), ("viewed", viewed), ("pool", pool))
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(plant()))
