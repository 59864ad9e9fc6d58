"""Likes as the original garden's pages tell them: one picture, and the names of those that hung beside it.

The pages send one to four names, as keys or as whole addresses, sometimes without the liked one. They become a slate
of their own; how likely each picture was to be shown is not known, so it has no propensity.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from gallery import keys
from gallery.models import Image, Visitor
from recommendations import interactions, slates, visits
from recommendations.drafts import Draft, Item
from recommendations.models import Slate
from recommendations.questions import MOST
from recommendations.walks import VISIT

POLICY: Final = "told by the client"
FOLDER: Final = f"{keys.SERVED}/"


def like(*, visitor: Visitor, picture: str, beside: Sequence[str] = ()) -> bool:
    """Whether this is a new like. Names that are unknown here are left out of the slate.

    Raises NotFoundError when the liked one is.
    """
    tails = dict.fromkeys([*(key_tail(name) for name in beside[:MOST]), key_tail(picture)])
    served = {image.key_tail: image for image in Image.objects.serving().filter(key_tail__in=[*tails])}
    liked = served.get(key_tail(picture))
    if liked is None:
        raise interactions.no_such_picture()
    slate = _slate([served[tail] for tail in tails if tail in served], liked, visitor)
    return interactions.like(visitor=visitor, image=liked.code, slate=str(slate.code))


def key_tail(name: str) -> str:
    """The end of a served picture's key or address, from the emotion on; empty for a name that is neither."""
    found = keys.of(name)
    return found.tail if found is not None and found.folder == keys.SERVED else ""


def _slate(images: Sequence[Image], liked: Image, visitor: Visitor) -> Slate:
    """One for all likes of the same pictures during a visit: they hung there once."""
    code = uuid4()
    shown = [image.pk for image in images]
    draft = Draft(
        code=code,
        walk=code,
        # The pages do not say what the visitor felt; they show pictures of one emotion.
        emotion=liked.emotion,
        favorite="",
        orientation="",
        language=visits.language(),
        question=hashlib.sha256(json.dumps([POLICY, shown]).encode()).hexdigest(),
        policy=POLICY,
        taste_model=None,
        candidates_hash="",
        rung="",
        items=tuple(Item(pk, place, None, None, reason="", repeat=False) for place, pk in enumerate(shown)),
        trail=(),
        created_at=datetime.now(UTC),
    )
    return slates.keep(draft, visitor=visitor, after=None, within=int(VISIT.total_seconds()))
