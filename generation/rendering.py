"""WORK: claim a slot, render it, receive the picture into the pool; every step safe to repeat after a death."""

import logging
import time
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError
from PIL import Image as Pixels

from gallery import files, pool
from gallery.errors import GardenError
from gallery.models import Image, Safety
from generation import claims, engines, leases, recipes, stopping, sweeping
from generation.engines.base import RenderError
from generation.models import ErrorClass, GenerationBatch, Rendering

log = logging.getLogger(__name__)

# The same recipe would end in the same way: only a person's retry makes sense.
HOPELESS: Final = frozenset({ErrorClass.BAD_RECIPE, ErrorClass.BLANK})
# Drawn by our own code, which knows no words.
OUR_OWN: Final = "painter"


def work(
    *,
    lane: str | None = None,
    seconds: float | None = None,
    batch: GenerationBatch | None = None,
    most: int | None = None,
) -> int:
    """Renders what waits until nothing is left, the time is up or a stop is asked for; how many pictures were done.

    Takes at most `most` slots, of one lane or one batch if given. The time (a slice by default) is looked at between
    pictures.
    """
    sweeping.sweep()
    until = time.monotonic() + (settings.GENERATION_SLICE_SECONDS if seconds is None else seconds)
    taken = done = 0
    while not stopping.asked() and time.monotonic() < until and (most is None or taken < most):
        slot = claims.claim(lane=lane, batch=batch)
        if slot is None:
            break
        taken += 1
        done += _make(slot)
        sweeping.settle(slot.batch)
    return done


def _make(slot: Rendering) -> bool:
    """One slot, through to whatever end; whether its picture stands."""
    try:
        with leases.Lease(slot) as lease:
            image, new = _picture(slot, lease)
        return claims.finish(slot, image=image, new=new)
    except leases.LeaseLost:
        log.warning("Rendering %s was taken over by another worker; its late result is dropped.", slot.pk)
    except leases.Cancelled:
        claims.drop(slot)
    except leases.Stopped:
        claims.release(slot)
    except RenderError as error:
        _failed(slot, error)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("Rendering %s failed.", slot.pk)
        _failed(slot, RenderError(f"The renderer stopped with {type(error).__name__}: {error}"))
    except BaseException:
        claims.release(slot)
        raise
    return False


def _picture(slot: Rendering, lease: leases.Lease) -> tuple[Image, bool]:
    """The slot's picture in the garden, and whether this batch has brought it there."""
    if (earlier := _received_earlier(slot)) is not None:
        return earlier, True
    request = recipes.request(slot)
    engine = engines.renderer()
    pixels = engine.render([request], lease.step)[0]
    _check(pixels, slot)
    jpeg = files.jpeg(pixels)
    recipe = recipes.canonical(engine=engine.describe(), request=request)
    lease.secure()
    return _received(slot, jpeg, recipe)


def _received_earlier(slot: Rendering) -> Image | None:
    """What an earlier attempt stored before it died: rendering again might, on other hardware, give other bytes."""
    if slot.attempts == 1:
        return None
    return Image.objects.filter(batch_code=slot.batch.code, family=slot.family, seed=slot.seed).first()


def _check(pixels: Pixels.Image, slot: Rendering) -> None:
    if pixels.size != (slot.width, slot.height):
        raise RenderError(
            f"The renderer gave a picture of {pixels.width}×{pixels.height} instead of {slot.width}×{slot.height}."
        )
    if all(low == high for low, high in pixels.convert("RGB").getextrema()):  # type: ignore[misc] # per band
        raise RenderError(
            "The renderer gave a picture of one single colour, as safety checkers and numeric faults do.",
            kind=ErrorClass.BLANK,
        )


def _received(slot: Rendering, jpeg: bytes, recipe: dict[str, Any]) -> tuple[Image, bool]:
    batch = slot.batch
    try:
        return pool.receive(
            jpeg,
            emotion=batch.prompt.emotion,
            favorite=batch.favorite,
            caption=slot.caption,
            recipe=recipe,
            batch_code=batch.code,
            family=slot.family,
            ordinal=slot.ordinal,
            ordered_at=batch.ordered_at,
            safety=Safety.EXEMPT if recipe["renderer"] == OUR_OWN else Safety.UNCHECKED,
        )
    except GardenError as error:
        raise RenderError(str(error.sentence), kind=ErrorClass.BAD_RECIPE) from error
    except DatabaseError:
        raise
    except Exception as error:
        raise RenderError(f"The picture could not be stored: {error}", kind=ErrorClass.STORAGE) from error


def _failed(slot: Rendering, error: RenderError) -> None:
    kind = error.kind if error.kind in ErrorClass.values else ErrorClass.UNKNOWN
    if kind in HOPELESS or slot.attempts >= settings.GENERATION_ATTEMPTS:
        log.error("Rendering %s has failed: %s", slot.pk, error)
        claims.fail(slot, kind=kind, sentence=str(error))
    else:
        log.warning("Rendering %s will be tried again: %s", slot.pk, error)
        claims.try_later(slot, kind=kind, sentence=str(error))
