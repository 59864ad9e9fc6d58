"""What this visitor sees now: the one place where readings, pictures and tastes meet."""

from uuid import UUID

from django.utils.translation import gettext as _

from emotions import readings
from gallery.errors import UnknownEmotionError
from gallery.models import Emotion, Image, Visitor
from recommendations import rankings

MOST_FAVORITES = 60


def show(
    *,
    visitor: Visitor | None,
    visitor_code: UUID,
    emotion: str,
    favorite: str = "",
    orientation: str = "",
    limit: int = 3,
    after: str = "",
) -> rankings.Offer:
    """The next pictures for this visitor; none only when nothing is served. Raises UnknownEmotionError."""
    return rankings.offer(
        visitor=visitor,
        visitor_code=visitor_code,
        emotion=one_of_eight(emotion),
        favorite=favorite,
        orientation=orientation,
        limit=limit,
        after=after,
    )


def one_of_eight(emotion: str) -> str:
    """The emotion, if it is one. Raises UnknownEmotionError."""
    if emotion in Emotion.values:
        return emotion
    sentence = _("“%(emotion)s” is none of the eight emotions: %(all)s.")
    raise UnknownEmotionError(sentence % {"emotion": emotion[:40], "all": ", ".join(Emotion.values)})


def last_look(visitor: Visitor | None) -> str:
    """The emotion that this visitor's last photo looked like; empty without one."""
    reading = readings.latest(visitor)
    return (reading.emotion or "") if reading is not None else ""


def favorites() -> list[str]:
    """The favorites of which the serving set has pictures."""
    found = Image.objects.serving().exclude(favorite="").order_by("favorite")
    return list(found.values_list("favorite", flat=True).distinct()[:MOST_FAVORITES])
