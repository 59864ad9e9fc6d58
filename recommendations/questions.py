"""What a visitor asks the garden for, checked."""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from gallery import eight
from gallery.models import Orientation
from recommendations.errors import LimitError, UnknownOrientationError

MOST: Final = 60
LONGEST_FAVORITE: Final = 100
# In a wish, the part of a favorite that is left open: "winter,*,day".
ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """An emotion, and what to prefer within it."""

    emotion: str
    favorite: str
    orientation: str
    limit: int

    def hash(self, *, after: str) -> str:
        """The same for the same question asked from the same place of a walk."""
        asked = [self.emotion, self.favorite, self.orientation, self.limit, after]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def ask(*, emotion: str, favorite: str, orientation: str, limit: int) -> Question:
    """Raises UnknownEmotionError, UnknownOrientationError, LimitError."""
    eight.one_of(emotion)
    if orientation and orientation not in Orientation.values:
        raise UnknownOrientationError(
            _("“%(orientation)s” is neither landscape nor portrait.") % {"orientation": orientation[:40]}
        )
    if not 1 <= limit <= MOST:
        raise LimitError(_("Ask for 1 to %(most)d pictures at a time, not %(limit)d.") % {"most": MOST, "limit": limit})
    # No picture has a favorite that cannot be read.
    wished = favorite.strip()[:LONGEST_FAVORITE] if favorite.isprintable() else ""
    return Question(emotion, wished, orientation, limit)


def fits(favorite: str, *, wish: str) -> bool:
    """Whether a picture's favorite is what was wished for, part by part."""
    if favorite == wish or ANY not in wish:
        return favorite == wish
    have, wanted = favorite.split(","), wish.split(",")
    return len(have) == len(wanted) and all(part in (ANY, own) for part, own in zip(wanted, have, strict=True))
