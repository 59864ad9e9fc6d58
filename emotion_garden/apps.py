"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

import emotion_garden.checks  # noqa: F401 - registers them


class EmotionGardenConfig(AppConfig):
    """The composition root; the only app that may know several petals."""

    name = "emotion_garden"
    verbose_name = _("Emotion Garden")
