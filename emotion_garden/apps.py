"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmotionGardenConfig(AppConfig):
    name = "emotion_garden"
    verbose_name = _("Emotion Garden")
