"""The closed list of emotions that readings, pictures and gardens share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Emotion(models.TextChoices):
    """The eight emotions of the original Emotion Garden."""

    HAPPY = "happy", _("happy")
    SURPRISED = "surprised", _("surprised")
    CALM = "calm", _("calm")
    ANGRY = "angry", _("angry")
    FEAR = "fear", _("fear")
    CONFUSED = "confused", _("confused")
    DISGUSTED = "disgusted", _("disgusted")
    SAD = "sad", _("sad")
