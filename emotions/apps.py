"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmotionsConfig(AppConfig):
    """The petal that reads faces."""

    name = "emotions"
    verbose_name = _("Emotions")
