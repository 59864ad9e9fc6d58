"""WORK: a picture made again from its recipe, and what is different this time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image as Pixels
from PIL import ImageChops, ImageStat

from gallery import files
from gallery.errors import GardenError
from gallery.models import Image
from generation import engines, recipes
from generation.engines.base import RenderError


class NotRemadeError(GardenError):
    """The picture cannot be made again here."""

    code = "not_remade"
    status = 422


@dataclass(frozen=True, slots=True)
class Remake:
    """The new file, and how it compares with the stored one."""

    jpeg: bytes
    same_bytes: bool
    largest: int
    """The largest difference of any channel of any pixel, of 255."""
    psnr: float
    """In dB; infinite for equal pixels, above about 40 the eye sees no difference."""
    recipe: Mapping[str, tuple[Any, Any]]
    """What the recipe says of the picture and would say of the new one, where they differ; None for nothing."""


def remake(image: Image) -> Remake:
    """Renders the picture again with this process's renderer; nothing is stored. Raises NotRemadeError."""
    stored = _stored(image)
    jpeg, recipe = again(image)
    largest, psnr = _distance(files.opened(stored), files.opened(jpeg))
    return Remake(jpeg, stored == jpeg, largest, psnr, _differences(image.recipe, recipe))


def again(image: Image) -> tuple[bytes, Mapping[str, Any]]:
    """The file as this process's renderer makes it from the recipe, and what its recipe is now; nothing is stored.

    Raises NotRemadeError.
    """
    try:
        engine = engines.renderer()
        check(image.recipe, engine.describe())
        request = recipes.repeated(image.recipe)
        picture = engine.render([request], lambda _done, _total: None)[0]
        recipe = recipes.canonical(engine=engine.describe(), request=request)
    except RenderError as error:
        raise NotRemadeError(str(error)) from error
    except KeyError as error:
        raise NotRemadeError(_("The picture's recipe lacks %(field)s.") % {"field": error}) from error
    return recipes.written(picture, recipe), recipe


def _stored(image: Image) -> bytes:
    try:
        with default_storage.open(str(image.file.name)) as stored:
            return bytes(stored.read())
    except OSError as error:
        raise NotRemadeError(_("The picture's own file cannot be read: %(error)s") % {"error": error}) from error


def check(recipe: Mapping[str, Any], described: Mapping[str, str]) -> None:
    """Whether this renderer made it. Raises NotRemadeError."""
    if not recipe:
        raise NotRemadeError(_("No recipe was recorded with this picture."))
    made_by, here = recipe.get("renderer"), described["renderer"]
    if made_by != here:
        raise NotRemadeError(
            _("The picture was made by the renderer %(made_by)s, and this is %(here)s: set GENERATION_RENDERER.")
            % {"made_by": made_by, "here": here}
        )


def _distance(one: Pixels.Image, other: Pixels.Image) -> tuple[int, float]:
    """The largest difference, and the PSNR in dB."""
    if one.size != other.size:
        return 255, 0.0
    difference = ImageChops.difference(one, other)
    squares = sum(ImageStat.Stat(difference).sum2) / (3 * one.width * one.height)
    largest = max(int(high) for _low, high in difference.getextrema())  # type: ignore[misc] # one pair per band
    return largest, 10 * math.log10(255**2 / squares) if squares else math.inf


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = [*then, *(name for name in now if name not in then)]
    return {name: (then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name)}
