"""Makes a picture again from its recipe and says what is different: 0 nothing, 1 something, 2 it could not be made."""

import json
import math
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gallery.errors import GardenError, NotFoundError
from gallery.models import Image
from generation import remakes
from generation.remakes import Remake


class Command(BaseCommand):
    """The proof that a recipe is the picture's recipe."""

    help = (
        "Makes a picture again from its recipe with the renderer that is set, and compares. "
        "Exit status: 0 the same bytes, 1 something differs, 2 it could not be made again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the picture's code, as its page in the admin shows it")
        parser.add_argument("--save", type=Path, metavar="FILE", help="where to put the new JPEG")
        parser.add_argument("--json", action="store_true", help="answer with one line of JSON")

    def handle(self, **options: Any) -> None:
        try:
            remake = remakes.remake(_picture(options["code"]))
            if options["save"]:
                options["save"].write_bytes(remake.jpeg)
        except (GardenError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(json.dumps(_as_dict(options["code"], remake)) if options["json"] else _said(remake))
        if not remake.same_bytes:
            sys.exit(1)


def _picture(code: str) -> Image:
    try:
        return Image.objects.get(code=UUID(code))
    except (ValueError, Image.DoesNotExist):
        raise NotFoundError(_("There is no picture with the code %(code)s.") % {"code": code}) from None


def _as_dict(code: str, remake: Remake) -> dict[str, Any]:
    return {
        "code": code,
        "same": remake.same_bytes,
        "same_pixels": not remake.largest,
        "largest_difference": remake.largest,
        "psnr": None if math.isinf(remake.psnr) else round(remake.psnr, 2),
        "recipe": {name: {"then": then, "now": now} for name, (then, now) in remake.recipe.items()},
    }


def _said(remake: Remake) -> str:
    lines = [_verdict(remake)]
    if remake.recipe:
        lines.append(_("What the recipe says of the picture, and of the new one:"))
        lines += [f"  {name}: {_value(then)} → {_value(now)}" for name, (then, now) in remake.recipe.items()]
    elif not remake.same_bytes:
        lines.append(_("The recipe names no difference: look at the hardware, its drivers, or an endpoint's own seed."))
    return "\n".join(lines)


def _verdict(remake: Remake) -> str:
    if remake.same_bytes:
        return _("The same picture, byte for byte.")
    if not remake.largest:
        return _("The same pixels, in a file that differs.")
    return _("Another picture: the largest difference is %(largest)d of 255, PSNR %(psnr).1f dB.") % {
        "largest": remake.largest,
        "psnr": remake.psnr,
    }


def _value(value: Any) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)
