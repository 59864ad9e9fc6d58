"""WORK: makes the picture of a slot again whose row was lost, so that the pair is whole; the slot stays done."""

from django.utils.translation import gettext as _

from gallery.models import Image
from generation import engines, recipes, remakes, safety, storing
from generation.engines.base import RenderError
from generation.models import Rendering, RenderingState
from generation.remakes import NotRemadeError


def complete(slot: Rendering, *, like: Image) -> Image:
    """`like`: the picture's other half; the renderer must be its renderer. Raises NotRemadeError."""
    try:
        engine = engines.renderer()
        remakes.check(like.recipe, engine.describe())
        request = recipes.request(slot)
        picture = engine.render([request], lambda _done, _total: None)[0]
        recipe = recipes.canonical(engine=engine.describe(), request=request)
        verdict = safety.verdict(picture, renderer=recipe["renderer"], model=str(recipe.get("model") or ""))
    except RenderError as error:
        raise NotRemadeError(str(error)) from error
    except KeyError as error:
        raise NotRemadeError(_("The picture's recipe lacks %(field)s.") % {"field": error}) from error
    image, _new = storing.received(slot, recipes.written(picture, recipe), recipe, verdict)
    Rendering.objects.filter(pk=slot.pk, state=RenderingState.DONE, image=None).update(image=image)
    return image
