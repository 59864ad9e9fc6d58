"""The eight emotions: whether a word is one of them, and what is said when it is not."""

from django.utils.translation import gettext as _

from gallery.errors import UnknownEmotionError
from gallery.models import Emotion


def one_of(emotion: str) -> str:
    """The emotion, if it is one. Raises UnknownEmotionError."""
    if emotion in Emotion.values:
        return emotion
    sentence = _("“%(emotion)s” is none of the eight emotions: %(known)s.")
    raise UnknownEmotionError(sentence % {"emotion": emotion[:40], "known": ", ".join(Emotion.values)})
