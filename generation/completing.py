"""WORK: makes the picture of a slot again whose row was lost, so that the pair is whole; the slot stays done."""

from django.utils.translation import gettext as _

from gallery import pool
from gallery.models import Image
from generation import engines, recipes, remakes, safety, weighting
from generation.engines.base import RenderError
from generation.models import Rendering, RenderingState
from generation.remakes import NotRemadeError


def complete(slot: Rendering, *, like: Image) -> Image:
    """`like`: the picture's other half; the renderer must be its renderer. Raises NotRemadeError."""
    batch = slot.batch
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
    image, _new = pool.receive(
        recipes.written(picture, recipe),
        emotion=batch.prompt.emotion,
        favorite=batch.favorite,
        caption=weighting.plain(slot.caption),
        recipe=recipe,
        batch_code=batch.code,
        family=slot.family,
        ordinal=slot.ordinal,
        ordered_at=batch.ordered_at,
        safety=verdict.safety,
        safety_note=verdict.note,
        safety_score=verdict.score,
    )
    Rendering.objects.filter(pk=slot.pk, state=RenderingState.DONE, image=None).update(image=image)
    return image
