"""What is asked for, checked and written down: a batch with every slot and seed fixed."""

import hashlib
import secrets
from collections.abc import Sequence
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
from generation import pace, prompts, schedulers, weighting
from generation.errors import OtherOrderError, QueueFullError, UnusableOrderError
from generation.models import GenerationBatch, Lane, Prompt, Rendering

SEED_BITS: Final = 63
LARGEST: Final = 4096
LONGEST_KEY: Final = 200
# Of a name that is given; in the idempotency key there is something before it.
LONGEST_NAME: Final = 180
MOST_STEPS: Final = 150
HEAVIEST: Final = 100
# Seconds within which somebody is asked to come again.
PATIENCE: Final = (10, 3600)


@dataclass(frozen=True, slots=True)
class Order:
    """A checked order: two that are equal ask for the same pictures."""

    emotion: str
    words: prompts.Words
    count: int
    seed: int | None
    lane: str
    size: tuple[int, int]
    texts: tuple[str, ...] = ()
    """The whole prompt of each pair, instead of the words."""
    template: str = ""
    """What the texts were made from."""
    negative: str = ""
    steps: int | None = None
    """None: as many as the settings say when the order is placed."""
    named: str = ""
    """The key of its one pair, less the sides and the ending; empty: the garden names them."""

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
        texts: Sequence[str] | None = None,
        template: str = "",
        negative: str = "",
        steps: int | None = None,
    ) -> Self:
        """Raises UnknownEmotionError, UnusableFavoriteError, UnusableOrderError or its kin UnreadablePromptError."""
        if emotion not in Emotion.values:
            known = ", ".join(Emotion.values)
            raise UnknownEmotionError(
                _("“%(emotion)s” is none of the eight emotions: %(known)s.") % {"emotion": emotion, "known": known}
            )
        favorite = keys.favorite(favorite)
        if texts is None:
            words = prompts.compose(emotion=emotion, favorite=favorite, emotion_text=emotion_text, others=others)
        else:
            words = prompts.Words(emotion="", favorite=favorite, others="")
            if len(texts) != count:
                raise UnusableOrderError(_("Each pair needs one prompt, no more and no fewer."))
        whole = tuple(prompts.tidy(text) for text in texts or ())
        order = cls(emotion, words, count, seed, lane, size, whole, template, prompts.tidy(negative), steps)
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
        if self.steps is not None and not 1 <= self.steps <= MOST_STEPS:
            raise UnusableOrderError(
                _("A picture takes between 1 and %(most)d steps, not %(steps)d.")
                % {"most": MOST_STEPS, "steps": self.steps}
            )
        for text in dict.fromkeys(self.texts or (str(self.words),)):
            _check_prompt(text)
        _check_words(self.negative)
        schedulers.find(settings.GENERATION_SCHEDULER)

    def asked(self) -> dict[str, Any]:
        """The order as JSON, without what the settings add."""
        asked = {
            "words": self.words.emotion,
            "others": self.words.others,
            "seed": self.seed,
            "size": list(self.size),
        }
        if self.steps is not None:
            asked["steps"] = self.steps
        if self.named:
            asked["named"] = self.named
        # Each slot has its own text; the batch only needs to know whether another order has the same.
        digest = hashlib.sha256("\0".join(self.texts).encode()).hexdigest()
        return {**asked, "texts": digest} if self.texts else asked

    def is_like(self, batch: GenerationBatch) -> bool:
        asked = {"texts": None, **self.asked()}
        recipe = {name: batch.recipe.get(name) for name in asked}
        same = (batch.prompt.emotion, batch.prompt.negative, batch.favorite, batch.count, batch.lane)
        mine = (self.emotion, self.negative, self.words.favorite, self.count, self.lane)
        return recipe == asked and same == mine

    def seeds(self) -> list[int]:
        """One for each slot, all different: counted up from the given one, or from the system's random source."""
        if self.seed is not None:
            return [self.seed + step for step in range(2 * self.count)]
        found: dict[int, None] = {}
        while len(found) < 2 * self.count:
            found[secrets.randbits(SEED_BITS)] = None
        return list(found)


def _check_prompt(text: str) -> None:
    if not text:
        raise UnusableOrderError(_("The prompt has no words."))
    _check_words(text)


def _check_words(text: str) -> None:
    """The length first: reading takes much longer the longer the words are."""
    if len(text) > prompts.LONGEST:
        raise UnusableOrderError(
            _("The prompt has %(length)d characters; %(longest)d are the most.")
            % {"length": len(text), "longest": prompts.LONGEST}
        )
    weighting.check(text)


def place(order: Order, *, by: User | None, key: str | None, weight: int = 0) -> tuple[GenerationBatch, bool]:
    """The order's batch, and whether it is new. Raises OtherOrderError, UnusableOrderError, QueueFullError."""
    key = (key or "").strip() or None
    if key and (len(key) > LONGEST_KEY or not key.isprintable()):
        raise UnusableOrderError(_("An idempotency key has at most %(most)d characters.") % {"most": LONGEST_KEY})
    if (earlier := _earlier(order, key)) is not None:
        return earlier, False
    check_weight(weight)
    check_room(2 * order.count)
    try:
        with transaction.atomic():
            return _written(order, by=by, key=key, weight=weight), True
    except IntegrityError:
        # Two orders with one key came at once; the other was quicker.
        if (earlier := _earlier(order, key)) is None:
            raise
        return earlier, False


def check_weight(weight: int) -> None:
    if abs(weight) > HEAVIEST:
        raise UnusableOrderError(_("The weight must be between -%(most)d and %(most)d.") % {"most": HEAVIEST})


def check_room(number: int) -> None:
    """A queue without an end would only hide that the workers do not keep up. Raises QueueFullError."""
    over = Rendering.objects.queued().count() + number - settings.GENERATION_MOST_WAITING
    if over > 0:
        soonest, latest = PATIENCE
        raise QueueFullError(
            _("%(most)d pictures may wait at once, and with these there would be %(over)d more; try again later.")
            % {"most": settings.GENERATION_MOST_WAITING, "over": over},
            retry_after=round(min(max(pace.time_for(over) or 0, soonest), latest)),
        )


def _earlier(order: Order, key: str | None) -> GenerationBatch | None:
    batch = GenerationBatch.objects.select_related("prompt").filter(idempotency_key=key).first() if key else None
    if batch is not None and not order.is_like(batch):
        raise OtherOrderError(_("This idempotency key has already been used for another order; take a new one."))
    return batch


def _written(order: Order, *, by: User | None, key: str | None, weight: int) -> GenerationBatch:
    template = order.template or next(iter(order.texts), str(order.words))
    prompt, _new = Prompt.objects.get_or_create(
        fingerprint=prompts.fingerprint(emotion=order.emotion, template=template, negative=order.negative),
        defaults={"emotion": order.emotion, "template": template, "negative": order.negative},
    )
    batch = GenerationBatch.objects.create(
        prompt=prompt,
        favorite=order.words.favorite,
        recipe={
            "steps": settings.GENERATION_STEPS,
            "guidance": settings.GENERATION_GUIDANCE,
            "scheduler": settings.GENERATION_SCHEDULER,
            **order.asked(),
        },
        count=order.count,
        lane=order.lane,
        weight=weight,
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
                    caption=order.texts[ordinal - 1] if order.texts else batch.prompt.template,
                )
            )
    return slots
