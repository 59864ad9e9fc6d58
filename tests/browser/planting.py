"""Prepares the scratch house that the environment names, as a first start does, and prints its pictures' codes.

Run as a program: Playwright's loop runs in the tests' own thread, where the ORM refuses to work.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only after django.setup

from gallery.models import Emotion  # noqa: E402
from tests.gallery import factories  # noqa: E402

SIZES = {"landscape": (640, 400), "portrait": (400, 640)}


def plant() -> dict[str, list[str]]:
    served = [
        factories.make_image(emotion=emotion, orientation=orientation, size=size, favorite=favorite)
        for emotion in (Emotion.HAPPY, Emotion.CALM)
        for orientation, size in SIZES.items()
        for favorite in ("", "", "", "", "", "spring,cloudy,day")
    ]
    # Before the other one, which so stays the first on the sheet.
    factories.make_image(
        emotion=Emotion.SAD, orientation="landscape", size=SIZES["landscape"], status="pool", safety="flagged"
    )
    waiting = factories.make_image(emotion=Emotion.HAPPY, orientation="portrait", size=SIZES["portrait"], status="pool")
    return {"served": [str(image.code) for image in served], "waiting": [str(waiting.code)]}


if __name__ == "__main__":
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("sync_prompts", stdout=sys.stderr)
    call_command("sync_roles", stdout=sys.stderr)
    call_command("ensure_curator", stdout=sys.stderr)
    sys.stdout.write(json.dumps(plant()))
