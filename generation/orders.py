"""What is asked for, checked and written down: a batch with every slot and seed fixed."""

import secrets
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gallery import keys
from gallery.errors import UnknownEmotionError
from gallery.models import Emotion, Orientation
from generation import prompts, schedulers, weighting
from generation.errors import OtherOrderError, UnusableOrderError
from generation.models import GenerationBatch, Lane, Prompt, Rendering

SEED_BITS: Final = 63
LARGEST: Final = 4096
LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Order:
    """A checked order: two that are equal ask for the same pictures."""

    emotion: str
    words: prompts.Words
    count: int
    seed: int | None
    lane: str
    size: tuple[int, int]

    @classmethod
    def of(
        cls,
        *,
        emotion: str,
        count: int,
        favorite: str,
        others: str | None,
        emotion_text: str | None,
        seed: int | None,
        lane: str,
        size: tuple[int, int],
    ) -> Self:
        """Raises UnknownEmotionError, UnusableFavoriteError, UnusableOrderError or its kin UnreadablePromptError."""
        if emotion not in Emotion.values:
            known = ", ".join(Emotion.values)
            raise UnknownEmotionError(
                _("“%(emotion)s” is none of the eight emotions: %(known)s.") % {"emotion": emotion, "known": known}
            )
        words = prompts.compose(
            emotion=emotion, favorite=keys.favorite(favorite), emotion_text=emotion_text, others=others
        )
        order = cls(emotion, words, count, seed, lane, size)
        order._check()
        return order

    def _check(self) -> None:
        most = settings.GENERATION_MOST_PICTURES
        if not 1 <= self.count <= most:
            raise UnusableOrderError(
                _("A batch has between 1 and %(most)d pairs of pictures, not %(count)d.")
                % {"most": most, "count": self.count}
            )
        if self.lane not in Lane.values:
            raise UnusableOrderError(_("There is no lane “%(lane)s”.") % {"lane": self.lane})
        if any(not 8 <= side <= LARGEST or side % 8 for side in self.size):
            raise UnusableOrderError(
                _("Width and height must be divisible by 8, from 8 to %(largest)d; %(width)d×%(height)d is not.")
                % {"largest": LARGEST, "width": self.size[0], "height": self.size[1]}
            )
        last_seed = 2**SEED_BITS - 2 * self.count
        if self.seed is not None and not 0 <= self.seed <= last_seed:
            raise UnusableOrderError(_("The seed must be between 0 and %(last)d.") % {"last": last_seed})
        text = str(self.words)
        if not text:
            raise UnusableOrderError(_("The prompt has no words."))
        if len(text) > prompts.LONGEST:
            raise UnusableOrderError(
                _("The prompt has %(length)d characters; %(longest)d are the most.")
                % {"length": len(text), "longest": prompts.LONGEST}
            )
        weighting.check(text)
        schedulers.find(settings.GENERATION_SCHEDULER)

    def asked(self) -> dict[str, Any]:
        """The order as JSON, without what the settings add."""
        return {
            "words": self.words.emotion,
            "others": self.words.others,
            "seed": self.seed,
            "size": list(self.size),
        }

    def is_like(self, batch: GenerationBatch) -> bool:
        recipe = {name: batch.recipe.get(name) for name in self.asked()}
        same = (batch.prompt.emotion, batch.favorite, batch.count, batch.lane)
        return recipe == self.asked() and same == (self.emotion, self.words.favorite, self.count, self.lane)

    def seeds(self) -> list[int]:
        """One for each slot, all different: counted up from the given one, or from the system's random source."""
        if self.seed is not None:
            return [self.seed + step for step in range(2 * self.count)]
        found: dict[int, None] = {}
        while len(found) < 2 * self.count:
            found[secrets.randbits(SEED_BITS)] = None
        return list(found)


def place(order: Order, *, by: User | None, key: str | None) -> tuple[GenerationBatch, bool]:
    """The order's batch, and whether it is new. Raises OtherOrderError, UnusableOrderError."""
    key = (key or "").strip() or None
    if key and (len(key) > LONGEST_KEY or not key.isprintable()):
        raise UnusableOrderError(_("An idempotency key has at most %(most)d characters.") % {"most": LONGEST_KEY})
    if (earlier := _earlier(order, key)) is not None:
        return earlier, False
    try:
        with transaction.atomic():
            return _written(order, by=by, key=key), True
    except IntegrityError:
        # Two orders with one key came at once; the other was quicker.
        if (earlier := _earlier(order, key)) is None:
            raise
        return earlier, False


def _earlier(order: Order, key: str | None) -> GenerationBatch | None:
    batch = GenerationBatch.objects.select_related("prompt").filter(idempotency_key=key).first() if key else None
    if batch is not None and not order.is_like(batch):
        raise OtherOrderError(_("This idempotency key has already been used for another order; take a new one."))
    return batch


def _written(order: Order, *, by: User | None, key: str | None) -> GenerationBatch:
    template = str(order.words)
    prompt, _new = Prompt.objects.get_or_create(
        fingerprint=prompts.fingerprint(emotion=order.emotion, template=template, negative=""),
        defaults={"emotion": order.emotion, "template": template},
    )
    batch = GenerationBatch.objects.create(
        prompt=prompt,
        favorite=order.words.favorite,
        recipe={
            **order.asked(),
            "steps": settings.GENERATION_STEPS,
            "guidance": settings.GENERATION_GUIDANCE,
            "scheduler": settings.GENERATION_SCHEDULER,
        },
        count=order.count,
        lane=order.lane,
        idempotency_key=key,
        ordered_by=by,
    )
    Rendering.objects.bulk_create(_slots(order, batch), batch_size=500)
    return batch


def _slots(order: Order, batch: GenerationBatch) -> list[Rendering]:
    """A landscape and a portrait for each ordinal from 1, in the order in which they will be claimed."""
    wide, high = max(order.size), min(order.size)
    sides = ((Orientation.LANDSCAPE, wide, high), (Orientation.PORTRAIT, high, wide))
    seeds = iter(order.seeds())
    slots: list[Rendering] = []
    for ordinal in range(1, order.count + 1):
        family = uuid4()
        for orientation, width, height in sides:
            slots.append(
                Rendering(
                    batch=batch,
                    lane=batch.lane,
                    ordinal=ordinal,
                    orientation=orientation,
                    width=width,
                    height=height,
                    seed=next(seeds),
                    family=family,
                    caption=batch.prompt.template,
                )
            )
    return slots
