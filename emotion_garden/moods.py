"""The eight moods in the words of the pages: a name for a title, and one line that says what grows there."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion


@dataclass(frozen=True, slots=True)
class Mood:
    """One of the eight, as a page shows it. `looks`: what a photo's face looks like, never what somebody is."""

    emotion: str
    line: Promise
    looks: Promise

    @property
    def name(self) -> str:
        return capfirst(str(Emotion(self.emotion).label))


MOODS: Final = (
    Mood("happy", _("Everything is in bloom."), _("Your photo looks happy.")),
    Mood("surprised", _("Something has just opened."), _("Your photo looks surprised.")),
    Mood("calm", _("Still water, slow leaves."), _("Your photo looks calm.")),
    Mood("angry", _("Let it blaze; it will cool."), _("Your photo looks angry.")),
    Mood("fear", _("A lantern among the trees."), _("Your photo looks afraid.")),
    Mood("confused", _("Paths that cross and meet."), _("Your photo looks confused.")),
    Mood("disgusted", _("Rain to wash it clean."), _("Your photo looks disgusted.")),
    Mood("sad", _("A quiet place to sit."), _("Your photo looks sad.")),
)
BY_EMOTION: Final = {mood.emotion: mood for mood in MOODS}
